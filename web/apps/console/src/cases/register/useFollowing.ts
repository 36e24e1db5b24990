/** What follows from what has been taken down: where it lies, whose it is, by what standard and until when. Each is asked as soon as it can be. */
import { ProblemError, read, type Schemas } from "@cityloop/api-client"
import { useQueries, useQuery } from "@tanstack/vue-query"
import { computed } from "vue"

import type { Draft, Position } from "@/cases/register/draft"
import { present } from "@/common/moments"
import { api, may } from "@/common/server"

export type Limit = Schemas["LimitOut"]
const A_FEW_MINUTES = 300_000

/** Nothing there is an answer too. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null
    throw error
  }
}

export function usePlace(position: () => Position | null) {
  return useQuery({
    queryKey: ["place", position],
    queryFn: () => orNull(read(api.GET("/api/v1/territory/locate", { params: { query: position() ?? { longitude: 0, latitude: 0 } } }))),
    enabled: () => position() !== null,
    staleTime: Infinity,
  })
}

export type FoundPlace = Schemas["Place"]

/** Whose it would be, and why. */
export function useRuling(draft: Draft, place: () => FoundPlace | null | undefined) {
  const asked = computed(() => ({ kind: draft.kind, class_code: draft.classCode, grid_code: place()?.grid_code ?? "", owner_body_id: draft.component?.ownerBodyId ?? null }))
  return useQuery({
    queryKey: ["routing", asked],
    queryFn: () => {
      const { kind, ...rest } = asked.value
      return orNull(read(api.GET("/api/v1/routing", { params: { query: { kind: kind ?? "INCIDENT", ...rest } } })))
    },
    enabled: () => asked.value.kind !== null && asked.value.grid_code !== "" && may("organizations.read"),
  })
}

/** The conditions on which a case of the class is filed, with their limits where it lies. */
export function useConditions(draft: Draft, place: () => FoundPlace | null | undefined) {
  const asked = computed(() => ({ kind: draft.kind, code: draft.classCode, area_level: place()?.area_level ?? null }))
  return useQuery({
    queryKey: ["conditions", asked],
    queryFn: () => {
      const { kind, code, area_level } = asked.value
      return orNull(read(api.GET("/api/v1/standards/conditions", { params: { query: { kind: kind ?? "INCIDENT", code, area_level: area_level as Schemas["AreaLevel"] | null } } })))
    },
    enabled: () => asked.value.kind !== null && may("standards.read"),
    staleTime: 600_000,
  })
}

export function limitText({ amount, unit }: Limit): string {
  return `${amount} ${unit.toLowerCase()}`
}

/** When each of these limits would be due, counted by the calendar in force from now on. */
export function useDeadlines(limits: () => readonly Limit[]) {
  const calendar = useQuery({
    queryKey: ["calendar", "current"],
    queryFn: async () => {
      const query = { name: "default", state: "PUBLISHED" as const, at: new Date().toISOString() }
      return (await read(api.GET("/api/v1/standards/calendars", { params: { query } })))[0] ?? null
    },
    staleTime: 600_000,
  })
  const start = computed(() => new Date(Math.floor(present.value / A_FEW_MINUTES) * A_FEW_MINUTES).toISOString())
  const wanted = computed(() => [...new Set(limits().map(limitText))])
  return useQueries({
    queries: computed(() => {
      const id = calendar.data.value?.id
      return id === undefined ? [] : wanted.value.map((limit) => ({
        queryKey: ["deadline", id, limit, start.value],
        queryFn: async () => ({
          limit,
          due: (await read(api.GET("/api/v1/standards/calendars/{version_id}/deadline", { params: { path: { version_id: id }, query: { start: start.value, limit } } }))).due_at,
        }),
        staleTime: Infinity,
      }))
    }),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.limit, data.due] as const]))),
  })
}

/** Open cases that may be the same problem. */
export function useLookalikes(draft: Draft) {
  const asked = computed(() => ({ class_code: draft.classCode, longitude: draft.position?.longitude ?? 0, latitude: draft.position?.latitude ?? 0 }))
  return useQuery({
    queryKey: ["lookalikes", asked],
    queryFn: () => read(api.GET("/api/v1/cases/lookalikes", { params: { query: asked.value } })),
    enabled: () => draft.kind !== null && draft.position !== null,
  })
}
