import { ProblemError } from "@cityloop/api-client"
import { describe, expect, it } from "vitest"

import { momentAt, wallAt } from "@/standards/setup/cityTime"
import { everyPage } from "@/standards/setup/everyPage"
import { inForm } from "@/standards/setup/files"
import { lineFaults, refusedFields } from "@/standards/setup/refusedFields"
import { newKey } from "@/standards/setup/useWrite"
import { standingOf } from "@/standards/setup/validity"

function refused(facts: Record<string, unknown>): ProblemError {
  return new ProblemError({ type: "urn:cityloop:problem:invalid-input", title: "Invalid input", status: 422, detail: "No.", instance: "", facts })
}

describe("a refusal", () => {
  it("names the field that a rule was about", () => {
    expect(refusedFields(refused({ field: "parent_id" }))).toEqual({ parent_id: "No." })
  })

  it("names every field of a request that was malformed", () => {
    const errors = [{ at: ["body", "new", "code"], why: "too long" }, { at: ["body", "duty", "area_codes", 0], why: "no area" }, { at: 3 }]
    expect(refusedFields(refused({ errors }))).toEqual({ code: "too long", area_codes: "no area" })
  })

  it("names none where it says none", () => {
    expect(refusedFields(refused({}))).toEqual({})
    expect(refusedFields(new Error("gone"))).toEqual({})
  })

  it("of a table tells the lines that are wrong", () => {
    const fault = { line: 3, column: "code", reason: "must not be empty" }
    expect(lineFaults(refused({ faults: [fault, "x", null] }))).toEqual([fault])
    expect(lineFaults(refused({}))).toEqual([])
  })
})

describe("the clock of the city", () => {
  it.each([
    ["2026-07-01T00:00", "Asia/Shanghai", "2026-06-30T16:00:00.000Z"],
    ["2026-07-01T08:30", "America/New_York", "2026-07-01T12:30:00.000Z"],
    ["2026-03-08T03:30", "America/New_York", "2026-03-08T07:30:00.000Z"], // half an hour after summer time began
  ])("shows %s in %s at %s", (wall, zone, moment) => {
    expect(momentAt(wall, zone)).toBe(moment)
    expect(wallAt(Date.parse(moment), zone)).toBe(wall)
  })
})

describe("validity", () => {
  it.each([[null, null, "ahead"], ["2026-01-02", null, "ahead"], ["2026-01-01", null, "now"], ["2025-01-01", "2026-01-02", "now"], ["2025-01-01", "2026-01-01", "over"]])(
    "from %s until %s is %s on the first of January", (from, until, standing) => {
      expect(standingOf({ from, until }, Date.parse("2026-01-01"))).toBe(standing)
    })
})

describe("a list that is shown whole", () => {
  it("is asked for page by page until there is none", async () => {
    const asked: unknown[] = []
    const rows = await everyPage((query) => {
      asked.push(query.cursor)
      return Promise.resolve(query.cursor === undefined ? { items: [1, 2], next: "b" } : { items: [3], next: null })
    })
    expect([rows, asked]).toEqual([[1, 2, 3], [undefined, "b"]])
  })
})

describe("a file", () => {
  it("is sent beside the facts about it", () => {
    const file = new File(["a,b"], "a.csv")
    const form = inForm(file)({ name: "default", file: "a.csv", title: undefined })
    expect([form.get("name"), form.has("title"), (form.get("file") as File).name]).toEqual(["default", false, "a.csv"])
  })
})

describe("a key", () => {
  it("is a UUID of its own each time", () => {
    expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(newKey()).not.toBe(newKey())
  })
})
