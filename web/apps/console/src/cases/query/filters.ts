/** What a query asks for, spelt as the API spells it: the same in the address of the page, in a saved query and in an export. */
import type { Schemas } from "@cityloop/api-client"
import type { LocationQuery, LocationQueryRaw } from "vue-router"

export type BaseCount = Schemas["BaseCount"]
export type Order = Schemas["Order"]
export type Desk = Schemas["Desk"]

export interface QueryFilters {
  desk?: Desk
  stage?: string
  kind?: string
  class_code?: string
  area_code?: string
  source?: string
  lead_body_id?: string
  number?: string
  component_code?: string
  address?: string
  words?: string
  counted?: BaseCount
  registered_from?: string
  registered_until?: string
  is_overdue?: boolean
  is_due_soon?: boolean
}

export const DESKS: readonly Desk[] = ["all", "urged", "suspended", "self_disposed", "void", "done"]
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/

/** What each may look like; anything else narrows nothing. */
const FORMS: Record<keyof QueryFilters, RegExp> = {
  desk: /^(urged|suspended|self_disposed|void|done)$/,
  stage: /^[A-Z_]{1,20}$/,
  kind: /^(COMPONENT|INCIDENT)$/,
  class_code: /^\d{1,5}$/,
  area_code: /^\d{1,15}$/,
  source: /^[A-Z]{1,20}$/,
  lead_body_id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  number: /^\d{1,24}$/,
  component_code: /^\d{1,17}$/,
  address: /^.{1,60}$/,
  words: /^.{1,60}$/,
  counted: /^[a-z_]{1,20}$/,
  registered_from: MOMENT,
  registered_until: MOMENT,
  is_overdue: /^(true|false)$/,
  is_due_soon: /^(true|false)$/,
}
const NAMES = Object.keys(FORMS) as (keyof QueryFilters)[]

/** Return the filters of an address, or of a saved query. */
export function readFilters(given: LocationQuery | Schemas["ListFilters"]): QueryFilters {
  const found = NAMES.map((name) => [name, written(given[name])] as const).filter(([name, text]) => FORMS[name].test(text))
  return Object.fromEntries(found.map(([name, text]) => [name, name === "is_overdue" || name === "is_due_soon" ? text === "true" : text]))
}

function written(value: unknown): string {
  return typeof value === "string" || typeof value === "boolean" ? String(value) : ""
}

export function readOrder(given: LocationQuery | Schemas["ListFilters"]): Order {
  return given.order === "due" ? "due" : "newest"
}

/** Return what an address holds for these filters. */
export function writeFilters(filters: QueryFilters, order: Order): LocationQueryRaw {
  const set = NAMES.filter((name) => filters[name] !== undefined).map((name) => [name, String(filters[name])])
  return { ...Object.fromEntries(set), ...(order === "due" && { order }) } as LocationQueryRaw
}

/** Return the filters with some of them set anew; nothing, or nothing written, takes one away. */
export function changed(filters: QueryFilters, to: Partial<Record<keyof QueryFilters, string | boolean | null | undefined>>): QueryFilters {
  return readFilters({ ...filters, ...to } as Schemas["ListFilters"])
}

export function areSet(filters: QueryFilters): boolean {
  return Object.keys(filters).length > 0
}
