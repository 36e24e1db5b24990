import { describe, expect, it } from "vitest"

import { agreed, mayBePlace } from "@/common/placeWords"

describe("which words are looked for among places", () => {
  it.each(["柳", "人民路12号", "人民路和解放路交叉口东北角", "renmin lu"])("%s is", (words) => {
    expect(mayBePlace(words)).toBe(true)
  })
  it.each(["", "12", "13800001234", "王芳 13800001234", "王芳 138 0000-1234"])("%j is not: it may be a telephone number", (words) => {
    expect(mayBePlace(words)).toBe(false)
  })
  it("tells each word that agrees once", () => {
    expect(agreed({ street: "人民路", crossed: "解放路", poi: "人民路" })).toBe("人民路 解放路")
  })
})
