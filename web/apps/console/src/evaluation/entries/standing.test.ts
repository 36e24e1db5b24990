import { describe, expect, it } from "vitest"

import { cellOf, histories, plain, sizeOf } from "@/evaluation/entries/standing"
import type { Entry } from "@/evaluation/entries/useEntries"

function entry(subject: string, term: string, number: number, points: string | null): Entry {
  return {
    id: `${subject}/${term}/${number}`, scheme_key: "s", period: "2026-10", subject_id: subject, term, number, points, words: "", evidence: [], entered_by: "e", entered_at: "2026-11-01T00:00:00Z", repeats: [], entered_by_name: "",
  }
}

describe("what was filled in", () => {
  it("is told with the latest first, apart for each subject and item", () => {
    const found = histories([entry("a", "x", 1, "1"), entry("a", "x", 2, null), entry("b", "x", 1, "3")])
    expect(found.get(cellOf("a", "x"))?.map(({ number }) => number)).toEqual([2, 1])
    expect(found.get(cellOf("b", "x"))?.map(({ points }) => points)).toEqual(["3"])
    expect(found.get(cellOf("b", "y"))).toBeUndefined()
  })

  it.each([["4.5000", "4.5"], ["-5.0000", "-5"], ["100", "100"], ["0.0000", "0"], ["10.0500", "10.05"]])("%s is written %s", (points, written) => {
    expect(plain(points)).toBe(written)
  })

  it.each([[10, "1 KB"], [204_800, "200 KB"], [3_145_728, "3.0 MB"]])("%d bytes are %s", (bytes, written) => {
    expect(sizeOf(bytes)).toBe(written)
  })
})
