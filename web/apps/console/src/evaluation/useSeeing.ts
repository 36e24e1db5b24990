/** Figures over time, by hour and weekday, in two periods, one's own, and the cases behind a count; from the server. */
import { read, type Schemas } from "@cityloop/api-client"
import { useInfiniteQuery, useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { api } from "@/common/server"
import type { Against } from "@/evaluation/useEvaluation"

export type Measure = Schemas["MeasureHead"]
export type Trend = Schemas["Trend"]
export type TrendPoint = Schemas["TrendPoint"]
export type Heat = Schemas["Heat"]
export type Comparison = Schemas["Comparison"]
export type Compared = Schemas["Compared"]
export type OwnLeague = Schemas["OwnLeague"]

/** Whose facts, and of which class. */
export interface Scope {
  of: Schemas["Object"]
  subject: string
  kind?: Schemas["MatterKind"]
  class_code?: string
}

/** A count that is opened: of a period, or of an hour or weekday of the report within it. */
export interface Count {
  key: string
  period: string
  hour?: number
  weekday?: number
  counted_at: string
}

/** A count that is opened, and what it is called. */
export interface OpenedCount extends Count {
  name: string
}

const PAGE = 100
const HOUR_MS = 3_600_000

export function useMeasures() {
  return useQuery({ queryKey: ["evaluation", "measures"], queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/figures/measures", { signal })).then(({ items }) => items), staleTime: HOUR_MS })
}

export function useTrend(scope: Ref<Scope | null>, key: Ref<string>, last: Ref<string>, periods: Ref<number>) {
  return useQuery({
    queryKey: ["evaluation", "league", "trend", scope, key, last, periods],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/figures/trend", { params: { query: { ...known(scope), key: key.value, last: last.value, periods: periods.value } }, signal })),
    enabled: () => scope.value !== null && key.value !== "",
  })
}

export function useHeat(scope: Ref<Scope | null>, key: Ref<string>, period: Ref<string>) {
  return useQuery({
    queryKey: ["evaluation", "league", "heat", scope, key, period],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/figures/heat", { params: { query: { ...known(scope), key: key.value, period: period.value } }, signal })),
    enabled: () => scope.value !== null && key.value !== "",
  })
}

export function useComparison(scope: Ref<Scope | null>, period: Ref<string>, other: Ref<string>) {
  return useQuery({
    queryKey: ["evaluation", "league", "comparison", scope, period, other],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/figures/comparison", { params: { query: { ...known(scope), period: period.value, other: other.value } }, signal })),
    enabled: () => scope.value !== null,
  })
}

/** A league beside any other period. */
export function useLeagueBeside(scheme: Ref<string>, period: Ref<string>, other: Ref<string>) {
  return useQuery({
    queryKey: ["evaluation", "league", "beside", scheme, period, other],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/leagues/{scheme_key}", { params: { path: { scheme_key: scheme.value }, query: { period: period.value, other: other.value } }, signal })),
    enabled: () => scheme.value !== "",
  })
}

export function useOwnFigures(period: Ref<string>, against: Ref<Against>) {
  return useQuery({
    queryKey: ["evaluation", "league", "own", period, against],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/figures/own", { params: { query: { period: period.value, against: against.value } }, signal })),
  })
}

export function useCasesBehind(scope: Ref<Scope>, asked: Ref<Count>) {
  const found = useInfiniteQuery({
    queryKey: ["evaluation", "cases", scope, asked],
    queryFn: ({ pageParam, signal }) => read(api.GET("/api/v1/evaluation/figures/cases", {
      params: { query: { ...scope.value, ...asked.value, size: PAGE, ...(pageParam !== null && { cursor: pageParam }) } }, signal,
    })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
  })
  return { found, rows: computed(() => found.data.value?.pages.flatMap(({ items }) => items) ?? []), figure: computed(() => found.data.value?.pages[0]?.figure ?? null) }
}

function known(scope: Ref<Scope | null>): Scope {
  if (scope.value === null) throw new Error("nobody is looked at")
  return scope.value
}
