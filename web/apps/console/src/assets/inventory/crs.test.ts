import { describe, expect, it } from "vitest"

import { gaussKruger } from "@/assets/inventory/crs"

describe("the zone of Gauss-Krüger", () => {
  it.each([[116.4, "EPSG:4548", 117], [120.0, "EPSG:4549", 120], [102.01, "EPSG:4543", 102], [75, "EPSG:4534", 75], [135, "EPSG:4554", 135]])("of %d is %s", (longitude, value, meridian) => {
    expect(gaussKruger(longitude)).toEqual({ value, meridian })
  })

  it("is none outside China", () => {
    expect([gaussKruger(-77), gaussKruger(150)]).toEqual([null, null])
  })
})
