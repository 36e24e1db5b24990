import { describe, expect, it } from "vitest"

import { classOf, grown, shown, signed, way } from "@/evaluation/figures"

const points = (n: string): string => `${n} 个百分点`

describe("figures", () => {
  it("are written in their unit", () => {
    expect(shown("76.00", { unit: "PERCENT" })).toBe("76.00%")
    expect(shown("12", { unit: "COUNT" })).toBe("12")
    expect(shown(null, { unit: "COUNT" })).toBe("–")
    expect(["9290", "1234567.125", "-1000", "999"].map((value) => shown(value, { unit: "COUNT" }))).toEqual(["9,290", "1,234,567.125", "-1,000", "999"])
  })

  it("move with a sign, percentages by points", () => {
    expect(signed("3", { unit: "COUNT" }, points)).toBe("+3")
    expect(signed("-3.10", { unit: "PERCENT" }, points)).toBe("-3.10 个百分点")
    expect(signed("0", { unit: "COUNT" }, points)).toBe("0")
    expect(signed(null, { unit: "COUNT" }, points)).toBe("–")
    expect([grown("20.00"), grown("-5.00"), grown("7400.00"), grown(null)]).toEqual(["+20.00%", "-5.00%", "+7,400.00%", ""])
  })

  it("are better or worse as their indicator says", () => {
    expect(way("2", { better: "HIGHER" })).toBe(1)
    expect(way("2", { better: "LOWER" })).toBe(-1)
    expect(way("-2", { better: "LOWER" })).toBe(1)
    expect([way("2", { better: "NEITHER" }), way(null, { better: "HIGHER" }), way("0", { better: "HIGHER" })].map(Math.abs)).toEqual([0, 0, 0])
  })

  it("are those of a class or of a family of classes", () => {
    expect(classOf("INCIDENT/06")).toEqual({ kind: "INCIDENT", class_code: "06" })
    expect([classOf(""), classOf("GLORY/1"), classOf("INCIDENT/")]).toEqual([{}, {}, {}])
  })
})
