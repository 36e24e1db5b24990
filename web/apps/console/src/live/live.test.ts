import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { effectScope, type EffectScope } from "vue"

import { me, queryClient, signedOut, type Me } from "@/common/server"
import { liveState, onNews, useLive, type News } from "@/live/useLive"

/** An event stream that says what the test lets it say. */
class Stream extends EventTarget {
  static all: Stream[] = []
  static get last(): Stream { return this.all.at(-1)! }
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  isClosed = false

  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    Stream.all.push(this)
  }

  close(): void { this.isClosed = true }
  say(name: string, id: number, data: object = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId: String(id) }))
  }
}

const MOVED = { case_id: "c1", number: "2026-1", verb: "submit", version: 2 }
// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const answers = vi.hoisted(() => {
  const given = { status: 200 }
  globalThis.fetch = () => {
    if (given.status === 0) return Promise.reject(new TypeError("no network"))
    const type = given.status === 200 ? "application/json" : "application/problem+json"
    const body = JSON.stringify({ type: "urn:x:y", title: "", status: given.status })
    return Promise.resolve(new Response(body, { status: given.status, headers: { "content-type": type } }))
  }
  return given
})
let scope: EffectScope
let news: News[]

function stale(...key: string[]): boolean | undefined {
  return queryClient.getQueryState(key)?.isInvalidated
}

beforeEach(() => {
  vi.useFakeTimers()
  queryClient.clear()
  vi.stubGlobal("EventSource", Stream)
  answers.status = 200
  Stream.all = []
  news = []
  signedOut.value = false
  me.value = { seat_id: "s1", seats: [], permissions: [] } as unknown as Me
  scope = effectScope()
  scope.run(() => {
    useLive()
    onNews((told) => news.push(told))
  })
})

afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe("the event stream", () => {
  it("is opened for the seat that is acted in, and tells the news", () => {
    expect(Stream.last.url).toBe("/api/v1/stream?seat=s1")
    Stream.last.say("hello", 7)
    Stream.last.say("CaseMoved", 8, MOVED)
    expect(liveState.value).toBe("open")
    expect(news).toEqual([{ ...MOVED, kind: "CaseMoved" }])
  })

  it("stays open through hours in which nothing happens but signs of life", async () => {
    Stream.last.say("hello", 7)
    for (let quarter = 0; quarter < 20; quarter += 1) {
      await vi.advanceTimersByTimeAsync(15_000)
      Stream.last.say("alive", 7 + quarter)
    }
    expect(liveState.value).toBe("open")
    expect(Stream.all).toHaveLength(1)
  })

  it("is taken for lost when not even a sign of life comes", async () => {
    Stream.last.say("hello", 7)
    await vi.advanceTimersByTimeAsync(45_001)
    expect(liveState.value).toBe("lost")
    expect(Stream.last.isClosed).toBe(true)
  })

  it("is opened again where it was left, so that nothing is missed", async () => {
    Stream.last.say("hello", 7)
    Stream.last.say("CaseMoved", 9, MOVED)
    Stream.last.onerror!()
    expect(liveState.value).toBe("lost")
    await vi.advanceTimersByTimeAsync(3000)
    expect(Stream.all).toHaveLength(2)
    expect(Stream.last.url).toBe("/api/v1/stream?seat=s1&since=9")
    Stream.last.onopen!()
    expect(liveState.value).toBe("open")
  })

  it("asks everything afresh when the server cannot tell what was missed", async () => {
    Stream.last.say("hello", 7)
    for (const key of [["cases", "list"], ["bodies"]]) queryClient.setQueryData(key, [])
    Stream.last.onerror!()
    await vi.advanceTimersByTimeAsync(3000)
    Stream.last.say("reset", 5000)
    expect([stale("cases", "list"), stale("bodies")]).toEqual([true, true])
  })

  it("asks again for the cases that were read before it began, lest something came in between", () => {
    for (const key of [["cases", "list"], ["case", "c1"], ["bodies"]]) queryClient.setQueryData(key, [])
    Stream.last.say("hello", 7)
    expect([stale("cases", "list"), stale("case", "c1"), stale("bodies")]).toEqual([true, true, false])
  })

  it("asks again what failed while there was no connection", async () => {
    const asked = vi.spyOn(queryClient, "refetchQueries")
    Stream.last.say("hello", 7)
    Stream.last.onerror!()
    await vi.advanceTimersByTimeAsync(3000)
    Stream.last.onopen!()
    expect(asked).toHaveBeenCalledOnce()
  })

  it("tries on while the server is away, and at once when the machine is online again", async () => {
    Stream.last.say("hello", 7)
    answers.status = 0
    window.dispatchEvent(new Event("offline"))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(Stream.all).toHaveLength(1)
    answers.status = 200
    window.dispatchEvent(new Event("online"))
    await vi.advanceTimersByTimeAsync(0)
    expect(Stream.all).toHaveLength(2)
  })

  it("gives up a new stream that does not open, and tries the next", async () => {
    Stream.last.onerror!()
    await vi.advanceTimersByTimeAsync(3000)
    await vi.advanceTimersByTimeAsync(3000)
    await vi.advanceTimersByTimeAsync(3000)
    expect(Stream.all).toHaveLength(3)
    expect(Stream.all.map((stream) => stream.isClosed)).toEqual([true, true, false])
  })

  it("rests when the session has ended, which is said instead", async () => {
    answers.status = 401
    Stream.last.onerror!()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(signedOut.value).toBe(true)
    expect(Stream.all).toHaveLength(1)
  })

  it("is another one in another seat, which has missed nothing", async () => {
    Stream.last.say("hello", 7)
    me.value = { ...me.value!, seat_id: "s2" }
    await vi.advanceTimersByTimeAsync(0)
    expect(Stream.all.map((stream) => [stream.url, stream.isClosed])).toEqual([["/api/v1/stream?seat=s1", true], ["/api/v1/stream?seat=s2", false]])
  })

  it("is closed with the page", () => {
    scope.stop()
    expect(Stream.last.isClosed).toBe(true)
  })
})
