/** What components are called: their classes by edition, their states and accuracies in words. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQueries } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { api } from "@/common/server"
import { everyPage } from "@/standards/setup/everyPage"

export type Component = Schemas["Component"]
export type ComponentState = Schemas["ComponentState"]
export type Accuracy = Schemas["AccuracyClass"]
export type ClassView = Schemas["ClassView"]

export const STATES: readonly ComponentState[] = ["INTACT", "DAMAGED", "LOST", "ABANDONED", "REMOVED"]
export const ACCURACIES: readonly Accuracy[] = ["A", "B", "C"]

/** Return what names a class of components by edition and number; each edition is asked for once. */
export function useComponentClasses(editions: Ref<readonly string[]>) {
  const asked = computed(() => [...new Set(editions.value)].sort())
  const found = useQueries({
    queries: computed(() => asked.value.map((edition) => ({
      queryKey: ["classes", "components", edition],
      queryFn: () => everyPage((query) => read(api.GET("/api/v1/standards/classes", { params: { query: { ...query, edition, kind: "COMPONENT" as const } } }))),
      staleTime: 600_000,
    }))),
  })
  const names = computed(() => new Map(found.value.flatMap(({ data }) => (data ?? []).map((each) => [`${each.edition}/${each.code}`, each] as const))))
  return {
    classOf: (edition: string, code: string): ClassView | undefined => names.value.get(`${edition}/${code}`),
    className: (edition: string, code: string): string => names.value.get(`${edition}/${code}`)?.name ?? code,
  }
}
