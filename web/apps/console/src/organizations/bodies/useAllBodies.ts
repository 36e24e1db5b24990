/** Bodies of the city, those too that have ended if asked for. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { api } from "@/common/server"

export function useAllBodies(ended: Ref<boolean>) {
  return useQuery({
    queryKey: computed(() => (ended.value ? ["bodies", "ended"] : ["bodies"])),
    queryFn: async () => (await read(api.GET("/api/v1/bodies", { params: { query: { ended: ended.value } } }))).items,
    staleTime: 600_000,
  })
}
