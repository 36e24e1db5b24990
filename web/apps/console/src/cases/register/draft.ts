/** What has been taken down so far of a call, kept until it is registered. */
import type { Schemas } from "@cityloop/api-client"

export type NewCase = Schemas["CaseIn"]
export type Kind = Schemas["MatterKind"]
export type Source = Schemas["Source"]
export type Urgency = Schemas["Urgency"]

export interface Position {
  longitude: number
  latitude: number
}

export interface PickedComponent {
  code: string
  name: string
  ownerBodyId: string | null
}

export interface Draft {
  /** The Idempotency-Key: it becomes the id of the case, and stays until the case is registered. */
  key: string
  phone: string
  name: string
  wantsAnswer: boolean
  words: string
  kind: Kind | null
  classCode: string
  urgency: Urgency
  source: Source
  address: string
  position: Position | null
  component: PickedComponent | null
}

export function blank(key: string): Draft {
  return {
    key, phone: "", name: "", wantsAnswer: false, words: "", kind: null, classCode: "", urgency: "ROUTINE", source: "HOTLINE",
    address: "", position: null, component: null,
  }
}

/** Return the draft that was kept as text; what cannot be read begins anew. */
export function restored(text: string | null, key: string): Draft {
  const fresh = blank(key)
  if (text === null) return fresh
  try {
    const kept: unknown = JSON.parse(text)
    return isDraft(kept) ? { ...fresh, ...kept } : fresh
  } catch {
    return fresh
  }
}

export function isEmpty(draft: Draft): boolean {
  return JSON.stringify({ ...draft, source: "HOTLINE" }) === JSON.stringify(blank(draft.key))
}

/** What a case cannot be sent without. */
export type Missing = "class" | "place"

export function missing(draft: Draft): Missing[] {
  return [...(draft.kind === null ? (["class"] as const) : []), ...(draft.position === null ? (["place"] as const) : [])]
}

/** Return the case as the API wants it, or null while something is missing. */
export function toCase(draft: Draft): NewCase | null {
  if (draft.kind === null || draft.position === null) return null
  return {
    kind: draft.kind,
    class_code: draft.classCode,
    longitude: draft.position.longitude,
    latitude: draft.position.latitude,
    source: draft.source,
    urgency: draft.urgency,
    description: draft.words,
    address: draft.address,
    component_code: draft.component?.code ?? "",
    photo_ids: [],
    self_disposed: false,
    reporter: { name: draft.name, phone: draft.phone.trim(), wants_answer: draft.wantsAnswer },
  }
}

/** Return a UUID that sorts by time (version 7); `crypto.randomUUID` does not exist on a plain http page. */
export function newKey(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  new DataView(bytes.buffer).setUint16(0, Math.floor(now / 2 ** 32))
  new DataView(bytes.buffer).setUint32(2, now >>> 0)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

function isDraft(kept: unknown): kept is Draft {
  return typeof kept === "object" && kept !== null && "key" in kept && typeof kept.key === "string" && kept.key.length === 36
}
