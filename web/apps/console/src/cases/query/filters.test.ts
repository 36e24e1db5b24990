import { expect, test } from "vitest"

import { changed, readFilters, readOrder, writeFilters, type QueryFilters } from "@/cases/query/filters"

const ALL: QueryFilters = {
  desk: "urged", stage: "DISPOSAL", kind: "INCIDENT", class_code: "06010", area_code: "110101", source: "HOTLINE",
  lead_body_id: "01a2048d-08cc-7449-85d1-386411ef5111", number: "2026", component_code: "1101010300500001", address: "东街道 一号",
  counted: "overdue_open", registered_from: "2026-11-01T16:00:00.000Z", registered_until: "2026-11-08T16:00:00Z", is_overdue: false, is_due_soon: true, words: "摆摊",
}

test("a link holds the whole query", () => {
  const link = writeFilters(ALL, "due")

  expect(readFilters(link as Record<string, string>)).toEqual(ALL)
  expect(readOrder(link as Record<string, string>)).toBe("due")
})

test("a saved query is read as the server tells it", () => {
  expect(readFilters({ desk: "all", stage: "", is_overdue: true, counted: null, lead_body_id: null, area_code: "110101" })).toEqual({ is_overdue: true, area_code: "110101" })
})

test("what does not look right narrows nothing", () => {
  expect(readFilters({ stage: "no stage", class_code: "x", is_overdue: "maybe", registered_from: "yesterday", unknown: "1" })).toEqual({})
})

test("a filter is set and taken away", () => {
  expect(changed({ stage: "FILING" }, { stage: null, area_code: "110101", is_overdue: true, address: "" })).toEqual({ area_code: "110101", is_overdue: true })
})
