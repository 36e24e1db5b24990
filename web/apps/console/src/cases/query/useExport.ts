/** A file of the cases that a query finds. */
import { computed, onScopeDispose, ref, shallowRef } from "vue"

import { fileName, handOver, taken, type Progress } from "@/cases/query/download"
import type { Order, QueryFilters } from "@/cases/query/filters"
import { refusal } from "@/common/refusal"
import { api } from "@/common/server"

export type FileFormat = "csv" | "xlsx"

export function useExport() {
  const format = ref<FileFormat | null>(null)
  const all = ref(0)
  const come = ref<Progress | null>(null)
  const failure = ref("")
  const breaker = shallowRef<AbortController | null>(null)
  onScopeDispose(() => { breaker.value?.abort() })

  /** In percent; null where it is not known: the rows of a CSV can be counted as they come, what is packed cannot. */
  const share = computed(() => {
    if (come.value === null || format.value !== "csv") return null
    return all.value === 0 ? 100 : Math.min(100, Math.round((100 * come.value.rows) / all.value))
  })

  async function start(wanted: FileFormat, filters: QueryFilters, order: Order): Promise<boolean> {
    const broken = new AbortController()
    breaker.value = broken
    format.value = wanted
    come.value = null
    failure.value = ""
    try {
      const { response } = await api.GET("/api/v1/cases/export", {
        params: { query: { ...filters, order, file_format: wanted } },
        parseAs: "stream",
        signal: broken.signal,
      })
      all.value = Number(response.headers.get("X-CityLoop-Rows"))
      if (response.body === null) return false
      const file = await taken(response.body, (progress) => { come.value = progress })
      handOver(file, fileName(response.headers.get("Content-Disposition"), `cases.${wanted}`))
      return true
    } catch (error) {
      if (!broken.signal.aborted) failure.value = refusal(error)
      return false
    } finally {
      format.value = null
      breaker.value = null
    }
  }

  function cancel(): void {
    breaker.value?.abort()
  }

  return { format, all, come, share, failure, start, cancel }
}
