/** One component from the server: itself, its class, its life, its cases. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import type { Component } from "@/assets/words"
import { api, may } from "@/common/server"

const MOST_CASES = 100

export function useComponent(code: Ref<string>) {
  return useQuery({
    queryKey: ["components", "one", code],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/components/{code}", { params: { path: { code: code.value } }, signal })),
  })
}

export function useStates(code: Ref<string>) {
  return useQuery({
    queryKey: ["components", "one", code, "states"],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/components/{code}/states", { params: { path: { code: code.value } }, signal })),
  })
}

/** Which surveys looked at it, and what they found. */
export function useLooks(code: Ref<string>) {
  return useQuery({
    queryKey: ["components", "one", code, "looks"],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/components/{code}/surveys", { params: { path: { code: code.value } }, signal })),
  })
}

/** Its class in the edition it was taken down in. */
export function useOwnClass(shown: Ref<Component | undefined>) {
  const key = computed(() => ({ edition: shown.value?.class_edition ?? "", kind: "COMPONENT" as const, code: shown.value?.class_code ?? "" }))
  return useQuery({
    queryKey: computed(() => ["classes", "one", key.value]),
    queryFn: () => read(api.GET("/api/v1/standards/classes/{edition}/{kind}/{code}", { params: { path: key.value } })),
    enabled: () => shown.value !== undefined && may("standards.read"),
    staleTime: Infinity,
  })
}

/** Its cases, the newest first; the key is one of cases, so that news of them asks again. */
export function useCasesOf(code: Ref<string>) {
  return useQuery({
    queryKey: ["cases", "component", code, "all"],
    queryFn: ({ signal }) => read(api.GET("/api/v1/cases", { params: { query: { desk: "all", order: "newest", component_code: code.value, limit: MOST_CASES } }, signal })),
    enabled: () => may("cases.read"),
  })
}
