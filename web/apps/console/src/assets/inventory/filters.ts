/** What the inventory is narrowed to: kept in the address of the page, so that a link shares it. */
import type { LocationQuery, LocationQueryRaw } from "vue-router"

import type { Accuracy, ComponentState } from "@/assets/words"

export interface InventoryFilters {
  words?: string
  class_code?: string
  within?: string
  state?: ComponentState
  keeper_body_id?: string
  accuracy?: Accuracy
}

/** How the address spells each filter, and what it may look like; anything else narrows nothing. */
const SPELLING: Record<keyof InventoryFilters, [name: string, form: RegExp]> = {
  words: ["words", /^.{1,60}$/],
  class_code: ["class", /^\d{4,5}$/],
  within: ["area", /^\d{1,15}$/],
  state: ["state", /^(INTACT|DAMAGED|LOST|ABANDONED|REMOVED)$/],
  keeper_body_id: ["keeper", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  accuracy: ["accuracy", /^[ABC]$/],
}
const NAMES = Object.keys(SPELLING) as (keyof InventoryFilters)[]

export function readFilters(query: LocationQuery): InventoryFilters {
  const found = NAMES.map((name) => [name, query[SPELLING[name][0]]] as const)
  return Object.fromEntries(found.filter(([name, given]) => typeof given === "string" && SPELLING[name][1].test(given)))
}

export function writeFilters(filters: InventoryFilters): LocationQueryRaw {
  return Object.fromEntries(NAMES.filter((name) => filters[name] !== undefined).map((name) => [SPELLING[name][0], filters[name]]))
}

/** Return the filters with one set anew; nothing, or nothing written, takes it away. */
export function changed(filters: InventoryFilters, name: keyof InventoryFilters, to: string | null | undefined): InventoryFilters {
  const rest = without(filters, name)
  const text = to?.trim() ?? ""
  return SPELLING[name][1].test(text) ? { ...rest, [name]: text } : rest
}

/** Return the filters but for one. */
export function without(filters: InventoryFilters, name: keyof InventoryFilters): InventoryFilters {
  return Object.fromEntries(Object.entries(filters).filter(([each]) => each !== name))
}

export function areSet(filters: InventoryFilters): boolean {
  return Object.keys(filters).length > 0
}
