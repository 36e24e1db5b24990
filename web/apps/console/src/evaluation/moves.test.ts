import { describe, expect, it } from "vitest"

import { byMove, difference, filled, formulaOf, inOrder, mostMoved, risen, type LeagueRow, type TermHead } from "@/evaluation/moves"

const row = (change: Partial<LeagueRow>): LeagueRow => ({
  subject_id: "a", code: "a", name: "甲", area_class: "", group: "", rank: 1, rank_before: 1, total: "90.00", total_before: "80.00",
  grade: "A", grade_en: "A", colour: "green", coefficient: "1", terms: [], ...change,
})
const head = (key: string): TermHead => ({ key, zh: key, en: key, full: "30", formula: "1", is_by_hand: false, figures: [], by_group: {} })
const term = (key: string, points: string | null, before: string | null) => ({ key, points, points_before: before, words: null, figures: [] })

describe("moves", () => {
  it("tells how much more it is", () => {
    expect(difference("90.10", "89.90")).toBe(0.2)
    expect(difference(null, "1")).toBeNull()
    expect(risen(row({ rank: 2, rank_before: 5 }))).toBe(3)
    expect(risen(row({ rank_before: null }))).toBeNull()
  })

  it("puts the first place first and who has none last", () => {
    const rows = [row({ code: "c", rank: null }), row({ code: "b", rank: 2 }), row({ code: "a", rank: 2 }), row({ code: "d", rank: 1 }), row({ code: "e", group: "x" })]

    expect(inOrder(rows, "").map(({ code }) => code)).toEqual(["d", "a", "b", "c"])
  })

  it("fills bars between nothing and full", () => {
    expect([filled("15", "30"), filled("40", "30"), filled("-2", "30"), filled(null, "30"), filled("-3", "0")]).toEqual([0.5, 1, 0, 0, 0])
  })

  it("tells the formula by which a group is judged", () => {
    const own = { ...head("a"), by_group: { second: "2" } }

    expect([formulaOf(own, "first"), formulaOf(own, "second"), formulaOf(own, "")]).toEqual(["1", "2", "1"])
  })

  it("tells first what moved most", () => {
    const found = byMove([term("a", "1", "1"), term("b", "5", "9"), term("c", null, "9")], [head("a"), head("b"), head("c")])

    expect(found.map(({ term: { key }, moved }) => [key, moved])).toEqual([["b", -4], ["a", 0], ["c", null]])
  })

  it("tells first who moved most, and last who was not there", () => {
    const rows = [row({ code: "a" }), row({ code: "b", total_before: null }), row({ code: "c", total: "60.00" }), row({ code: "d", total: "80.00" })]

    expect(mostMoved(rows).map(({ code }) => code)).toEqual(["c", "a", "d", "b"])
  })
})
