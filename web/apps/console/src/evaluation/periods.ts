/** Periods of evaluation by their keys, as the server writes them: 2026-11, S2026-11, 2026-W47, 2026-Q4, 2026-H2, 2026. */
export type PeriodKind = "WEEK" | "MONTH" | "STATISTIC_MONTH" | "QUARTER" | "HALF_YEAR" | "YEAR"

export const PERIOD_KINDS: readonly PeriodKind[] = ["WEEK", "MONTH", "STATISTIC_MONTH", "QUARTER", "HALF_YEAR", "YEAR"]

export interface Parts {
  kind: PeriodKind
  year: number
  /** Which one of the year; 1 for the year itself. */
  place: number
}

const SHAPES: readonly [PeriodKind, RegExp][] = [
  ["WEEK", /^(\d{4})-W(\d{2})$/],
  ["MONTH", /^(\d{4})-(\d{2})$/],
  ["STATISTIC_MONTH", /^S(\d{4})-(\d{2})$/],
  ["QUARTER", /^(\d{4})-Q(\d)$/],
  ["HALF_YEAR", /^(\d{4})-H(\d)$/],
  ["YEAR", /^(\d{4})$/],
]
const DAY_MS = 86_400_000

/** Return what a key says, null where it is none of these. */
export function partsOf(key: string): Parts | null {
  for (const [kind, shape] of SHAPES) {
    const found = shape.exec(key)
    if (found !== null) return { kind, year: Number(found[1]), place: Number(found[2] ?? 1) }
  }
  return null
}

export function keyOf({ kind, year, place }: Parts): string {
  const two = String(place).padStart(2, "0")
  switch (kind) {
    case "WEEK": return `${year}-W${two}`
    case "MONTH": return `${year}-${two}`
    case "STATISTIC_MONTH": return `S${year}-${two}`
    case "QUARTER": return `${year}-Q${place}`
    case "HALF_YEAR": return `${year}-H${place}`
    case "YEAR": return String(year)
  }
}

/** Return the period of a kind in which a day (2026-11-23) lies; the statistic month of a day is said by its calendar month. */
export function periodOn(day: string, kind: PeriodKind): string {
  const [year = 1970, month = 1] = day.split("-").map(Number)
  if (kind === "WEEK") return keyOf({ kind, ...weekOf(day) })
  const places: Record<Exclude<PeriodKind, "WEEK">, number> = { MONTH: month, STATISTIC_MONTH: month, QUARTER: Math.ceil(month / 3), HALF_YEAR: Math.ceil(month / 6), YEAR: 1 }
  return keyOf({ kind, year, place: places[kind] })
}

/** Return the key of the period `steps` after this one, before it where negative. */
export function stepped(key: string, steps: number): string {
  const parts = partsOf(key)
  if (parts === null) return key
  if (parts.kind === "WEEK") return keyOf({ kind: "WEEK", ...weekOf(isoDay(mondayOf(parts.year, parts.place) + steps * 7 * DAY_MS)) })
  const many = placesOf(parts.kind)
  const place = parts.year * many + parts.place - 1 + steps
  return keyOf({ kind: parts.kind, year: Math.floor(place / many), place: (place % many) + 1 })
}

/** Return the same period of the year before; week 53 stands for week 52 where there is none. */
export function yearBefore(key: string): string {
  const parts = partsOf(key)
  if (parts === null) return key
  const before = keyOf({ ...parts, year: parts.year - 1 })
  return parts.kind === "WEEK" && stepped(stepped(before, 1), -1) !== before ? keyOf({ ...parts, year: parts.year - 1, place: 52 }) : before
}

function placesOf(kind: Exclude<PeriodKind, "WEEK">): number {
  return { MONTH: 12, STATISTIC_MONTH: 12, QUARTER: 4, HALF_YEAR: 2, YEAR: 1 }[kind]
}

/** The week of ISO 8601: it belongs to the year that has its Thursday. */
function weekOf(day: string): { year: number; place: number } {
  const moment = Date.parse(`${day}T00:00:00Z`)
  const thursday = new Date(moment + (3 - weekday(moment)) * DAY_MS)
  const year = thursday.getUTCFullYear()
  return { year, place: 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) }
}

function mondayOf(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4)
  return fourth - weekday(fourth) * DAY_MS + (week - 1) * 7 * DAY_MS
}

function weekday(moment: number): number {
  return (new Date(moment).getUTCDay() + 6) % 7
}

function isoDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10)
}
