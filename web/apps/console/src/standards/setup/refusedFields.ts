/** Which fields a refusal names, and what it says of each. */
import { ProblemError } from "@cityloop/api-client"

export type Faults = Readonly<Record<string, string>>

/** One line of a table that was refused, or one cell of it. */
export interface LineFault {
  line: number
  column: string
  reason: string
}

/** Return what a refusal says of single fields: a rule names one field, a malformed request all that are wrong. */
export function refusedFields(error: unknown): Faults {
  if (!(error instanceof ProblemError)) return {}
  const { detail, facts } = error.problem
  const { field, errors } = { field: facts?.["field"], errors: facts?.["errors"] }
  if (typeof field === "string") return { [field]: detail ?? "" }
  if (!Array.isArray(errors)) return {}
  return Object.fromEntries(errors.filter(isMalformed).map(({ at, why }) => [String(at.filter((part) => typeof part === "string").at(-1)), why]))
}

/** Return what is wrong with a table that was refused, line by line; nothing if it was refused for another reason. */
export function lineFaults(error: unknown): LineFault[] {
  const faults: unknown = error instanceof ProblemError ? error.problem.facts?.["faults"] : undefined
  return Array.isArray(faults) ? faults.filter(isLineFault) : []
}

function isMalformed(fault: unknown): fault is { at: unknown[]; why: string } {
  return isRecord(fault) && Array.isArray(fault["at"]) && typeof fault["why"] === "string"
}

function isLineFault(fault: unknown): fault is LineFault {
  return isRecord(fault) && typeof fault["line"] === "number" && typeof fault["column"] === "string" && typeof fault["reason"] === "string"
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}
