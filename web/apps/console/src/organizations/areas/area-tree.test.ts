import { describe, expect, it } from "vitest"

import { areaTree, pathOf } from "@/organizations/areas/areaTree"

const divisions = [
  { code: "110000", name: "云川市", level: "CITY", parent_code: null },
  { code: "110101", name: "东区", level: "DISTRICT", parent_code: "110000" },
  { code: "110101001", name: "东街道", level: "STREET", parent_code: "110101" },
  { code: "110101001001", name: "一社区", level: "COMMUNITY", parent_code: "110101001" },
]
const names = new Map(divisions.slice(1).map(({ code, name }) => [code, name]))

describe("areas", () => {
  it("begin with the districts: the city is no area of its own", () => {
    expect(areaTree(divisions)).toEqual([
      { code: "110101", name: "东区", children: [{ code: "110101001", name: "东街道", children: [{ code: "110101001001", name: "一社区" }] }] },
    ])
  })

  it.each([
    ["110101", "东区"],
    ["110101001001", "东区 / 东街道 / 一社区"],
    ["110101001001005", "东区 / 东街道 / 一社区 / 110101001001005"],
    ["110199", "110199"],
  ])("are written as the way to them: %s", (code, written) => {
    expect(pathOf(code, names)).toBe(written)
  })
})
