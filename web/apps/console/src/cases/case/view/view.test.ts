import { describe, expect, it } from "vitest"

import { clockWords } from "./clock"
import { diagramOf } from "./stages"

const NOW = Date.parse("2026-07-30T08:00:00Z")
const words = {
  t: (key: string, named: Record<string, string>) => `${key.split(".").at(-1) ?? ""} ${named["stage"] ?? ""} ${named["length"] ?? ""} ${named["due"] ?? ""}`.trim(),
  length: (minutes: number, day: number, isWorking: boolean) => `${minutes}/${day}${isWorking ? "w" : ""}`,
  moment: (_: string, style: string) => style,
}
const clock = { unit: "WORK_HOUR", is_paused: false, allowance_minutes: 960, used_minutes: 360, remaining_minutes: 600, day_minutes: 480 }

describe("the clock in words", () => {
  it("says what is left and when it ends, in the coming days by weekday", () => {
    expect(clockWords(clock, "处置中", "2026-08-01T09:00:00Z", NOW, words)).toBe("left 处置中 600/480w weekday")
    expect(clockWords(clock, "处置中", "2026-08-20T09:00:00Z", NOW, words)).toBe("left 处置中 600/480w short")
  })
  it("says how late it is", () => {
    expect(clockWords({ ...clock, remaining_minutes: -180, unit: "URGENT_HOUR" }, "处置中", "2026-07-30T05:00:00Z", NOW, words)).toBe("over 处置中 -180/480 short")
  })
  it("says that it waits", () => {
    expect(clockWords({ ...clock, is_paused: true }, "待核查", null, NOW, words)).toBe("paused 待核查 600/480w")
    expect(clockWords({ ...clock, is_paused: true, remaining_minutes: -1 }, "待核查", null, NOW, words)).toBe("pausedOver 待核查 -1/480w")
  })
  it("knows a clock that only has an end, and none at all", () => {
    expect(clockWords({ ...clock, remaining_minutes: null }, "处置中", "2026-08-01T09:00:00Z", NOW, words)).toBe("dueOnly 处置中  weekday")
    expect(clockWords(null, "结案", null, NOW, words)).toBe("")
  })
})

describe("the diagram of stages", () => {
  const stage = (name: string, phase: string) => ({ name, phase, label: {}, post: null })
  const route = (verb: string, source: string, target: string) => ({ verb, sources: [source], target, label: {}, needs: [], takes: [] })
  const lifecycle = {
    id: 1, key: "x",
    stages: [stage("ACCEPTANCE", "OPEN"), stage("SELF_REVIEW", "OPEN"), stage("DISPOSAL", "OPEN"), stage("SUSPENDED", "PAUSED"), stage("CHECK", "OPEN"), stage("CLOSED", "CLOSED"), stage("VOID", "VOID")],
    moves: [
      route("report", "START", "ACCEPTANCE"), route("report_self", "START", "SELF_REVIEW"), route("back", "DISPOSAL", "ACCEPTANCE"), route("on", "ACCEPTANCE", "DISPOSAL"),
      route("feed_back", "DISPOSAL", "CHECK"), route("rework", "CHECK", "DISPOSAL"), route("close", "CHECK", "CLOSED"), route("void", "ACCEPTANCE", "VOID"),
    ],
    requests: [],
  }
  const stay = (number: number, name: string, verb: string, on_time: boolean | null = true) => ({
    number, stage: name, verb, on_time, post: null, body_id: null, arrived_at: `a${number}`, due_at: null, left_at: verb === "" ? null : `l${number}`, unit: "", used_minutes: null,
  })
  const stays = [stay(1, "ACCEPTANCE", "on"), stay(2, "DISPOSAL", "feed_back", false), stay(3, "CHECK", "rework"), stay(4, "DISPOSAL", "feed_back"), stay(5, "CHECK", "", null)]
  const drawn = diagramOf(lifecycle, stays, "CHECK", "DISPOSAL", [route("close", "CHECK", "CLOSED"), route("send_check", "CHECK", "SAME"), route("undo", "CHECK", "PREVIOUS")])

  it("shows the stages of an ordinary way, and others only where the case was or may go", () => {
    expect(drawn.nodes.map(({ name, state }) => [name, state])).toEqual([["ACCEPTANCE", "past"], ["DISPOSAL", "past"], ["CHECK", "here"], ["CLOSED", "next"]])
  })
  it("tells visits, lateness and the moves that lead there", () => {
    expect(drawn.nodes.map(({ visits, isLate, verbs, at }) => [visits, isLate, verbs, at])).toEqual([
      [1, false, [], "l1"], [2, true, ["undo"], "l4"], [2, false, [], "a5"], [1 - 1, false, ["close"], null],
    ])
  })
  it("draws the ways back", () => {
    expect(drawn.back).toEqual([{ from: 2, to: 1, verb: "rework", source: "CHECK", count: 1 }])
  })
  it("keeps a stage that the lifecycle no longer has", () => {
    expect(diagramOf(lifecycle, [stay(1, "OLD", "on")], "DISPOSAL", "", []).nodes.map(({ name }) => name)).toContain("OLD")
  })
})
