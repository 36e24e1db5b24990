/** The grids of a community, what is wrong with them, and the changes that were drawn. */
import { read, type Schemas } from "@cityloop/api-client"
import { keepPreviousData, useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { api, may } from "@/common/server"
import { everyPage } from "@/standards/setup/everyPage"
import type { Operation } from "@/territory/editing"

export type Fault = Schemas["Fault"]
export type Outcome = Schemas["Outcome"]
export type GridChange = Schemas["GridChange"]
export type Grid = Schemas["UnitGrid"]

export const COMMUNITY_DIGITS = 12

export function useGrids(community: Ref<string>) {
  const isChosen = computed(() => community.value.length === COMMUNITY_DIGITS)
  const grids = useQuery({
    queryKey: computed(() => ["unit-grids", community.value, "shapes"]),
    queryFn: () => everyPage((query) => read(api.GET("/api/v1/territory/unit-grids", { params: { query: { ...query, within: community.value, include: "geometry" } } }))),
    enabled: isChosen,
  })
  const faults = useQuery({
    queryKey: computed(() => ["faults", community.value]),
    queryFn: () => read(api.GET("/api/v1/territory/faults", { params: { query: { within: community.value } } })),
    enabled: isChosen,
  })
  const changes = useQuery({
    queryKey: computed(() => ["grid-changes", community.value]),
    queryFn: () => read(api.GET("/api/v1/territory/grid-changes", { params: { query: { within: community.value } } })),
  })
  return { isChosen, grids, faults, changes }
}

/** What operations would do to the grids of a community; asked again with every step. */
export function useOutcome(community: Ref<string>, operations: Ref<readonly Operation[]>) {
  return useQuery({
    queryKey: computed(() => ["unit-grids", community.value, "preview", operations.value]),
    queryFn: () => read(api.POST("/api/v1/territory/grid-changes/preview", { body: { community_code: community.value, operations: [...operations.value] } })),
    enabled: () => operations.value.length > 0 && may("territory.manage"),
    placeholderData: keepPreviousData,
    retry: false,
  })
}
