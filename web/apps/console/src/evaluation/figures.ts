/** How figures and their moves are written. Values come as exact texts in the unit of their indicator. */
import type { Measure } from "@/evaluation/useSeeing"

export type Way = -1 | 0 | 1
type Unit = Pick<Measure, "unit">

/** Return a value with its sign of unit; what is undefined is a dash. */
export function shown(value: string | null, { unit }: Unit): string {
  if (value === null) return "–"
  return unit === "PERCENT" ? `${value}%` : grouped(value)
}

/** Return how much more it is, with its sign; percentages move by points (个百分点), which `points` writes. */
export function signed(change: string | null, { unit }: Unit, points: (n: string) => string): string {
  if (change === null) return "–"
  const figure = Number(change) > 0 ? `+${grouped(change)}` : grouped(change)
  return unit === "PERCENT" ? points(figure) : figure
}

/** Return growth as a percentage with its sign, "" where there is none. */
export function grown(growth: string | null): string {
  if (growth === null) return ""
  return `${Number(growth) > 0 ? "+" : ""}${grouped(growth)}%`
}

/** Return an exact decimal with its thousands apart; none of its places is lost. */
function grouped(decimal: string): string {
  const [whole = "", part] = decimal.split(".")
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ",")
  return part === undefined ? apart : `${apart}.${part}`
}

/** Return whether a change is for the better (1) or the worse (-1), 0 where nobody can say. */
export function way(change: string | null, { better }: Pick<Measure, "better">): Way {
  const sign = change === null || better === "NEITHER" ? 0 : Math.sign(Number(change))
  return (better === "LOWER" ? -sign : sign) as Way
}

/** Return the class that a choice such as `INCIDENT/06` means, as the server is asked. */
export function classOf(choice: string): { kind?: "INCIDENT" | "COMPONENT"; class_code?: string } {
  const [kind, code] = choice.split("/")
  return (kind === "INCIDENT" || kind === "COMPONENT") && code !== undefined && code !== "" ? { kind, class_code: code } : {}
}
