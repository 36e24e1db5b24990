import { describe, expect, it } from "vitest"

import { area, distance, length } from "./measuring"

describe("measuring on the ground", () => {
  it("knows a degree of the equator", () => {
    expect(distance([0, 0], [1, 0])).toBeCloseTo(111_195, 0)
  })
  it("adds up a line", () => {
    expect(length([[0, 0], [1, 0], [1, 1]])).toBeCloseTo(2 * 111_195, -1)
    expect(length([[5, 5]])).toBe(0)
  })
  it("knows a hectare at forty degrees north, whichever way round", () => {
    const height = 100 / 111_195
    const width = height / Math.cos((40 * Math.PI) / 180)
    const ring = [[102, 40], [102 + width, 40], [102 + width, 40 + height], [102, 40 + height]] as const
    expect(area(ring)).toBeCloseTo(10_000, -1)
    expect(area(ring.toReversed())).toBeCloseTo(10_000, -1)
    expect(area(ring.slice(0, 2))).toBeCloseTo(0, 3)
  })
})
