/** Schemes, leagues and what is behind their figures, from the server; figures follow what happens to cases. */
import { read, type Schemas } from "@cityloop/api-client"
import { useInfiniteQuery, useQuery } from "@tanstack/vue-query"
import { useThrottleFn } from "@vueuse/core"
import { computed, type Ref } from "vue"

import { api, queryClient } from "@/common/server"
import { onNews } from "@/live/useLive"

export type SchemeHead = Schemas["SchemeHead"]
export type Against = "BEFORE" | "YEAR_BEFORE"

/** Which figure is opened, and of whom. */
export interface Opened {
  key: string
  subject: string
}

const APART_MS = 1000

export function useSchemes() {
  return useQuery({ queryKey: ["evaluation", "schemes"], queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/schemes", { signal })).then(({ items }) => items) })
}

export function useLeague(scheme: Ref<string>, period: Ref<string>, against: Ref<Against>) {
  return useQuery({
    queryKey: ["evaluation", "league", scheme, period, against],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/leagues/{scheme_key}", { params: { path: { scheme_key: scheme.value }, query: { period: period.value, against: against.value } }, signal })),
    enabled: () => scheme.value !== "",
  })
}

/** Ask for figures anew when cases move, once a second at most: they are counted before the news goes out. */
export function useFreshFigures(): void {
  const refresh = useThrottleFn(() => queryClient.invalidateQueries({ queryKey: ["evaluation", "league"] }), APART_MS, true)
  onNews(() => void refresh())
}

export function useBehind(scheme: Ref<string>, period: Ref<string>, opened: Ref<Opened>, countedAt: Ref<string>) {
  const found = useInfiniteQuery({
    queryKey: ["evaluation", "behind", scheme, period, opened, countedAt],
    queryFn: ({ pageParam, signal }) => read(api.GET("/api/v1/evaluation/behind", {
      params: { query: { scheme: scheme.value, period: period.value, ...opened.value, counted_at: countedAt.value, size: 100, ...(pageParam !== null && { cursor: pageParam }) } }, signal,
    })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
  })
  return { found, rows: computed(() => found.data.value?.pages.flatMap(({ items }) => items) ?? []), figure: computed(() => found.data.value?.pages[0]?.figure ?? null) }
}
