import { ProblemError } from "@cityloop/api-client"
import { describe, expect, it } from "vitest"

import { changed, isEver, markedIn, nextMonth } from "@/evaluation/definitions/marking"

function refused(slug: string, facts: Record<string, unknown>): ProblemError {
  return new ProblemError({ type: `urn:cityloop:${slug}`, title: "", status: 422, detail: "", facts })
}

describe("a formula that was refused", () => {
  it("is cut where the server says it is wrong, Chinese counted as characters", () => {
    const failure = refused("formula-invalid", { marked: "结案数 / 应结按数\n         ^^^^^^^^", line: 1, column: 7, length: 4 })
    expect(markedIn(failure)).toEqual({ before: "结案数 / ", wrong: "应结按数", after: "" })
  })

  it("that ends too early is marked behind its end", () => {
    expect(markedIn(refused("formula-invalid", { marked: "结案数 /\n        ^", line: 1, column: 6, length: 1 }))).toEqual({ before: "结案数 /", wrong: " ", after: "" })
  })

  it("is none where something else was refused", () => {
    expect(markedIn(refused("invalid-input", { field: "key" }))).toBeNull()
    expect(markedIn(new Error("no net"))).toBeNull()
  })
})

describe("definitions", () => {
  it("that another took the place of before they began were never in force", () => {
    const version = { key: "", number: 2, published_at: "2026-01-01T00:00:00Z", valid_from: "2026-07-01" }
    expect([{ ...version, valid_until: null }, { ...version, valid_until: "2026-08-01" }, { ...version, valid_until: "2026-04-01" }].map(isEver)).toEqual([true, true, false])
  })

  it("are changed in one place; what was left out stays left out", () => {
    expect(changed([{ key: "a", zh: "甲" }, { key: "b", zh: "乙" }], "b", { zh: "丙" })).toEqual([{ key: "a", zh: "甲" }, { key: "b", zh: "丙" }])
  })

  it.each([["2026-11-23", "2026-12-01"], ["2026-12-31", "2027-01-01"]])("after %s hold from %s", (day, first) => {
    expect(nextMonth(day)).toBe(first)
  })
})
