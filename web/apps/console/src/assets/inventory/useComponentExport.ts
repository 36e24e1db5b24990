/** A file of the components that the filters leave: written by the server first, then taken in piece by piece. */
import type { Schemas } from "@cityloop/api-client"
import { computed, onScopeDispose, ref, shallowRef } from "vue"

import type { InventoryFilters } from "@/assets/inventory/filters"
import { fileName, handOver, taken } from "@/cases/query/download"
import { refusal } from "@/common/refusal"
import { api } from "@/common/server"

export interface Wish {
  file_format: Schemas["InventoryFormat"]
  naming: Schemas["FieldNaming"]
  crs: string
  has_removed: boolean
}

export function useComponentExport() {
  const busy = ref(false)
  const size = ref(0)
  const come = ref(0)
  const failure = ref("")
  const breaker = shallowRef<AbortController | null>(null)
  onScopeDispose(() => { breaker.value?.abort() })

  /** In percent; null while the server is still writing. */
  const share = computed(() => (size.value === 0 ? null : Math.min(100, Math.round((100 * come.value) / size.value))))

  async function start(wish: Wish, filters: InventoryFilters): Promise<boolean> {
    const broken = new AbortController()
    breaker.value = broken
    failure.value = ""
    busy.value = true
    size.value = come.value = 0
    try {
      const { response } = await api.GET("/api/v1/assets/export", { params: { query: { ...filters, ...wish } }, parseAs: "stream", signal: broken.signal })
      size.value = Number(response.headers.get("Content-Length"))
      if (response.body === null) return false
      const file = await taken(response.body, ({ bytes }) => { come.value = bytes })
      handOver(file, fileName(response.headers.get("Content-Disposition"), `components.${wish.file_format}`))
      return true
    } catch (error) {
      if (!broken.signal.aborted) failure.value = refusal(error)
      return false
    } finally {
      busy.value = false
      breaker.value = null
    }
  }

  return { busy, come, share, failure, start, cancel: () => { breaker.value?.abort() } }
}
