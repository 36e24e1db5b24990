import { describe, expect, it } from "vitest"

import { areasOf, matching, pathOf } from "@/organizations/areas/places"

const divisions = [
  { code: "110000", name: "云川市", level: "CITY" },
  { code: "110102", name: "西区", level: "DISTRICT" },
  { code: "110101001001", name: "一社区", level: "COMMUNITY" },
  { code: "110101", name: "东区", level: "DISTRICT" },
  { code: "110101001", name: "东街道", level: "STREET" },
]
const names = new Map(divisions.slice(1).map(({ code, name }) => [code, name]))
const areas = areasOf(divisions)

describe("areas", () => {
  it("stand below their own, without the city", () => {
    expect(areas.map(({ path }) => path)).toEqual(["东区", "东区 / 东街道", "东区 / 东街道 / 一社区", "西区"])
  })

  it.each([
    ["110101", "东区"],
    ["110101001001", "东区 / 东街道 / 一社区"],
    ["110101001001005", "东区 / 东街道 / 一社区 / 110101001001005"],
    ["110199", "110199"],
  ])("are written as the way to them: %s", (code, written) => {
    expect(pathOf(code, names)).toBe(written)
  })

  it("are found by part of the way or the beginning of the code, so many at most, and the chosen one stays", () => {
    expect(matching(areas, "街道", "", 9).map(({ code }) => code)).toEqual(["110101001", "110101001001"])
    expect(matching(areas, "110102", "", 9).map(({ code }) => code)).toEqual(["110102"])
    expect(matching(areas, "", "110102", 2).map(({ code }) => code)).toEqual(["110102", "110101", "110101001"])
  })
})
