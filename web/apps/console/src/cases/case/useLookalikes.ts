/** Open cases near this one that may be the same problem. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"

import type { Detail } from "@/cases/case/useCase"
import { api } from "@/common/server"

export function useLookalikes(shown: () => Detail) {
  return useQuery({
    queryKey: ["cases", "lookalikes", () => shown().id, () => shown().class_code],
    queryFn: async () => {
      const { id, class_code, longitude, latitude } = shown()
      const found = await read(api.GET("/api/v1/cases/lookalikes", { params: { query: { class_code, longitude, latitude } } }))
      return found.filter((each) => each.case_id !== id)
    },
  })
}
