import { describe, expect, it } from "vitest"

import { isOver, share, type Import } from "@/assets/imports/useImports"

const JOB: Import = {
  id: "1", file_name: "lamps.csv", state: "READING", rows_total: 200, rows_read: 50, rows_bad: 0, added: 0, changed: 0, unchanged: 0, missing: 0, placeless: 0, reason: "",
  actor_name: "", started_at: "2026-03-02T01:00:00Z", ended_at: null, step: null, failure: {},
}

describe("an import", () => {
  it("tells how much of it has been read", () => {
    expect(share(JOB)).toBe(25)
    expect(share({ ...JOB, state: "APPLYING" })).toBe(100)
    expect(share({ ...JOB, rows_total: null })).toBeNull()
  })

  it("is over when nothing more will happen", () => {
    expect((["WAITING", "READING", "APPLYING", "DONE", "REFUSED", "FAILED"] as const).filter((state) => isOver({ ...JOB, state }))).toEqual(["DONE", "REFUSED", "FAILED"])
    expect(isOver(undefined)).toBe(false)
  })
})
