/** Editions of the class table, and the classes of one of them. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { api } from "@/common/server"
import { everyPage } from "@/standards/setup/everyPage"

export function useEditions() {
  return useQuery({ queryKey: ["classes", "editions"], queryFn: () => read(api.GET("/api/v1/standards/editions")), staleTime: 600_000 })
}

export function useEdition(edition: Ref<string>) {
  return useQuery({
    queryKey: computed(() => ["classes", "edition", edition.value]),
    queryFn: () => everyPage((query) => read(api.GET("/api/v1/standards/classes", { params: { query: { ...query, edition: edition.value } } }))),
    enabled: () => edition.value !== "",
    staleTime: 600_000,
  })
}
