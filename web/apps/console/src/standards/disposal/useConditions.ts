/** The conditions of a version, with the names of their classes. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQueries, useQuery } from "@tanstack/vue-query"
import { computed } from "vue"

import { api } from "@/common/server"
import { everyPage } from "@/standards/setup/everyPage"

export type Condition = Schemas["ConditionOut"]

export interface NamedCondition extends Condition {
  className: string
  majorName: string
}

export function useConditions(version_id: string) {
  const found = useQuery({
    queryKey: ["standards", "disposal", version_id, "conditions"],
    queryFn: () => everyPage((query) => read(api.GET("/api/v1/standards/disposal-standards/{version_id}/conditions", { params: { path: { version_id }, query } }))),
  })
  const editions = computed(() => [...new Set(found.data.value?.map(({ edition }) => edition))])
  const tables = useQueries({
    queries: computed(() => editions.value.map((edition) => ({
      queryKey: ["classes", "edition", edition],
      queryFn: () => everyPage((query) => read(api.GET("/api/v1/standards/classes", { params: { query: { ...query, edition } } }))),
      staleTime: 600_000,
    }))),
  })
  const classes = computed(() => new Map(tables.value.flatMap((table) => (table.data ?? []).map((known) => [`${known.edition}/${known.kind}/${known.code}`, known]))))
  const rows = computed<NamedCondition[]>(() => (found.data.value ?? []).map((condition) => {
    const known = classes.value.get(`${condition.edition}/${condition.kind}/${condition.class_code}`)
    return { ...condition, className: known?.name ?? "", majorName: known?.major_name ?? "" }
  }))
  return { found, editions, rows }
}
