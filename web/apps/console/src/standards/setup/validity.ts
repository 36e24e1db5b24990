/** Whether something holds: the end is excluded. */

export interface Validity {
  from: string | null
  until: string | null
}

export type Standing = "ahead" | "now" | "over"

export function standingOf({ from, until }: Validity, at: number): Standing {
  if (until !== null && Date.parse(until) <= at) return "over"
  return from === null || Date.parse(from) > at ? "ahead" : "now"
}
