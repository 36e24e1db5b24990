import { describe, expect, it } from "vitest"

import { areSet, changed, readFilters, writeFilters, type InventoryFilters } from "@/assets/inventory/filters"

const ALL: InventoryFilters = {
  words: "柳巷", class_code: "03005", within: "110101001", state: "LOST", keeper_body_id: "0190f0a0-0000-7000-8000-000000000001", accuracy: "B",
}

describe("the filters of the inventory", () => {
  it("come back out of the link they were written into", () => {
    expect(readFilters(writeFilters(ALL) as Record<string, string>)).toEqual(ALL)
  })

  it("take nothing from a link that is no filter", () => {
    expect(readFilters({ class: "3", area: "x", state: "BROKEN", keeper: "me", accuracy: "D", words: ["a", "b"], other: "1" })).toEqual({})
  })

  it("are set and taken away one by one", () => {
    const narrowed = changed({}, "words", "  灯 ")
    expect(narrowed).toEqual({ words: "灯" })
    expect(changed(narrowed, "words", "")).toEqual({})
    expect(changed(narrowed, "state", null)).toEqual({ words: "灯" })
  })

  it("know whether any is set", () => {
    expect([areSet({}), areSet({ state: "LOST" })]).toEqual([false, true])
  })
})
