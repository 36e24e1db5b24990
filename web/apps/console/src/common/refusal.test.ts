import { ProblemError, UnreachableError } from "@cityloop/api-client"
import { afterEach, describe, expect, it } from "vitest"

import { refusal } from "@/common/refusal"
import { setLanguage } from "@/text"

function problem(slug: string, status: number, detail: string): ProblemError {
  return new ProblemError({ type: `urn:cityloop:problem:${slug}`, title: slug, status, detail, instance: "", facts: {} })
}

describe("a refusal", () => {
  afterEach(() => { setLanguage("zh-CN") })

  it("of a stale form says that somebody was quicker and what to do", () => {
    setLanguage("zh-CN")
    expect(refusal(problem("stale-version", 409, "The case is at 3."))).toContain("刚刚被别人处理过")
    setLanguage("en")
    expect(refusal(problem("stale-version", 409, "The case is at 3."))).toContain("Somebody else has just worked on this")
  })

  it("that the console has no words for is told in the server's", () => {
    expect(refusal(problem("move-refused", 409, "No photograph."))).toBe("No photograph.")
  })

  it("that says no more than its name is told by that", () => {
    expect(refusal(problem("move-refused", 409, ""))).toBe("move-refused")
  })

  it("of what was entered names what is wrong with it", () => {
    expect(refusal(problem("not-found", 422, "class_code: unknown"))).toBe("class_code: unknown")
  })

  it("by no server at all says so", () => {
    expect(refusal(new UnreachableError("502"))).toBe(refusal(new TypeError("boom")))
    expect(refusal(new UnreachableError("502"))).toContain("连不上服务器")
  })
})
