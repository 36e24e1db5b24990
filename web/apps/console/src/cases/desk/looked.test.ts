import { describe, expect, it } from "vitest"

import { spotOf, writeSpot } from "@/cases/desk/looked"

describe("a spot in the address of a page", () => {
  it("is read as it was written", () => {
    const spot = { longitude: 102.0145, latitude: 40.201 }
    expect(spotOf(writeSpot(spot))).toEqual(spot)
  })
  it.each([undefined, null, "", "人民路", "200,100", "110101001001001", ["102,40"]])("is none in %j", (written) => {
    expect(spotOf(written)).toBeNull()
  })
})
