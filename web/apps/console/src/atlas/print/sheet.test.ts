import { describe, expect, it } from "vitest"

import { barOf, frameOf, pixels, scaleOf, sheetOf } from "@/atlas/print/sheet"

describe("a sheet of paper", () => {
  it.each([
    ["A4", "portrait", 210, 297],
    ["A4", "landscape", 297, 210],
    ["A3", "portrait", 297, 420],
    ["A3", "landscape", 420, 297],
  ] as const)("%s %s is %d by %d mm", (paper, direction, width, height) => {
    expect(sheetOf(paper, direction)).toEqual({ width, height })
    expect(frameOf(sheetOf(paper, direction)).width).toBe(width - 20)
  })
  it("has 96 pixels to the inch", () => {
    expect(pixels(25.4)).toBe(96)
  })
})

describe("the scale", () => {
  it("is what a millimetre on paper is on the ground", () => {
    expect(scaleOf(25.4 / 96)).toBe(1000)
    expect(scaleOf(1.3)).toBe(4900)
  })
  it.each([[0.2, 20], [1, 100], [1.3, 200], [2.7, 500], [120, 20_000]])("of %d m per pixel has a bar of %d m", (metresPerPixel, metres) => {
    const bar = barOf(metresPerPixel)
    expect(bar.metres).toBe(metres)
    expect(bar.millimetres).toBeLessThanOrEqual(50)
    expect(bar.millimetres).toBeGreaterThan(19)
    expect((bar.millimetres / 25.4) * 96 * metresPerPixel).toBeCloseTo(metres, 6)
  })
})
