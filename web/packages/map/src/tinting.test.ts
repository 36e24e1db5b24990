import { describe, expect, it } from "vitest"

import type { Colours } from "./drawing"
import { colourOf, strengthOf, type Tint } from "./tinting"

const PAINT: Colours = { ground: "#fff", page: "#eee", line: "#ccc", text: "#111", accent: "#00f", green: "#0f0", yellow: "#ff0", red: "#f00", grey: "#888" }
const TINTS: readonly Tint[] = [
  { colour: "green", strength: 0.6, codes: ["110101", "110102"] },
  { colour: "red", strength: 0.3, codes: ["110103"] },
]

describe("tints", () => {
  it("are matched by code, what has none is grey", () => {
    expect(colourOf(TINTS, PAINT)).toEqual(["match", ["get", "code"], ["110101", "110102"], "#0f0", ["110103"], "#f00", "#888"])
    expect(strengthOf(TINTS)).toEqual(["match", ["get", "code"], ["110101", "110102"], 0.6, ["110103"], 0.3, 0.08])
  })

  it("are nothing where there are none", () => {
    expect([colourOf([], PAINT), strengthOf([])]).toEqual(["#888", 0])
  })
})
