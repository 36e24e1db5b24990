import { describe, expect, it } from "vitest"

import { elapsed, isWorking, needsDecision, pending, placeOf, reviewed, share, wayOf } from "@/assets/surveys/review"
import type { Finding, Survey } from "@/assets/surveys/useSurveys"

const TALLIES = [
  { kind: "FOUND", count: 90, pending: 0, accepted: 0, rejected: 0 },
  { kind: "NEW", count: 6, pending: 3, accepted: 2, rejected: 1 },
  { kind: "MOVED", count: 4, pending: 2, accepted: 2, rejected: 0 },
]
const survey = (findings: unknown[]) => ({ starts_on: "2026-03-01", ends_on: "2026-03-10", findings }) as unknown as Survey
const finding = (values: object) => ({ kind: "MOVED", longitude: 1, latitude: 2, record: { longitude: 3, latitude: 4 }, ...values }) as unknown as Finding

describe("a survey", () => {
  it("tells how much of its differences is decided; what agrees needs no decision", () => {
    expect([pending(survey(TALLIES)), reviewed(survey(TALLIES))]).toEqual([5, 50])
    expect(reviewed(survey([]))).toBe(100)
  })

  it("counts by the verdicts of the server, whatever the kind is called", () => {
    const told = { kind: "SUNKEN", count: 9, pending: 1, accepted: 2, rejected: 1 }
    expect(reviewed(survey([told]))).toBe(75)
    expect(([{ verdict: "PENDING" }, { verdict: "REJECTED" }, { verdict: "NOT_NEEDED" }] as const).map(needsDecision)).toEqual([true, true, false])
  })

  it("is with the worker while it is compared and applied, and tells how far that is where it is known", () => {
    const states = ["SURVEYING", "COMPARING", "REVIEWING", "APPLYING", "APPLIED", "VOID"] as const
    expect(states.filter((state) => isWorking({ state }))).toEqual(["COMPARING", "APPLYING"])
    expect([[50, 200], [0, 0], [0, null], [200, 200]].map(([done, total]) => share({ state: "COMPARING", rows_done: done ?? 0, rows_total: total ?? null }))).toEqual([25, null, null, 100])
    expect(share({ state: "APPLYING", rows_done: 0, rows_total: 9 })).toBeNull()
  })

  it("is in the day of the city, not of Greenwich", () => {
    const night = Date.parse("2026-03-04T20:00Z")
    expect([elapsed(survey([]), night, "Asia/Shanghai"), elapsed(survey([]), night, "UTC")]).toEqual([50, 40])
  })

  it("tells how many of its days have passed, its first and last among them", () => {
    expect(["2026-02-01", "2026-03-01", "2026-03-05", "2026-03-10", "2026-04-01"].map((day) => elapsed(survey([]), Date.parse(`${day}T12:00Z`), "UTC"))).toEqual([0, 10, 50, 100, 100])
  })
})

describe("a finding", () => {
  it("lies where the field saw it, else where the inventory has it", () => {
    expect(placeOf(finding({}))).toEqual({ longitude: 3, latitude: 4 })
    expect(placeOf(finding({ record: null }))).toEqual({ longitude: 1, latitude: 2 })
    expect(placeOf(finding({ record: null, longitude: null, latitude: null }))).toBeNull()
  })

  it("that moved has a way", () => {
    expect(wayOf(finding({}))).toEqual([[1, 2], [3, 4]])
    expect([wayOf(finding({ kind: "NEW" })), wayOf(finding({ record: null }))]).toEqual([[], []])
  })
})
