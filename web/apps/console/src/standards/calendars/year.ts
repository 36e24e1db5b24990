/** The picture of a year: months of weeks, each day with what it is. */
import type { Schemas } from "@cityloop/api-client"

export type CalendarYear = Schemas["CalendarYear"]
export type Opening = Schemas["Opening"]
export type YearDay = Schemas["YearDay"]

/** What a day is: an ordinary working day, a working day made up or added, an ordinary day off, a holiday. */
export type DayKind = "working" | "makeUp" | "off" | "holiday"

export interface Cell {
  date: string
  number: number
  kind: DayKind
  name: string
  hours: readonly Opening[]
  /** Whether the hours differ from those of an ordinary working day. */
  hasOwnHours: boolean
}

export interface Month {
  number: number
  /** Weeks from Monday; nothing where a month or the calendar has no day. */
  weeks: readonly (readonly (Cell | null)[])[]
  workingDays: number
}

const WEEK = 7

/** Return the twelve months of a year as a calendar has them. */
export function monthsOf(year: CalendarYear): Month[] {
  const ordinary = hoursText(year.week.find((hours) => hours.length > 0) ?? [])
  const days = new Map(year.days.map((day) => [day.day, day]))
  return Array.from({ length: 12 }, (_, place) => monthOf(year.year, place + 1, days, ordinary))
}

export function kindOf(day: YearDay): DayKind {
  if (day.is_working) return day.is_special ? "makeUp" : "working"
  return day.is_special ? "holiday" : "off"
}

/** Return openings as they are written: `08:00–12:00 14:00–18:00`. */
export function hoursText(hours: readonly Opening[]): string {
  return hours.map(({ opens, closes }) => `${opens}–${closes}`).join(" ")
}

/** Return seconds as hours and minutes: `7:30`. */
export function clockText(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`
}

function monthOf(year: number, number: number, days: ReadonlyMap<string, YearDay>, ordinary: string): Month {
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const blank = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + WEEK - 1) % WEEK
  const cells: (Cell | null)[] = Array.from({ length: blank }, () => null)
  for (let day = 1; day <= length; day += 1) {
    const known = days.get([year, String(number).padStart(2, "0"), String(day).padStart(2, "0")].join("-"))
    cells.push(known ? cellOf(known, day, ordinary) : null)
  }
  while (cells.length % WEEK > 0) cells.push(null)
  const weeks = Array.from({ length: cells.length / WEEK }, (_, place) => cells.slice(place * WEEK, (place + 1) * WEEK))
  return { number, weeks, workingDays: cells.filter((cell) => cell?.kind === "working" || cell?.kind === "makeUp").length }
}

function cellOf(day: YearDay, number: number, ordinary: string): Cell {
  const hasOwnHours = day.is_working && hoursText(day.hours) !== ordinary
  return { date: day.day, number, kind: kindOf(day), name: day.name, hours: day.hours, hasOwnHours }
}
