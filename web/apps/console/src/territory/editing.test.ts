import { describe, expect, it } from "vitest"

import { isDrawing, isReady, operation, spotsOf, written, type Spot } from "@/territory/editing"

const LINE: Spot[] = [[116.1234567, 39.9], [116.2, 39.95]]

describe("a tool", () => {
  it.each([
    ["CUT", ["a"], LINE, true],
    ["CUT", ["a", "b"], LINE, false],
    ["CUT", ["a"], LINE.slice(1), false],
    ["MERGE", ["a"], [], false],
    ["MERGE", ["a", "b", "c"], [], true],
    ["BORDER", ["a", "b"], [], false],
    ["BORDER", ["a", "b"], LINE, true],
    ["NUMBER", ["a", "b"], [], true],
    ["MARK", ["a"], [], false],
    ["DUTY", ["a", "b", "c", "d", "e"], [], true],
    ["DUTY", ["a", "b", "c", "d", "e", "f"], [], false],
    ["pick", ["a"], LINE, false],
  ] as const)("%s on %j is ready: %s", (tool, chosen, line, ready) => {
    expect(isReady(tool, chosen, line)).toBe(ready)
  })

  it("draws once it has its grids, and a merger never", () => {
    expect([isDrawing("CUT", []), isDrawing("CUT", ["a"]), isDrawing("BORDER", ["a"]), isDrawing("BORDER", ["a", "b"])]).toEqual([false, true, false, true])
    expect(isDrawing("MERGE", ["a", "b"])).toBe(false)
  })

  it("makes an operation with its line, and none for a merger", () => {
    expect(operation("CUT", ["a"], LINE)).toEqual({ kind: "CUT", grids: ["a"], line: [[116.123457, 39.9], [116.2, 39.95]] })
    expect(operation("MERGE", ["a", "b"], LINE).line).toEqual([])
  })
})

describe("a mark", () => {
  const marks = { area_level: "A", land_use: " 绿地 ", management_level: "" } as const

  it("is ready with one attribute, and names only what is given", () => {
    expect(isReady("MARK", ["a"], [], marks)).toBe(true)
    expect(operation("MARK", ["a"], LINE, marks)).toEqual({ kind: "MARK", grids: ["a"], line: [], area_level: "A", land_use: "绿地" })
  })

  it("is nothing to another tool", () => {
    expect(operation("NUMBER", ["a"], [], marks)).toEqual({ kind: "NUMBER", grids: ["a"], line: [] })
  })
})

describe("a line that is typed", () => {
  it("is read back as it was written, with either comma", () => {
    expect(spotsOf(written(LINE))).toEqual([[116.123457, 39.9], [116.2, 39.95]])
    expect(spotsOf("116.1，39.9\n\n 116.2 39.95 ")).toEqual([[116.1, 39.9], [116.2, 39.95]])
  })

  it("is none where a row is no place", () => {
    expect(spotsOf("116.1")).toBeNull()
    expect(spotsOf("north, 3")).toBeNull()
  })
})
