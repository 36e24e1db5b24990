/** A file of the cases that a query finds. */
import { ProblemError } from "@cityloop/api-client"
import { computed, onScopeDispose, ref, shallowRef } from "vue"
import { useI18n } from "vue-i18n"

import { fileName, handOver, taken, type Progress } from "@/cases/query/download"
import type { Order, QueryFilters } from "@/cases/query/filters"
import { refusal } from "@/common/refusal"
import { api } from "@/common/server"
import { language } from "@/text"

export type FileFormat = "csv" | "xlsx"

export function useExport() {
  const { t } = useI18n()
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
        headers: { "Accept-Language": language() === "en" ? "en" : "zh-Hans" },
        parseAs: "stream",
        signal: broken.signal,
      })
      all.value = Number(response.headers.get("X-CityLoop-Rows"))
      if (response.body === null) return false
      const file = await taken(response.body, (progress) => { come.value = progress })
      handOver(file, fileName(response.headers.get("Content-Disposition"), `cases.${wanted}`))
      return true
    } catch (error) {
      if (!broken.signal.aborted) failure.value = words(error)
      return false
    } finally {
      format.value = null
      breaker.value = null
    }
  }

  function words(error: unknown): string {
    if (error instanceof ProblemError && error.slug === "too-many-rows") return t("cases.query.export.tooMany", { most: Number(error.problem.facts?.["most"]) })
    return refusal(error)
  }

  function cancel(): void {
    breaker.value?.abort()
  }

  return { format, all, come, share, failure, start, cancel }
}
