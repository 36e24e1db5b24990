/** The numbers of a breakdown, and the list behind each. */
import type { Schemas } from "@cityloop/api-client"

import { changed, type BaseCount, type QueryFilters } from "@/cases/query/filters"

export type Counts = Schemas["BaseCountsOut"]
export type By = "district" | "street" | "body" | "class"

export const DIVISIONS: readonly By[] = ["district", "street", "body", "class"]
export const MEASURES: readonly BaseCount[] = ["reported", "filed", "disposed", "disposed_on_time", "disposed_late", "overdue_open", "open", "suspended", "reworked", "closed", "void"]

const NARROWED_BY: Record<By, "area_code" | "lead_body_id" | "class_code"> = { district: "area_code", street: "area_code", body: "lead_body_id", class: "class_code" }

/** Return the query that finds the cases behind a number; null where the API cannot ask for them: those without a body. */
export function behind(filters: QueryFilters, by: By, key: string, counted: BaseCount): QueryFilters | null {
  return key === "" ? null : changed(filters, { [NARROWED_BY[by]]: key, counted })
}

/** Return the rows with the greatest number first. */
export function sorted(rows: readonly Counts[], by: BaseCount): Counts[] {
  return [...rows].sort((one, other) => other[by] - one[by] || (one.key < other.key ? -1 : 1))
}

/** Return the share of what was disposed of in time; null where nothing was. */
export function onTimeShare({ disposed_on_time: inTime, disposed_late: late }: Counts): number | null {
  return inTime + late === 0 ? null : inTime / (inTime + late)
}

/** Return all rows in one. */
export function summed(rows: readonly Counts[]): Counts | null {
  const first = rows[0]
  if (first === undefined) return null
  const names = Object.keys(first).filter((name) => name !== "key") as BaseCount[]
  const sums = names.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])
  return { ...(Object.fromEntries(sums) as Omit<Counts, "key">), key: "" }
}
