/** The components that stand near the place, of the class that was chosen where it is one of components. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"

import type { Position } from "@/cases/register/draft"
import { api, may } from "@/common/server"

const NEAR_M = 60
const MOST = 6

export function useNear(position: () => Position | null, classCode: () => string) {
  return useQuery({
    queryKey: ["components", "near", position, classCode],
    queryFn: () => read(api.GET("/api/v1/assets/near", { params: { query: { ...(position() ?? { longitude: 0, latitude: 0 }), radius_m: NEAR_M, class_code: classCode(), limit: MOST } } })),
    enabled: () => position() !== null && may("assets.read"),
    staleTime: 600_000,
  })
}
