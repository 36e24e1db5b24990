/** Schemes, leagues and what is behind their figures, from the server; figures follow what happens to cases. */
import { read, type Schemas } from "@cityloop/api-client"
import { useInfiniteQuery, useQuery } from "@tanstack/vue-query"
import { computed, onScopeDispose, ref, watch, type Ref } from "vue"

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
const RESTS = 4

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

/**
 * Ask for figures anew when cases move: they are counted before the news goes out. One question at a time, and then a
 * rest of a multiple of what the answer took, so that a long league is neither begun again for ever nor a burden.
 */
export function useFreshFigures(): void {
  let isAtWork = false
  let isAsked = false
  let rest: ReturnType<typeof setTimeout> | undefined
  async function refresh(): Promise<void> {
    if (isAtWork) {
      isAsked = true
      return
    }
    isAtWork = true
    isAsked = false
    const begun = performance.now()
    await queryClient.invalidateQueries({ queryKey: ["evaluation", "league"] })
    rest = setTimeout(() => {
      isAtWork = false
      if (isAsked) void refresh()
    }, Math.max(APART_MS, RESTS * (performance.now() - begun)))
  }
  onNews(() => void refresh())
  onScopeDispose(() => { clearTimeout(rest); })
}

/** The cases behind a figure as it was when it was opened: what is counted meanwhile does not turn the pages back. */
export function useBehind(scheme: Ref<string>, period: Ref<string>, opened: Ref<Opened>, shownAt: Ref<string>) {
  const countedAt = ref(shownAt.value)
  watch([scheme, period, opened], () => { countedAt.value = shownAt.value }, { flush: "sync" })
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
