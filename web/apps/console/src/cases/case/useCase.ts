/** One case from the server: itself, its history, its changes while somebody looks, and the moves that are made with it. */
import { read, type Schemas } from "@cityloop/api-client"
import { useMutation, useQuery, useQueryClient } from "@tanstack/vue-query"
import { computed, ref, watch, type Ref } from "vue"

import type { Move, Values } from "@/cases/case/form/form"
import { api } from "@/common/server"
import { onNews } from "@/live/useLive"

export type Detail = Schemas["DetailOut"]
export type Step = Schemas["StepOut"]

const MINUTE_MS = 60_000

export function useCase(id: Ref<string>) {
  return useQuery({
    queryKey: ["case", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/cases/{case_id}", { params: { path: { case_id: id.value } }, signal })),
    refetchInterval: ({ state }) => (state.data?.clock && !state.data.clock.is_paused ? MINUTE_MS : false), // the server counts the time
  })
}

export function useHistory(id: Ref<string>) {
  return useQuery({
    queryKey: ["case", id, "history"],
    queryFn: ({ signal }) => read(api.GET("/api/v1/cases/{case_id}/history", { params: { path: { case_id: id.value } }, signal })),
  })
}

/** What somebody has just done with this case: ourselves or others, with the step once it is known. */
export interface Change {
  isOurs: boolean
  step: Step
}

/** Follow the case: news of it is fetched, and what changed is told once the history knows of it. */
export function useChanges(id: Ref<string>, shown: Ref<Detail | undefined>, steps: Ref<readonly Step[] | undefined>) {
  const queries = useQueryClient()
  const change = ref<Change | null>(null)
  const own = new Set<number>()
  let seen: number | null = null

  onNews((news) => {
    if (news.case_id === id.value) void queries.invalidateQueries({ queryKey: ["case", id.value] })
  })
  watch(id, () => { seen = null; change.value = null; own.clear() })
  watch(() => shown.value?.version, (version, before) => {
    if (version !== undefined && before !== undefined && version > before) void queries.invalidateQueries({ queryKey: ["case", id.value, "history"] })
  })
  watch(steps, (list) => {
    const last = list?.at(-1)
    if (last === undefined) return
    if (seen !== null && last.number > seen) change.value = { isOurs: own.has(last.number), step: last }
    seen = last.number
  }, { immediate: true })

  return {
    change: computed(() => change.value),
    dismiss: () => { change.value = null },
    /** Say that the caller has brought the case to this version. */
    made: (version: number) => { own.add(version) },
  }
}

export interface Asked {
  move: Move
  version: number
  key: string
  inputs: Values
}

/**
 * Return what makes a move; afterwards everything that shows cases is asked for again.
 *
 * It is over when the case shows what it did: the next form begins on new ground, however quick the hand.
 */
export function useMove(id: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ move, version, key, inputs }: Asked) =>
      read(api.POST("/api/v1/cases/{case_id}/moves/{verb}", {
        params: { path: { case_id: id.value, verb: move.verb }, header: { "Idempotency-Key": key } },
        body: { ...inputs, version }, // the names come from the API itself, with the move
      })),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ["cases"] })
      await queries.invalidateQueries({ queryKey: ["case", id.value] })
    },
    onError: () => void queries.invalidateQueries({ queryKey: ["case", id.value] }),
  })
}

/** Return the next case of the caller's desk after this one, or null. */
export async function nextOfDesk(id: string): Promise<string | null> {
  const page = await read(api.GET("/api/v1/cases", { params: { query: { desk: "todo", order: "due", limit: 2 } } }))
  return page.items.find((row) => row.id !== id)?.id ?? null
}
