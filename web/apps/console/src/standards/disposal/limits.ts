/** Limits in words: `4 工作时`. */
import type { Schemas } from "@cityloop/api-client"
import { useI18n } from "vue-i18n"

export const UNITS: readonly Schemas["LimitUnit"][] = ["WORK_HOUR", "WORK_DAY", "URGENT_HOUR", "URGENT_DAY", "WORK_MINUTE", "MINUTE"]

/** The levels of area that a limit may be given for, in the order of the columns. */
export const LEVELS = ["A", "B", "C", "ALL"] as const

export function useLimits(): (limit: Schemas["LimitOut"] | Schemas["Limit"] | null | undefined) => string {
  const { t } = useI18n()
  return (limit) => (limit ? `${Number(limit.amount)} ${t(`cases.unit.${limit.unit}`)}` : "")
}
