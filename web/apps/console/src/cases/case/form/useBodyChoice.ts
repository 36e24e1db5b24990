/** What helps to choose a body: whose the case is by the rules of responsibility, and how much lies with each. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed, type ComputedRef } from "vue"

import type { Detail } from "@/cases/case/useCase"
import { api, may } from "@/common/server"

export type Load = Schemas["BodyLoadOut"]

export function useProposal(shown: () => Detail, isWanted: () => boolean) {
  return useQuery({
    queryKey: ["routing", () => shown().kind, () => shown().class_code, () => shown().grid_code],
    queryFn: async () => {
      const { kind, class_code, grid_code } = shown()
      return read(api.GET("/api/v1/routing", { params: { query: { kind: kind as Schemas["MatterKind"], class_code, grid_code } } }))
    },
    enabled: () => isWanted() && may("organizations.read"),
    retry: false,
  })
}

/** Return open and overdue cases by body; nothing where they may not be asked. */
export function useLoads(): ComputedRef<Map<string, Load>> {
  const { data } = useQuery({
    queryKey: ["cases", "loads"],
    queryFn: () => read(api.GET("/api/v1/cases/loads")),
    enabled: () => may("cases.summarize"),
    retry: false,
  })
  return computed(() => new Map(data.value?.map((load) => [load.body_id, load])))
}
