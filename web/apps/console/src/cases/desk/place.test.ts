import { describe, expect, it } from "vitest"

import { put, received, taken, unread, type Feed } from "@/cases/desk/feed"
import { rebased, shift, SPAN } from "@/cases/desk/place"

interface Row {
  key: string
  at: number
}
const compare = (one: Row, other: Row): number => one.at - other.at
const rows = Array.from({ length: 50 }, (_, at) => ({ key: `r${at}`, at }))
const list: Feed<Row> = received(unread<Row>(), null, { rows, next: null }, compare)

describe("the reader's place", () => {
  it("moves with what comes above", () => {
    expect(shift(list, put(list, { key: "new", at: -1 }, compare), 20, 10)).toBe(1)
  })

  it("moves with what leaves above", () => {
    expect(shift(list, taken(list, "r3"), 20, 10)).toBe(-1)
  })

  it("stays where something happens below", () => {
    expect(shift(list, put(list, { key: "new", at: 40.5 }, compare), 20, 10)).toBe(0)
  })

  it("does not follow a single row that is moved away from it", () => {
    expect(shift(list, put(list, { key: "r20", at: 45.5 }, compare), 20, 10)).toBe(-1)
    expect(shift(list, put(list, { key: "r28", at: -1 }, compare), 20, 10)).toBe(1)
  })

  it("stays where nothing of what was seen is left", () => {
    expect(shift(list, unread<Row>(), 20, 10)).toBe(0)
  })
})

describe("the ground beneath a very long list", () => {
  it("is moved on near its end, and back near its beginning", () => {
    expect(rebased(0, SPAN - 10, SPAN - 40, 1_000_000)).toBe(SPAN / 2)
    expect(rebased(SPAN, 50, 10, 1_000_000)).toBe(SPAN / 2)
  })

  it("is left alone in between, at the very beginning, and where the list ends", () => {
    expect(rebased(SPAN, SPAN / 2 + 20, SPAN / 2, 1_000_000)).toBe(SPAN)
    expect(rebased(0, 30, 0, 1_000_000)).toBe(0)
    expect(rebased(0, SPAN - 1, SPAN - 30, SPAN)).toBe(0)
  })
})
