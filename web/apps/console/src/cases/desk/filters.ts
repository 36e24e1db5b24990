/** What a list is narrowed to and how it is sorted: kept in the address of the page, so that a link shares it. */
import type { Schemas } from "@cityloop/api-client"
import type { LocationQuery, LocationQueryRaw } from "vue-router"

export type Desk = Schemas["Desk"]
export type Order = Schemas["Order"]

export interface DeskFilters {
  kind: string
  /** Of a class, or of all that begin with it. */
  classCode: string
  area: string
  source: string
  stage: string
  body: string
  /** First and last day, in the city's time: `2026-11-22`. */
  from: string
  to: string
  overdue: "" | "yes" | "soon" | "no"
}

export const NO_FILTERS: DeskFilters = { kind: "", classCode: "", area: "", source: "", stage: "", body: "", from: "", to: "", overdue: "" }

/** How the address spells each filter, and what it may look like; anything else is taken as not set. */
const SPELLING: Record<keyof DeskFilters, [name: string, form: RegExp]> = {
  kind: ["kind", /^(COMPONENT|INCIDENT)$/],
  classCode: ["class", /^\d{1,5}$/],
  area: ["area", /^\d{1,15}$/],
  source: ["source", /^[A-Z]{1,20}$/],
  stage: ["stage", /^[A-Z_]{1,20}$/],
  body: ["body", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  from: ["from", /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$/],
  to: ["to", /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$/],
  overdue: ["overdue", /^(yes|soon|no)$/],
}
const NAMES = Object.keys(SPELLING) as (keyof DeskFilters)[]

export function readFilters(query: LocationQuery): DeskFilters {
  const found = NAMES.map((name) => {
    const [spelt, form] = SPELLING[name]
    const given = query[spelt]
    return [name, typeof given === "string" && form.test(given) ? given : ""]
  })
  return { ...NO_FILTERS, ...(Object.fromEntries(found) as DeskFilters) }
}

/** Return the order the address names, else the one that suits the tab. */
export function readOrder(query: LocationQuery, desk: Desk): Order {
  return query["order"] === "due" || query["order"] === "newest" ? query["order"] : usualOrder(desk)
}

export function usualOrder(desk: Desk): Order {
  return desk === "todo" ? "due" : "newest"
}

export function writeFilters(filters: DeskFilters, order: Order, desk: Desk): LocationQueryRaw {
  const set = NAMES.filter((name) => filters[name] !== "").map((name) => [SPELLING[name][0], filters[name]])
  return { ...Object.fromEntries(set), ...(order === usualOrder(desk) ? {} : { order }) }
}

export function areSet(filters: DeskFilters): boolean {
  return NAMES.some((name) => filters[name] !== "")
}

export type ListQuery = Pick<Schemas["ListFilters"], "desk"> & {
  order: Order
  kind?: string
  class_code?: string
  area_code?: string
  source?: string
  stage?: string
  lead_body_id?: string
  registered_from?: string
  registered_until?: string
  is_overdue?: boolean
  is_due_soon?: boolean
}

/** Return what the API is asked for. */
export function asked(filters: DeskFilters, order: Order, desk: Desk, timeZone: string): ListQuery {
  return {
    desk,
    order,
    ...(filters.kind && { kind: filters.kind }),
    ...(filters.classCode && { class_code: filters.classCode }),
    ...(filters.area && { area_code: filters.area }),
    ...(filters.source && { source: filters.source }),
    ...(filters.stage && { stage: filters.stage }),
    ...(filters.body && { lead_body_id: filters.body }),
    ...(filters.from && { registered_from: dayStart(filters.from, timeZone) }),
    ...(filters.to && { registered_until: dayStart(dayAfter(filters.to), timeZone) }),
    ...(filters.overdue === "soon" ? { is_due_soon: true } : filters.overdue && { is_overdue: filters.overdue === "yes" }),
  }
}

/** Return the moment at which a day begins in a time zone. */
export function dayStart(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const first = midnight - offset(midnight, timeZone)
  return new Date(midnight - offset(first, timeZone)).toISOString() // asked twice: the clocks may change that night
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** Return by how much a time zone is ahead of UTC at a moment, in milliseconds. */
function offset(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(moment)
  const named = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === "timeZoneName")?.value ?? "")
  if (named === null) return 0
  const minutes = Number(named[2]) * 60 + Number(named[3])
  return (named[1] === "-" ? -minutes : minutes) * 60_000
}
