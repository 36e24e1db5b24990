import { describe, expect, it } from "vitest"

import { blank, isEmpty, missing, newKey, restored, toCase } from "@/cases/register/draft"

const KEY = "0192a000-0000-7000-8000-000000000001"

describe("a draft", () => {
  it("comes back as it was kept, key and all", () => {
    const kept = { ...blank(KEY), words: "井盖没了", position: { longitude: 102, latitude: 40 } }

    expect(restored(JSON.stringify(kept), newKey())).toEqual(kept)
  })

  it("begins anew from what cannot be read", () => {
    for (const text of [null, "", "{", "null", "[]", '{"key":7}']) expect(restored(text, KEY)).toEqual(blank(KEY))
  })

  it("gains what an older one did not have", () => {
    expect(restored(JSON.stringify({ key: KEY, words: "x" }), newKey())).toEqual({ ...blank(KEY), words: "x" })
  })

  it("is empty until something was taken down", () => {
    expect(isEmpty(blank(KEY))).toBe(true)
    expect(isEmpty({ ...blank(KEY), source: "MEDIA" })).toBe(true)
    expect(isEmpty({ ...blank(KEY), phone: "1" })).toBe(false)
  })

  it("says what is missing and becomes a case when nothing is", () => {
    const draft = blank(KEY)
    expect(missing(draft)).toEqual(["class", "place"])
    expect(toCase(draft)).toBeNull()

    Object.assign(draft, { kind: "INCIDENT", classCode: "06010", position: { longitude: 102, latitude: 40 }, phone: " 138 ", component: { code: "1".repeat(17), name: "", ownerBodyId: null } })

    expect(missing(draft)).toEqual([])
    expect(toCase(draft)).toMatchObject({ class_code: "06010", longitude: 102, source: "HOTLINE", component_code: "1".repeat(17), reporter: { phone: "138" } })
  })
})

describe("a key", () => {
  it("is a UUID that sorts by time", () => {
    const moment = Date.UTC(2026, 10, 22)
    const [early, late] = [newKey(moment), newKey(moment + 1)]

    expect(early).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(early < late).toBe(true)
    expect(parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(moment)
  })
})
