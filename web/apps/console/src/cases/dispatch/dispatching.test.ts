import { ProblemError } from "@cityloop/api-client"
import { expect, test } from "vitest"

import { proposals, sendable, sendAll, type Detail, type Item, type Ruling } from "@/cases/dispatch/dispatching"

function ruling(body: string): Ruling {
  return { body_id: body, body_name: body, rule_id: 1, reason: "因为", reason_en: "because" }
}

function item(id: string, more: Partial<Item> = {}): Item {
  return { id, detail: { id, version: 3 } as Detail, ruling: ruling("HW"), state: "ready", note: "", key: `key of ${id}`, ...more }
}

function problem(slug: string): ProblemError {
  return new ProblemError({ type: `urn:cityloop:problem:${slug}`, title: slug, status: 409, detail: slug })
}

async function run(items: Item[], answers: Record<string, unknown> = {}, stopAfter = Infinity): Promise<{ now: Item[]; sent: string[] }> {
  let now = items
  const sent: string[] = []
  await sendAll(items, {
    bodyOf: ({ ruling: found }) => found?.body_id ?? null,
    send: async ({ id }, body) => {
      sent.push(`${id} to ${body}`)
      await Promise.resolve()
      if (answers[id] !== undefined) throw answers[id] as Error
    },
    changed: (changed) => { now = now.map((other) => (other.id === changed.id ? changed : other)) },
    words: (error) => (error as Error).message,
    isStopped: () => sent.length >= stopAfter,
  })
  return { now, sent }
}

test("each goes to the body proposed for it, one after the other", async () => {
  const { now, sent } = await run([item("a"), item("b", { ruling: ruling("SZ") })])

  expect(sent).toEqual(["a to HW", "b to SZ"])
  expect(now.map(({ state }) => state)).toEqual(["done", "done"])
})

test("one that fails stops none, and says why", async () => {
  const { now } = await run([item("a"), item("b"), item("c")], { a: problem("stale-version"), b: problem("unreachable") })

  expect(now.map(({ state, note }) => [state, note])).toEqual([["stale", "stale-version"], ["failed", "unreachable"], ["done", ""]])
})

test("a second try sends only what failed, with the same key; what was stale is not forced", async () => {
  const { now, sent } = await run([item("a", { state: "stale" }), item("b", { state: "failed" }), item("c", { state: "done" }), item("d", { state: "closed" })])

  expect(sent).toEqual(["b to HW"])
  expect(now.find(({ id }) => id === "b")?.key).toBe("key of b")
})

test("what has nowhere to go waits", () => {
  const items = [item("a", { ruling: null }), item("b", { detail: null })]

  expect(sendable(items, ({ ruling: found }) => found?.body_id ?? null)).toEqual([])
})

test("stopping leaves the rest as it was", async () => {
  const { now } = await run([item("a"), item("b")], {}, 1)

  expect(now.map(({ state }) => state)).toEqual(["done", "ready"])
})

test("proposals are counted, the most wanted first; what cannot be sent does not count", () => {
  const found = proposals([item("a"), item("b", { ruling: ruling("SZ") }), item("c", { ruling: ruling("SZ") }), item("d", { state: "closed" }), item("e", { ruling: null })])

  expect(found.map(({ ruling: { body_id: body }, count }) => [body, count])).toEqual([["SZ", 2], ["HW", 1]])
})
