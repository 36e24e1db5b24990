/** A component while it is being entered. */
import type { Schemas } from "@cityloop/api-client"

import type { Accuracy, ComponentState } from "@/assets/words"

export interface Draft {
  class_code: string
  name: string
  state: ComponentState
  manager_body_id: string
  owner_body_id: string
  keeper_body_id: string
  accuracy: Accuracy | ""
  data_source: string
  note: string
  /** `2026-11-22`; nothing is today. */
  surveyed_on: string | null
}

/** Return what the server is told; what was left empty is not told. */
export function entered(draft: Draft, { longitude, latitude }: { longitude: number; latitude: number }): Schemas["NewComponent"] {
  const { manager_body_id: manager, owner_body_id: owner, keeper_body_id: keeper, accuracy, surveyed_on: surveyed, ...texts } = draft
  return {
    ...texts, longitude, latitude, manager_body_id: manager || null, owner_body_id: owner || null, keeper_body_id: keeper || null,
    accuracy: accuracy || null, surveyed_on: surveyed || null,
  }
}
