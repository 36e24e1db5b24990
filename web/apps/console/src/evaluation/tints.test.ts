import { describe, expect, it } from "vitest"

import type { LeagueRow } from "@/evaluation/moves"
import { byFigure, byGrade, levelOf, withTheRest } from "@/evaluation/tints"

const row = (code: string, total: string | null, grade: string | null = null, colour: string | null = null): LeagueRow => ({
  subject_id: code, code, name: code, area_class: "", group: "", rank: 1, rank_before: 1, total, total_before: null, grade, grade_en: grade, colour, coefficient: "1", terms: [],
})

describe("tints", () => {
  it("have the colours of grades, the best first", () => {
    const steps = byGrade([row("a", "60", "C", "yellow"), row("b", "95", "A", "green"), row("c", "91", "A", "green"), row("d", null)])

    expect(steps.map(({ label, colour, codes }) => [label, colour, codes])).toEqual([["A", "green", ["b", "c"]], ["C", "yellow", ["a"]]])
  })

  it("are steps of equal width, the greatest first", () => {
    const steps = byFigure([row("a", "0"), row("b", "100"), row("c", "50"), row("d", null)], ({ total }) => total, 0)

    expect(steps.map(({ label, codes }) => [label, codes])).toEqual([["80 – 100", ["b"]], ["60 – 80", []], ["40 – 60", ["c"]], ["20 – 40", []], ["0 – 20", ["a"]]])
    expect(steps.map(({ strength }) => strength)).toEqual([...steps.map(({ strength }) => strength)].sort().reverse())
  })

  it("are one where all are equal, and none where there are no figures", () => {
    expect(byFigure([row("a", "7"), row("b", "7")], ({ total }) => total).map(({ label, codes }) => [label, codes])).toEqual([["7.00", ["a", "b"]]])
    expect(byFigure([row("a", null)], ({ total }) => total)).toEqual([])
  })

  it("leave nobody out: who has no figure comes last, faintly", () => {
    const rows = [row("a", "60", "C", "yellow"), row("b", null)]

    expect(withTheRest(byGrade(rows), rows, "none").map(({ label, codes }) => [label, codes])).toEqual([["C", ["a"]], ["none", ["b"]]])
    expect(withTheRest(byGrade(rows.slice(0, 1)), rows.slice(0, 1), "none")).toHaveLength(1)
  })

  it("are for areas only", () => {
    expect([levelOf("GRID"), levelOf("BODY")]).toEqual(["grid", null])
  })
})
