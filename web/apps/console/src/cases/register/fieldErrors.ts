/** Which field of the form a refusal is about. */
import { ProblemError } from "@cityloop/api-client"

export type Field = "phone" | "name" | "words" | "class" | "place" | "address" | "component" | "key" | "whole"
export type FieldErrors = Partial<Record<Field, string>>

const FIELDS: Record<string, Field> = {
  phone: "phone", name: "name", description: "words", class_code: "class", kind: "class", longitude: "place", latitude: "place",
  address: "address", component_code: "component", "Idempotency-Key": "key",
}

/** Where each field is on the page, from top to bottom. */
const PLACES: readonly [Field, string][] = [
  ["phone", "register-phone"], ["name", "register-name"], ["words", "register-words"], ["class", "register-class"], ["place", "register-address"],
  ["address", "register-address"],
]

/** Return the id of the first field that something stands against. */
export function firstWrong(errors: FieldErrors): string | null {
  return PLACES.find(([field]) => errors[field] !== undefined)?.[1] ?? null
}

/** Return what stands against which field, in the server's words; what names none stands against the whole. */
export function fieldErrors(error: ProblemError): FieldErrors {
  const { detail, title, facts } = error.problem
  const words = detail === undefined || detail === "" ? title : detail
  const named: FieldErrors = {}
  for (const { at, why } of listed(facts?.["errors"])) named[FIELDS[at.at(-1) ?? ""] ?? "whole"] = why
  if (Object.keys(named).length > 0) return named
  if (facts?.["reason"] === "OUTSIDE_AREA") return { place: words }
  return { [FIELDS[String(facts?.["field"])] ?? "whole"]: words }
}

function listed(errors: unknown): { at: string[]; why: string }[] {
  if (!Array.isArray(errors)) return []
  return errors.filter(
    (each: unknown): each is { at: string[]; why: string } => typeof each === "object" && each !== null && "at" in each && Array.isArray(each.at) && "why" in each,
  )
}
