/** Dispatching several cases one after the other: each by itself, with its own version and key, so that one that fails stops none. */
import { ProblemError, type Schemas } from "@cityloop/api-client"

export type Detail = Schemas["DetailOut"]
export type Ruling = Schemas["Ruling"]

/** `closed`: the server does not offer the move; `stale`: somebody else was quicker. Neither is ever forced. */
export type State = "ready" | "closed" | "unread" | "sending" | "done" | "stale" | "failed"

export interface Item {
  id: string
  detail: Detail | null
  /** Whose the case would be and why; null where no rule says. */
  ruling: Ruling | null
  state: State
  /** What the server said against it. */
  note: string
  /** Sent with the move: a second try after a broken connection is the same move. */
  key: string
}

export interface Sending {
  /** Where a case goes; null where nobody has chosen. */
  bodyOf: (item: Item) => string | null
  send: (item: Item, bodyId: string) => Promise<void>
  changed: (item: Item) => void
  words: (error: unknown) => string
  isStopped: () => boolean
}

/** Which cases can be sent now: those not sent yet and offered, with a body to go to. */
export function sendable(items: readonly Item[], bodyOf: Sending["bodyOf"]): Item[] {
  return items.filter((item) => (item.state === "ready" || item.state === "failed") && item.detail !== null && bodyOf(item) !== null)
}

/** Send them one after the other and tell of each as it goes. */
export async function sendAll(items: readonly Item[], sending: Sending): Promise<void> {
  for (const item of sendable(items, sending.bodyOf)) {
    if (sending.isStopped()) return
    const bodyId = sending.bodyOf(item)
    if (bodyId === null) continue
    sending.changed({ ...item, state: "sending", note: "" })
    sending.changed(await sent(item, bodyId, sending))
  }
}

async function sent(item: Item, bodyId: string, { send, words }: Sending): Promise<Item> {
  try {
    await send(item, bodyId)
    return { ...item, state: "done", note: "" }
  } catch (error) {
    const isStale = error instanceof ProblemError && error.slug === "stale-version"
    return { ...item, state: isStale ? "stale" : "failed", note: words(error) }
  }
}

/** The bodies that the rules propose, each with how many of the cases it would get; the most first. */
export function proposals(items: readonly Item[]): { ruling: Ruling; count: number }[] {
  const found = new Map<string, { ruling: Ruling; count: number }>()
  for (const { ruling, state } of items) {
    if (ruling === null || state === "closed") continue
    const known = found.get(ruling.body_id)
    if (known === undefined) found.set(ruling.body_id, { ruling, count: 1 })
    else known.count += 1
  }
  return [...found.values()].sort((one, other) => other.count - one.count)
}
