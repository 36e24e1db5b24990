import { describe, expect, it } from "vitest"

import { hasMore, held, indexOf, put, received, rowAt, taken, total, trimmed, unread, wanted, type Feed } from "@/cases/desk/feed"

interface Row {
  key: string
  at: number
}

const row = (at: number, key = `r${at}`): Row => ({ key, at })
const rows = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_, place) => row(from + place))
const compare = (one: Row, other: Row): number => one.at - other.at
const keys = (feed: Feed<Row>): string[] => held(feed).map(({ key }) => key)

/** Three pages of ten, and more to come. */
function long(): Feed<Row> {
  let feed = received(unread<Row>(), null, { rows: rows(0, 10), next: "a" }, compare)
  feed = received(feed, "a", { rows: rows(10, 20), next: "b" }, compare)
  return received(feed, "b", { rows: rows(20, 30), next: "c" }, compare)
}

describe("reading by pages", () => {
  it("knows nothing before the first page", () => {
    expect(total(unread())).toBe(0)
    expect(hasMore(unread())).toBe(true)
    expect(wanted(unread(), 0, 0)).toEqual([null])
  })

  it("goes on where a page says that there is more", () => {
    const feed = long()
    expect(total(feed)).toBe(30)
    expect(hasMore(feed)).toBe(true)
    expect(wanted(feed, 20, 29)).toEqual(["c"])
  })

  it("ends where a page says that it is the last", () => {
    const feed = received(long(), "c", { rows: rows(30, 33), next: null }, compare)
    expect(total(feed)).toBe(33)
    expect(hasMore(feed)).toBe(false)
    expect(wanted(feed, 0, 32)).toEqual([])
  })

  it("does not ask for what is far from the reader", () => {
    const first = received(unread<Row>(), null, { rows: rows(0, 200), next: "a" }, compare)
    expect(wanted(first, 0, 20)).toEqual([])
    expect(wanted(first, 100, 125)).toEqual(["a"])
  })

  it("leaves out an answer to a question that the list no longer asks", () => {
    const feed = long()
    expect(received(feed, "gone", { rows: rows(0, 10), next: null }, compare)).toBe(feed)
  })
})

describe("reading a stretch again", () => {
  it("takes out what has left and leaves the other stretches alone", () => {
    const feed = received(long(), "a", { rows: [...rows(10, 15), ...rows(16, 21)], next: "x" }, compare)
    expect(total(feed)).toBe(29)
    expect(keys(feed)).toEqual(rows(0, 30).filter(({ at }) => at !== 15).map(({ key }) => key))
  })

  it("keeps its end where the row that stood there has left", () => {
    const feed = received(long(), "a", { rows: [...rows(10, 19), row(20)], next: "x" }, compare)
    expect(keys(feed)).toEqual(rows(0, 30).filter(({ at }) => at !== 19).map(({ key }) => key))
  })

  it("is divided where more has come into it than a page holds", () => {
    const feed = received(long(), "a", { rows: [row(10), row(10.5), ...rows(11, 19)], next: "new" }, compare)
    expect(wanted(feed, 5, 25)).toContain("new")
    const whole = received(feed, "new", { rows: rows(19, 29), next: "x" }, compare)
    expect(keys(whole)).toEqual([...rows(0, 11), row(10.5), ...rows(11, 30)].map(({ key }) => key))
    expect(total(whole)).toBe(31)
  })

  it("shows a row that has moved between stretches only once", () => {
    const feed = received(long(), null, { rows: [row(0), row(0.5, "r25"), ...rows(1, 9)], next: "x" }, compare)
    expect(keys(feed).filter((key) => key === "r25")).toEqual(["r25"])
    expect(indexOf(feed, "r25")).toBe(1)
  })
})

describe("following news", () => {
  it("puts a new row in its place", () => {
    const feed = put(long(), row(12.5, "new"), compare)
    expect(indexOf(feed, "new")).toBe(13)
    expect(total(feed)).toBe(31)
  })

  it("puts what comes before all else at the beginning, and what comes last at the end of a list that is read to its end", () => {
    expect(indexOf(put(long(), row(-1, "new"), compare), "new")).toBe(0)
    const whole = received(long(), "c", { rows: rows(30, 33), next: null }, compare)
    expect(indexOf(put(whole, row(99, "new"), compare), "new")).toBe(33)
  })

  it("leaves a row for later where its place has not been read", () => {
    const feed = put(long(), row(99, "new"), compare)
    expect(indexOf(feed, "new")).toBe(-1)
    expect(total(feed)).toBe(30)
  })

  it("moves a row that is known already, across stretches too", () => {
    const feed = put(long(), row(2.5, "r25"), compare)
    expect(total(feed)).toBe(30)
    expect(indexOf(feed, "r25")).toBe(3)
  })

  it("takes a row out and does nothing about one it does not know", () => {
    const feed = long()
    expect(indexOf(taken(feed, "r11"), "r12")).toBe(11)
    expect(taken(feed, "stranger")).toBe(feed)
  })
})

describe("keeping memory bounded", () => {
  function deep(pages: number): Feed<Row> {
    let feed = unread<Row>()
    for (let page = 0; page < pages; page += 1) {
      feed = received(feed, page === 0 ? null : String(page), { rows: rows(page * 100, page * 100 + 100), next: String(page + 1) }, compare)
      feed = trimmed(feed, page * 100, page * 100 + 20)
    }
    return feed
  }

  it("holds the beginning and what is around the reader, however long the list", () => {
    const feed = deep(500)
    expect(total(feed)).toBe(50_000)
    expect(held(feed).length).toBeLessThanOrEqual(800)
    expect(rowAt(feed, 0)?.at).toBe(0)
    expect(rowAt(feed, 25_000)).toBeNull()
    expect(rowAt(feed, 49_999)?.at).toBe(49_999)
  })

  it("reads again what the reader comes back to, in the same place", () => {
    const feed = deep(500)
    expect(wanted(feed, 25_050, 25_060)).toEqual(["249", "250", "251"])
    const again = received(feed, "250", { rows: rows(25_000, 25_100), next: "251" }, compare)
    expect(total(again)).toBe(50_000)
    expect(rowAt(again, 25_042)?.at).toBe(25_042)
  })
})
