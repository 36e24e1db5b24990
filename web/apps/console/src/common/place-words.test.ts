import { describe, expect, it } from "vitest"

import { agreed, mayBeComponent, mayBePlace } from "@/common/placeWords"

describe("which words are looked for among places", () => {
  it.each(["柳", "人民路12号", "人民路和解放路交叉口东北角", "renmin lu"])("%s is", (words) => {
    expect(mayBePlace(words)).toBe(true)
  })
  it.each(["", "12", "13800001234", "王芳 13800001234", "王芳 138 0000-1234"])("%j is not: it may be a telephone number", (words) => {
    expect(mayBePlace(words)).toBe(false)
  })
  it.each(["路灯", "11", "11010101027", "11010101027000001"])("%s may mean a component", (words) => {
    expect(mayBeComponent(words)).toBe(true)
  })
  it.each(["灯", "13800001234", "138 0000-1234", "+8613800001234", "010-88886666", "88886666"])("%s may be a telephone number, or is too short", (words) => {
    expect(mayBeComponent(words)).toBe(false)
  })
  it("tells each word that agrees once", () => {
    expect(agreed({ street: "人民路", crossed: "解放路", poi: "人民路" })).toBe("人民路 解放路")
  })
})
