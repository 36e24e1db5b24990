/** The words of a row, looked up once for the whole list. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed } from "vue"
import { useI18n } from "vue-i18n"

import type { DeskRow } from "@/cases/desk/rows"
import { useClassNames, useLengths, useLimitWords, useLoopWords } from "@/cases/words"
import { useBodyNames } from "@/common/bodies"
import { present, useMoments } from "@/common/moments"
import { api } from "@/common/server"

export type Division = Schemas["DivisionOut"]

const DAY_MINUTES = 1440
const COMMUNITY_DIGITS = 12

export function useDivisions() {
  return useQuery({ queryKey: ["divisions"], queryFn: () => read(api.GET("/api/v1/territory/divisions")), staleTime: 600_000 })
}

export interface Deadline {
  /** Written large: when. */
  when: string
  /** And beneath: how long that is from now, or how it went. */
  note: string
  tone: "calm" | "late" | "quiet"
}

export function useRowWords() {
  const { t } = useI18n()
  const moment = useMoments()
  const length = useLengths()
  const limit = useLimitWords()
  const { className } = useClassNames()
  const { stageName, requestName } = useLoopWords()
  const { bodyName } = useBodyNames()
  const divisions = useDivisions()
  const places = computed(() => new Map(divisions.data.value?.map(({ code, name }) => [code, name])))

  function deadline(row: DeskRow): Deadline {
    if (row.closed_at) {
      const judged = row.disposed_on_time == null ? "" : t(row.disposed_on_time ? "cases.desk.onTime" : "cases.desk.late")
      return { when: t("cases.desk.closed", { moment: moment(row.closed_at) }), note: judged, tone: row.disposed_on_time === false ? "late" : "quiet" }
    }
    if (!row.due_at) return { when: "", note: t("cases.desk.noClock"), tone: "quiet" }
    const minutes = (Date.parse(row.due_at) - present.value) / 60_000
    const words = length(minutes, DAY_MINUTES, false)
    return { when: moment(row.due_at), note: t(minutes < 0 ? "cases.desk.over" : "cases.desk.left", { length: words }), tone: minutes < 0 ? "late" : "calm" }
  }

  const community = (code: string): string => places.value.get(code.slice(0, COMMUNITY_DIGITS)) ?? code
  const gridNumber = (code: string): string => (places.value.has(code.slice(0, COMMUNITY_DIGITS)) ? code.slice(COMMUNITY_DIGITS) : "")

  return { className, stageName, requestName, bodyName, moment, limit, deadline, community, gridNumber }
}

export type RowWords = ReturnType<typeof useRowWords>
