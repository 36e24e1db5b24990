import { expect, test } from "vitest"

import { behind, onTimeShare, sorted, summed, type Counts } from "@/cases/query/breakdown"

function row(key: string, more: Partial<Counts> = {}): Counts {
  const none = { reported: 0, filed: 0, dispatched: 0, disposed: 0, disposed_on_time: 0, disposed_late: 0, exempted: 0, overdue_open: 0, closed: 0, open: 0, suspended: 0, reworked: 0, returned: 0, extended: 0, void: 0, merged: 0, self_disposed: 0 }
  return { key, ...none, ...more }
}

test("behind a number stands a query that keeps the other filters", () => {
  expect(behind({ kind: "INCIDENT", area_code: "110101" }, "street", "110101001", "overdue_open")).toEqual({ kind: "INCIDENT", area_code: "110101001", counted: "overdue_open" })
  expect(behind({}, "class", "06010", "open")).toEqual({ class_code: "06010", counted: "open" })
  expect(behind({}, "body", "", "open")).toBeNull()
})

test("the greatest number comes first", () => {
  expect(sorted([row("a", { open: 1 }), row("b", { open: 3 }), row("c", { open: 3 })], "open").map(({ key }) => key)).toEqual(["b", "c", "a"])
})

test("a share of nothing is none", () => {
  expect(onTimeShare(row("a"))).toBeNull()
  expect(onTimeShare(row("a", { disposed_on_time: 3, disposed_late: 1 }))).toBe(0.75)
})

test("rows are summed", () => {
  expect(summed([row("a", { open: 1 }), row("b", { open: 3, filed: 2 })])).toMatchObject({ open: 4, filed: 2 })
  expect(summed([])).toBeNull()
})
