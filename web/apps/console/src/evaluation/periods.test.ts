import { describe, expect, it } from "vitest"

import { keyOf, partsOf, periodOn, PERIOD_KINDS, stepped, yearBefore } from "@/evaluation/periods"

describe("periods", () => {
  it.each([
    ["2026-11-23", "WEEK", "2026-W48"],
    ["2027-01-03", "WEEK", "2026-W53"],
    ["2024-12-30", "WEEK", "2025-W01"],
    ["2026-11-23", "MONTH", "2026-11"],
    ["2026-11-23", "STATISTIC_MONTH", "S2026-11"],
    ["2026-11-23", "QUARTER", "2026-Q4"],
    ["2026-06-30", "HALF_YEAR", "2026-H1"],
    ["2026-11-23", "YEAR", "2026"],
  ] as const)("%s lies in the %s %s", (day, kind, key) => {
    expect(periodOn(day, kind)).toBe(key)
  })

  it.each([
    ["2026-12", 1, "2027-01"],
    ["2026-01", -1, "2025-12"],
    ["S2026-01", -13, "S2024-12"],
    ["2026-Q4", 1, "2027-Q1"],
    ["2026-H1", -1, "2025-H2"],
    ["2026", -1, "2025"],
    ["2026-W53", 1, "2027-W01"],
    ["2026-W01", -1, "2025-W52"],
  ])("%s and %i more is %s", (key, steps, to) => {
    expect(stepped(key, steps)).toBe(to)
    expect(stepped(to, -steps)).toBe(key)
  })

  it.each([["2026-03", "2025-03"], ["S2026-03", "S2025-03"], ["2026-Q1", "2025-Q1"], ["2026-W53", "2025-W52"], ["2026-W10", "2025-W10"], ["anything", "anything"]])("a year before %s is %s", (key, earlier) => {
    expect(yearBefore(key)).toBe(earlier)
  })

  it("reads what it writes", () => {
    for (const kind of PERIOD_KINDS) expect(partsOf(keyOf({ kind, year: 2026, place: 1 }))).toEqual({ kind, year: 2026, place: 1 })
    expect(partsOf("2026-11-01..2026-11-09")).toBeNull()
    expect(stepped("anything", 1)).toBe("anything")
  })
})
