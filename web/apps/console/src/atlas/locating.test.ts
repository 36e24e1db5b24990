import { describe, expect, it } from "vitest"

import { middle, wanted } from "@/atlas/locating"

describe("where somebody wants to go", () => {
  it.each([
    ["102.01, 40.2", { kind: "place", longitude: 102.01, latitude: 40.2 }],
    ["102.01，40.2", { kind: "place", longitude: 102.01, latitude: 40.2 }],
    ["40.2 102.01", { kind: "place", longitude: 102.01, latitude: 40.2 }],
    ["110101001001001", { kind: "grid", code: "110101001001001" }],
    [" 11010103005000001 ", { kind: "component", code: "11010103005000001" }],
  ])("understands %s", (text, meant) => {
    expect(wanted(text)).toEqual(meant)
  })
  it.each(["", "人民路", "200, 100", "12"])("does not guess at %j", (text) => {
    expect(wanted(text)).toBeNull()
  })
  it("finds the middle of a shape", () => {
    expect(middle({ coordinates: [[[0, 0], [2, 0], [2, 4], [0, 0]]] })).toEqual({ longitude: 1, latitude: 2 })
  })
})
