/** The life of a component as a story: surveyed, damaged, mended, looked at again, removed. */
import type { Schemas } from "@cityloop/api-client"

import type { Component } from "@/assets/words"

export type StateChange = Schemas["StateChange"]
export type ComponentLook = Schemas["ComponentLook"]

export type Chapter =
  | { kind: "state"; key: string; at: string; change: StateChange }
  | { kind: "look"; key: string; at: string; look: ComponentLook }
  | { kind: "entered"; key: string; at: string }
  | { kind: "surveyed"; key: string; day: string }

/** Return the chapters, the latest first; the survey is the oldest, even where the inventory was filled later. */
export function lifeOf(shown: Component, changes: readonly StateChange[], looks: readonly ComponentLook[]): Chapter[] {
  const dated = [
    ...changes.map((change) => ({ kind: "state" as const, key: `state-${change.id}`, at: change.changed_at, change })),
    ...looks.map((look) => ({ kind: "look" as const, key: `look-${look.survey_id}`, at: look.looked_at, look })),
  ]
  dated.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  const told: Chapter[] = [...dated]
  told.push({ kind: "entered", key: "entered", at: shown.valid_from })
  if (shown.surveyed_on) told.push({ kind: "surveyed", key: "surveyed", day: shown.surveyed_on })
  return told
}
