import { afterEach, describe, expect, it } from "vitest"

import { write } from "@/common/moments"
import { setLanguage } from "@/text"

const MONDAY = "2026-03-02T01:05:00Z" // 9:05 in Shanghai

describe("a moment", () => {
  afterEach(() => { setLanguage("zh-CN") })

  it("is written in the time of the city, wherever the desk stands", () => {
    setLanguage("zh-CN")
    expect(write(MONDAY, "time", "Asia/Shanghai")).toBe("09:05")
    expect(write(MONDAY, "time", "Asia/Urumqi")).toBe("07:05")
  })

  it("is midnight of the day that begins, not 24:00", () => {
    expect(write("2026-03-01T16:00:00Z", "time", "Asia/Shanghai")).toBe("00:00")
  })

  it.each([["zh-CN", "周一 09:05"], ["en", "Mon, 09:05"]] as const)("is written in the language that is shown: %s", (language, text) => {
    setLanguage(language)
    expect(write(MONDAY, "weekday", "Asia/Shanghai").replace(/(周一)(?=\d)/, "$1 ")).toMatch(new RegExp(text.replace(",", ",?")))
  })

  it("that is none is nothing", () => {
    expect([write(null, "full", "Asia/Shanghai"), write(undefined, "full", "Asia/Shanghai")]).toEqual(["", ""])
  })
})
