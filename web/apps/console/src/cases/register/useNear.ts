/** The components that stand near the place. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"

import type { Position } from "@/cases/register/draft"
import { api, may } from "@/common/server"

const NEAR_M = 50
const MOST = 12

export function useNear(position: () => Position | null) {
  return useQuery({
    queryKey: ["components", "near", position, MOST],
    queryFn: () => read(api.GET("/api/v1/assets/near", { params: { query: { ...(position() ?? { longitude: 0, latitude: 0 }), radius_m: NEAR_M, limit: MOST } } })),
    enabled: () => position() !== null && may("assets.read"),
    staleTime: 600_000,
  })
}
