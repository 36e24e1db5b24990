/** What is wrong with the grids of a whole area: how much of each kind, and the first of them. */
import { read, type Schemas } from "@cityloop/api-client"
import { keepPreviousData, useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { api } from "@/common/server"
import type { Fault } from "@/territory/useGrids"

export type FaultCount = Schemas["FaultCount"]

export const LISTED = 200

export function useAreaFaults(area: Ref<string>, kind: Ref<Fault["kind"] | "">, isAsked: Ref<boolean>) {
  const counts = useQuery({
    queryKey: computed(() => ["faults", area.value, "counts"]),
    queryFn: () => read(api.GET("/api/v1/territory/faults/counts", { params: { query: { within: area.value } } })),
    enabled: isAsked,
  })
  const faults = useQuery({
    queryKey: computed(() => ["faults", area.value, "list", kind.value]),
    queryFn: () => read(api.GET("/api/v1/territory/faults", { params: { query: { within: area.value, limit: LISTED, ...(kind.value === "" ? {} : { kind: kind.value }) } } })),
    enabled: computed(() => isAsked.value && (counts.data.value?.length ?? 0) > 0),
    placeholderData: keepPreviousData,
  })
  return { counts, faults }
}
