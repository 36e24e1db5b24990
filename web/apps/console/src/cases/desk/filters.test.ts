import { describe, expect, it } from "vitest"

import { areSet, asked, dayStart, NO_FILTERS, readFilters, readOrder, writeFilters, type DeskFilters } from "@/cases/desk/filters"

const ALL: DeskFilters = {
  kind: "INCIDENT", classCode: "0103", area: "990101", source: "HOTLINE", stage: "DISPOSAL", body: "019ab1f0-1111-7222-8333-444455556666",
  from: "2026-11-01", to: "2026-11-22", overdue: "yes",
}

describe("filters in the address", () => {
  it("come back from a link as they were set", () => {
    const query = writeFilters(ALL, "newest", "todo")
    expect(readFilters(query as Record<string, string>)).toEqual(ALL)
    expect(readOrder(query as Record<string, string>, "todo")).toBe("newest")
  })

  it("leave no trace where nothing is set", () => {
    expect(writeFilters(NO_FILTERS, "due", "todo")).toEqual({})
    expect(writeFilters(NO_FILTERS, "newest", "all")).toEqual({})
    expect(areSet(readFilters({}))).toBe(false)
  })

  it("ignore what nobody could have set", () => {
    const query = { kind: "THING", class: "1' OR 1", area: "x", source: "hot", stage: "a b", body: "1", from: "2026-13-01", to: "tomorrow", overdue: "maybe", order: "up" }
    expect(readFilters(query)).toEqual(NO_FILTERS)
    expect(readOrder(query, "todo")).toBe("due")
  })

  it("take the same name given twice as not set", () => {
    expect(readFilters({ area: ["990101", "990102"] })).toEqual(NO_FILTERS)
  })
})

describe("what the API is asked", () => {
  it("has the filters by the API's names and whole days in the city's time", () => {
    expect(asked(ALL, "due", "todo", "Asia/Shanghai")).toEqual({
      desk: "todo", order: "due", kind: "INCIDENT", class_code: "0103", area_code: "990101", source: "HOTLINE", stage: "DISPOSAL",
      lead_body_id: ALL.body, registered_from: "2026-10-31T16:00:00.000Z", registered_until: "2026-11-22T16:00:00.000Z", is_overdue: true,
    })
  })

  it("is only the desk and the order where nothing is set", () => {
    expect(asked(NO_FILTERS, "newest", "all", "Asia/Shanghai")).toEqual({ desk: "all", order: "newest" })
  })

  it("tells what is not overdue from what does not matter", () => {
    expect(asked({ ...NO_FILTERS, overdue: "soon" }, "due", "todo", "UTC")).toEqual({ desk: "todo", order: "due", is_due_soon: true })
    expect(asked({ ...NO_FILTERS, overdue: "no" }, "due", "todo", "UTC").is_overdue).toBe(false)
  })
})

it.each([
  ["2026-11-22", "Asia/Shanghai", "2026-11-21T16:00:00.000Z"],
  ["2026-11-22", "UTC", "2026-11-22T00:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-11-22", "America/St_Johns", "2026-11-22T03:30:00.000Z"],
])("the day %s begins in %s at %s", (day, zone, moment) => {
  expect(dayStart(day, zone)).toBe(moment)
})
