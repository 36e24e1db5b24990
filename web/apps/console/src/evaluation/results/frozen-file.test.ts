import { describe, expect, it } from "vitest"

import { verifyCommand } from "@/evaluation/results/frozenFile"

describe("the command that checks a result", () => {
  it("names the file as the server does, and the key", () => {
    const result = { scheme_key: "national-body", period: "2026-10", edition: 2 }
    expect(verifyCommand(result, { public_key: "abc=" })).toBe("cityloop evaluation verify national-body-2026-10-2.json --key abc=")
  })
})
