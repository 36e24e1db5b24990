/** The life of a component as a story: surveyed, damaged, mended, removed; and the cases of its life between. */
import type { Schemas } from "@cityloop/api-client"

import type { Component } from "@/assets/words"

export type StateChange = Schemas["StateChange"]

export type Chapter =
  | { kind: "state"; key: string; at: string; change: StateChange }
  | { kind: "entered"; key: string; at: string }
  | { kind: "surveyed"; key: string; day: string }

/** Return the chapters, the latest first; the survey is the oldest, even where the inventory was filled later. */
export function lifeOf(shown: Component, changes: readonly StateChange[]): Chapter[] {
  const told: Chapter[] = changes.map((change) => ({ kind: "state", key: `state-${change.id}`, at: change.changed_at, change }))
  told.sort((one, other) => Date.parse((other as { at: string }).at) - Date.parse((one as { at: string }).at))
  told.push({ kind: "entered", key: "entered", at: shown.valid_from })
  if (shown.surveyed_on) told.push({ kind: "surveyed", key: "surveyed", day: shown.surveyed_on })
  return told
}
