/** The clock of a stay in words. The server counts; here it is only written. */
import type { Schemas } from "@cityloop/api-client"

type Clock = Schemas["ClockOut"]
type Style = "short" | "weekday"

export interface Words {
  t: (key: string, named: Record<string, string>) => string
  length: (minutes: number, dayMinutes: number, isWorking: boolean) => string
  moment: (moment: string, style: Style) => string
}

const SOON_MS = 6 * 86_400_000

/** Return `处置中 还剩 1 工作日 2 时，周一 17:00 到期`, or nothing where no clock runs. */
export function clockWords(clock: Clock | null, stage: string, dueAt: string | null, now: number, words: Words): string {
  const left = clock?.remaining_minutes ?? null
  if (clock === null) return ""
  if (left === null) return dueAt === null ? "" : words.t("cases.page.clock.dueOnly", { stage, due: words.moment(dueAt, styleOf(dueAt, now)) })
  const isWorking = isWorkingUnit(clock.unit)
  const named = { stage, length: words.length(left, clock.day_minutes, isWorking), due: dueAt === null ? "" : words.moment(dueAt, styleOf(dueAt, now)) }
  if (clock.is_paused) return words.t(left < 0 ? "cases.page.clock.pausedOver" : "cases.page.clock.paused", named)
  if (left < 0) return words.t("cases.page.clock.over", named)
  return words.t(dueAt === null ? "cases.page.clock.leftOnly" : "cases.page.clock.left", named)
}

/** Whether a unit counts working time only. */
export function isWorkingUnit(unit: string): boolean {
  return unit.startsWith("WORK")
}

/** In the coming days a weekday says more than a date. */
function styleOf(dueAt: string, now: number): Style {
  const away = new Date(dueAt).getTime() - now
  return away >= 0 && away < SOON_MS ? "weekday" : "short"
}
