import { ProblemError } from "@cityloop/api-client"
import { describe, expect, it } from "vitest"

import { fieldErrors, firstWrong } from "@/cases/register/fieldErrors"

function refused(facts: Record<string, unknown>, status = 422): ProblemError {
  return new ProblemError({ type: "urn:cityloop:problem:invalid-input", title: "Invalid input", status, detail: "No.", instance: "", facts })
}

describe("the first field that is wrong", () => {
  it("is the topmost, or none", () => {
    expect(firstWrong({ place: "x", phone: "y" })).toBe("register-phone")
    expect(firstWrong({ whole: "x" })).toBeNull()
  })
})

describe("a refusal", () => {
  it("stands against every field that its list names", () => {
    const errors = [{ at: ["body", "body", "reporter", "phone"], why: "pattern" }, { at: ["body", "body", "class_code"], why: "unknown" }]

    expect(fieldErrors(refused({ errors }))).toEqual({ phone: "pattern", class: "unknown" })
  })

  it("stands against the one field that it names", () => {
    expect(fieldErrors(refused({ field: "longitude" }))).toEqual({ place: "No." })
    expect(fieldErrors(refused({ field: "Idempotency-Key" }))).toEqual({ key: "No." })
  })

  it("stands against the place where that lies outside the area", () => {
    expect(fieldErrors(refused({ reason: "OUTSIDE_AREA" }, 403))).toEqual({ place: "No." })
  })

  it("stands against the whole where it names nothing we show", () => {
    expect(fieldErrors(refused({}))).toEqual({ whole: "No." })
    expect(fieldErrors(refused({ errors: [{ at: ["body", "body", "photo_ids"], why: "too many" }] }))).toEqual({ whole: "too many" })
  })
})
