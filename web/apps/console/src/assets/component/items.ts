/** The attributes of a component as the edition of its class names them. */
import type { Component } from "@/assets/words"

/** How an edition of the standard calls each item in files; what has none stands beyond the standard. */
const CODES: Record<number, Partial<Record<ItemName, string>>> = {
  2026: {
    code: "GLBJBSM", name: "GLBJMC", manager: "ZGBMMC", owner: "QSDWMC", keeper: "YHDWMC", grid: "SZDYWGBSM", state: "GLBJZT", surveyed: "CSRQ", changed: "BGRQ",
    source: "SJLY", note: "BZ", street: "SZJDMC", community: "SZSQMC",
  },
  2013: {
    code: "ObjID", name: "ObjName", manager: "DeptName1", owner: "DeptName2", keeper: "DeptName3", grid: "BGID", state: "ObjState", surveyed: "ORDate", changed: "CHDate",
    source: "DataSource", note: "Note",
  },
}

export const ITEMS = [
  "code", "name", "class", "edition", "state", "manager", "owner", "keeper", "grid", "street", "community", "surveyed", "changed", "looked", "source", "accuracy", "note", "layer", "external",
] as const
export type ItemName = (typeof ITEMS)[number]

export interface Item {
  name: ItemName
  /** The key of its label: editions word some items in their own way. */
  label: string
  /** What the standard calls it in files, or nothing. */
  code: string
  value: string
}

export interface ItemWords {
  className: string
  state: string
  accuracy: string
  body: (id: string | null) => string
  division: (code: string) => string
}

const STREET_DIGITS = 9
const COMMUNITY_DIGITS = 12

/** Return the items in the order of the standard; an item of the standard without a value is shown as empty, others are left out. */
export function itemsOf(shown: Component, words: ItemWords): Item[] {
  const year = yearOf(shown.class_edition)
  const codes = CODES[year] ?? {}
  const grid = shown.grid_code ?? ""
  const values: Record<ItemName, string> = {
    code: shown.code, name: shown.name, class: [shown.class_code, words.className].filter(Boolean).join(" "), edition: shown.class_edition, state: words.state,
    manager: words.body(shown.manager_body_id), owner: words.body(shown.owner_body_id), keeper: words.body(shown.keeper_body_id), grid,
    street: grid && words.division(grid.slice(0, STREET_DIGITS)), community: grid && words.division(grid.slice(0, COMMUNITY_DIGITS)),
    surveyed: shown.surveyed_on ?? "", changed: shown.changed_on ?? "", looked: shown.looked_on ?? "", source: shown.data_source, accuracy: words.accuracy, note: shown.note,
    layer: shown.source_layer, external: shown.external_id,
  }
  const label = (name: ItemName): string => (year === 2013 && OLD_LABELS.has(name) ? `assets.item2013.${name}` : `assets.item.${name}`)
  return ITEMS.filter((name) => values[name] !== "" || codes[name] !== undefined).map((name) => ({ name, label: label(name), code: codes[name] ?? "", value: values[name] }))
}

/** Return the year in which an edition was issued: `2026` of `GBT47678.5-2026`; 0 where its name does not say. */
export function yearOf(edition: string): number {
  return Number(/\d{4}$/.exec(edition)?.[0] ?? 0)
}

/** What the edition of 2013 words differently. */
const OLD_LABELS: ReadonlySet<ItemName> = new Set(["code", "name", "state", "surveyed", "changed", "grid"])
