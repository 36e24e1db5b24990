/** Indicators and schemes as they were published, from the server; and publishing them anew. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import type { Ref } from "vue"

import { api } from "@/common/server"

export type Book = Schemas["BookView"]
export type Indicator = Schemas["IndicatorView"]
export type SchemeView = Schemas["SchemeView"]
export type DefinitionVersion = Schemas["DefinitionVersion"]
export type RulesVersion = Schemas["RulesVersionView"]
export type CountingRules = Schemas["CountingRulesView"]
export type Published = Schemas["PublishedDefinition"]

export const DEFINITIONS = ["evaluation", "definitions"] as const
/** What follows from definitions: everything that is counted by them. */
export const BY_DEFINITIONS = [DEFINITIONS, ["evaluation", "schemes"], ["evaluation", "league"], ["evaluation", "measures"], ["evaluation", "entries"]] as const

/** `on` is a day; today where it is empty. */
export function useBook(on: Ref<string>) {
  return useQuery({
    queryKey: [...DEFINITIONS, "indicators", on],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/indicators", { params: { query: day(on.value) }, signal })),
  })
}

export function useBookVersions() {
  return useQuery({ queryKey: [...DEFINITIONS, "versions"], queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/indicators/versions", { signal })).then(({ items }) => items) })
}

export function useScheme(key: Ref<string>, on: Ref<string>) {
  return useQuery({
    queryKey: [...DEFINITIONS, "scheme", key, on],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/schemes/{scheme_key}", { params: { path: { scheme_key: key.value }, query: day(on.value) }, signal })),
    enabled: () => key.value !== "",
  })
}

export function useSchemeVersions(key: Ref<string>) {
  return useQuery({
    queryKey: [...DEFINITIONS, "versions", key],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/schemes/{scheme_key}/versions", { params: { path: { scheme_key: key.value } }, signal })).then(({ items }) => items),
    enabled: () => key.value !== "",
  })
}

export function useRules() {
  return useQuery({ queryKey: [...DEFINITIONS, "rules"], queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/counting-rules", { signal })) })
}

export function publishRules(rules: Schemas["CountingRulesIn"]["rules"], valid_from: string): Promise<Schemas["PublishedRules"]> {
  return read(api.PUT("/api/v1/evaluation/counting-rules", { body: { rules, valid_from } }))
}

/** Publish all indicators anew; `seen` is the version that was changed. */
export function publishIndicators(indicators: Book["indicators"], valid_from: string, seen: number): Promise<Published> {
  return read(api.PUT("/api/v1/evaluation/indicators", { body: { indicators, valid_from, seen } }))
}

export function publishScheme(scheme: Schemas["SchemeIn"]["scheme"], valid_from: string): Promise<Published> {
  return read(api.PUT("/api/v1/evaluation/schemes", { body: { scheme, valid_from } }))
}

function day(on: string): { on?: string } {
  return on === "" ? {} : { on }
}
