/** The component that a case is about, as far as whoever looks may see it. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import type { MaybeRefOrGetter } from "vue"
import { computed, toValue } from "vue"

import { api, may } from "@/common/server"

export function useComponent(asked: MaybeRefOrGetter<string>) {
  const code = computed(() => toValue(asked))
  return useQuery({
    queryKey: ["component", code],
    queryFn: () => read(api.GET("/api/v1/assets/components/{code}", { params: { path: { code: code.value } } })),
    enabled: () => code.value !== "" && may("assets.read"),
    staleTime: 600_000,
  })
}
