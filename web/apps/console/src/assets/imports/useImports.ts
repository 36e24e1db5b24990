/** Imports of components: what a file holds, starting, how far each is, and its bad rows. */
import { read, type Schemas } from "@cityloop/api-client"
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/vue-query"
import { computed, watch, type Ref } from "vue"

import type { Preview, Rules } from "@/assets/imports/mapping"
import { api } from "@/common/server"
import { inForm } from "@/standards/setup/files"

export type Import = Schemas["Import"]

const LOOK_AGAIN_MS = 1000
const OVER: readonly Import["state"][] = ["DONE", "REFUSED", "FAILED"]

export function isOver(job: Import | undefined): boolean {
  return job !== undefined && OVER.includes(job.state)
}

/** Return how much of a file has been read, in percent; null where nobody knows how long it is. */
export function share(job: Import): number | null {
  if (isOver(job) || job.state === "APPLYING") return 100
  return job.rows_total ? Math.min(100, Math.round((100 * job.rows_read) / job.rows_total)) : null
}

export function useImports() {
  return useQuery({
    queryKey: ["component-imports"],
    queryFn: () => read(api.GET("/api/v1/assets/imports")),
    refetchInterval: ({ state }) => (state.data?.some((job) => !isOver(job)) ? LOOK_AGAIN_MS * 5 : false),
  })
}

/** One import, asked about again until it is over. */
export function useImport(id: Ref<string>) {
  const client = useQueryClient()
  const job = useQuery({
    queryKey: ["component-imports", "one", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/imports/{import_id}", { params: { path: { import_id: id.value } }, signal })),
    enabled: () => id.value !== "",
    refetchInterval: ({ state }) => (isOver(state.data) ? false : LOOK_AGAIN_MS),
  })
  watch(() => job.data.value?.state, (now, before) => {
    if (before === undefined || !isOver(job.data.value)) return
    void client.invalidateQueries({ queryKey: ["component-imports"], exact: true })
    void client.invalidateQueries({ queryKey: ["component-imports", "faults", id.value] })
    if (now === "DONE") void client.invalidateQueries({ queryKey: ["components"] })
  })
  return job
}

export function useBadRows(id: Ref<string>, isAsked: Ref<boolean>) {
  const found = useInfiniteQuery({
    queryKey: ["component-imports", "faults", id],
    queryFn: ({ pageParam, signal }) => read(api.GET("/api/v1/assets/imports/{import_id}/faults", {
      params: { path: { import_id: id.value }, query: { limit: 100, ...(pageParam !== null && { cursor: pageParam }) } }, signal,
    })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
    enabled: isAsked,
  })
  return { found, rows: computed(() => found.data.value?.pages.flatMap(({ items }) => items) ?? []) }
}

export function useMappings() {
  return useQuery({ queryKey: ["component-mappings"], queryFn: () => read(api.GET("/api/v1/assets/mappings")) })
}

export function preview(file: File, layer: string): Promise<Preview> {
  return read(api.POST("/api/v1/assets/previews", { body: { file: file.name, layer }, bodySerializer: inForm(file) }))
}

export function start(file: File, rules: Rules, isAllOrNothing: boolean, key: string): Promise<Import> {
  return read(api.POST("/api/v1/assets/imports", {
    params: { header: { "Idempotency-Key": key } },
    body: { file: file.name, rules: JSON.stringify(rules), is_all_or_nothing: isAllOrNothing },
    bodySerializer: (facts) => inForm(file)({ ...facts, is_all_or_nothing: String(facts.is_all_or_nothing) }),
  }))
}
