/** Where a formula is wrong, as the server says it; versions that can be looked at; what was changed in a definition. */
import { ProblemError } from "@cityloop/api-client"

import type { Book, DefinitionVersion } from "@/evaluation/definitions/useDefinitions"

/** The line that is wrong, cut where the mark begins and ends. */
export interface Marked {
  before: string
  wrong: string
  after: string
}

/** Return the line of a formula that was refused, null if something else was. Its place is told in characters, from 1. */
export function markedIn(failure: unknown): Marked | null {
  if (!(failure instanceof ProblemError) || failure.slug !== "formula-invalid") return null
  const { marked, column, length } = failure.problem.facts ?? {}
  if (typeof marked !== "string" || typeof column !== "number" || typeof length !== "number") return null
  const line = Array.from(marked.split("\n")[0] ?? "")
  const start = column - 1
  return { before: line.slice(0, start).join(""), wrong: line.slice(start, start + length).join("") || " ", after: line.slice(start + length).join("") }
}

/** Return whether a version has ever been in force, or will be. */
export function isEver({ valid_from: from, valid_until: until }: DefinitionVersion): boolean {
  return until === null || until > from
}

/** Return the indicators as they were written, with other fields in one of them. */
export function changed(written: Book["indicators"], key: string, fields: Readonly<Record<string, unknown>>): Book["indicators"] {
  return written.map((each) => (each["key"] === key ? { ...each, ...fields } : each))
}

/** Return the first day of the month after a day (2026-11-23 gives 2026-12-01). */
export function nextMonth(day: string): string {
  const [year = 1970, month = 1] = day.split("-").map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}
