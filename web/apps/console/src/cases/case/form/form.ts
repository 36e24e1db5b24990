/** The form of a move, made from what the API says that the move needs and takes. No move is known here by its name. */
import type { Problem, Schemas } from "@cityloop/api-client"

export type Move = Schemas["MoveOut"]
export type Value = string | number | string[] | null
export type Values = Record<string, Value>
export type Kind =
  | "opinion" | "body" | "bodies" | "person" | "condition" | "limit" | "choice" | "moment" | "class" | "photos" | "main-case" | "text"

export interface Field {
  name: string
  kind: Kind
}

/** What stands in one place of the form: one field, or several of which one is filled in. */
export interface Group {
  /** As the API writes it: `body_id`, `condition_id|limit|due_at`. */
  key: string
  isNeeded: boolean
  options: Field[]
}

const OPINION = "opinion" // every move may carry one
const KINDS: Record<string, Kind> = {
  opinion: "opinion", body_id: "body", helper_body_ids: "bodies", person_id: "person", condition_id: "condition", limit: "limit", extra: "limit",
  area_level: "choice", answer: "choice", closing_kind: "choice", score: "choice", urge_level: "choice", until: "moment", due_at: "moment",
  reply_by: "moment", class_code: "class", photo_ids: "photos", main_case_id: "main-case",
}

/** Return the form of a move: what it needs first, then what it may be given; an input that is not known here is a text. */
export function formOf(move: Pick<Move, "needs" | "takes">): Group[] {
  const asked = new Set(move.needs.flatMap((key) => key.split("|")))
  const taken = move.takes.filter((key) => !key.split("|").some((name) => asked.has(name)))
  const groups = [...move.needs.map((key) => groupOf(key, true)), ...taken.map((key) => groupOf(key, false))]
  const spoken = groups.filter((group) => group.key === OPINION)
  const others = groups.filter((group) => group.key !== OPINION)
  return [...others, ...(spoken.length > 0 ? spoken : [groupOf(OPINION, false)])]
}

/** Return what is to be sent: of each group the field that was chosen, and nothing that is empty. */
export function given(groups: readonly Group[], values: Values, chosen: Record<string, string>): Values {
  const names = groups.map((group) => chosenOf(group, chosen).name)
  return Object.fromEntries(names.filter((name) => isFilled(values[name])).map((name) => [name, tidy(values[name] ?? null)]))
}

/** Return the field of a group that is shown. */
export function chosenOf(group: Group, chosen: Record<string, string>): Field {
  const first = group.options[0] ?? { name: group.key, kind: "text" }
  return group.options.find(({ name }) => name === chosen[group.key]) ?? first
}

/** Return the groups that are needed and still empty. */
export function missing(groups: readonly Group[], values: Values, chosen: Record<string, string>): string[] {
  return groups.filter((group) => group.isNeeded && !isFilled(values[chosenOf(group, chosen).name])).map((group) => group.key)
}

/** Return the group a refusal speaks of, or null where it names none. */
export function refusedGroup(problem: Problem, groups: readonly Group[]): string | null {
  const facts = problem.facts ?? {}
  const named = [facts["field"], ...places(facts["errors"])].filter((name): name is string => typeof name === "string")
  return groups.find(({ key, options }) => named.includes(key) || options.some(({ name }) => named.includes(name)))?.key ?? null
}

export function isFilled(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === "number") return true
  return typeof value === "string" ? value.trim() !== "" : value.length > 0
}

function groupOf(key: string, isNeeded: boolean): Group {
  return { key, isNeeded, options: key.split("|").map((name) => ({ name, kind: KINDS[name] ?? "text" })) }
}

function tidy(value: Value): Value {
  return typeof value === "string" ? value.trim() : value
}

function places(errors: unknown): unknown[] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap((fault: unknown) => (isFault(fault) ? fault.at : []))
}

function isFault(fault: unknown): fault is { at: unknown[] } {
  return typeof fault === "object" && fault !== null && "at" in fault && Array.isArray(fault.at)
}
