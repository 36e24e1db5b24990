/** Names of bodies, asked once. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed } from "vue"

import { api, may } from "@/common/server"

export type Body = Schemas["BodyView"]

export function useBodies() {
  return useQuery({
    queryKey: ["bodies"],
    queryFn: async () => (await read(api.GET("/api/v1/bodies"))).items,
    enabled: () => may("organizations.read"),
    staleTime: 600_000,
  })
}

/** Return what names a body by its id; an unknown one has no name. */
export function useBodyNames() {
  const bodies = useBodies()
  const names = computed(() => new Map(bodies.data.value?.map((body) => [body.id, body.name])))
  return { bodyName: (id: string | null | undefined) => (id ? (names.value.get(id) ?? "") : "") }
}
