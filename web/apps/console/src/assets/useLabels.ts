/** Sheets of QR labels, as pictures that can be shown and printed. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { onScopeDispose, ref, watch, type Ref } from "vue"

import type { InventoryFilters } from "@/assets/inventory/filters"
import { api } from "@/common/server"

export const TO_A_SHEET = 24

export interface LabelsAsked extends InventoryFilters {
  /** Only these. */
  code?: string[]
  /** Only those whose codes come after this one. */
  after?: string
  limit: number
}

/** Return the address of the sheets as a picture, good as long as the caller lives. */
export function useLabels(asked: Ref<LabelsAsked>) {
  const url = ref("")
  const query = useQuery({
    queryKey: ["components", "labels", asked],
    queryFn: ({ signal }) => read<Blob>(api.GET("/api/v1/assets/labels", { params: { query: asked.value }, parseAs: "blob", signal })),
    staleTime: Infinity,
  })
  watch(query.data, (sheets) => {
    forget()
    if (sheets instanceof Blob) url.value = URL.createObjectURL(sheets)
  }, { immediate: true })
  onScopeDispose(forget)

  function forget(): void {
    if (url.value !== "") URL.revokeObjectURL(url.value)
    url.value = ""
  }

  return { query, url }
}
