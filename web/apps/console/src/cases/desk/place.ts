/** Keeping the reader's place in a list that changes and may be longer than a browser can draw. */
import { indexOf, rowAt, type Feed, type Keyed } from "@/cases/desk/feed"

/** How many rows can be scrolled through before the ground beneath is moved; browsers draw no page of any height. */
export const SPAN = 20_000
const STEP = SPAN / 2
const EDGE = 200

/** Return which row of the whole list the scrolled part should begin with, given the rows of that part that are shown. */
export function rebased(base: number, last: number, first: number, length: number): number {
  if (last > SPAN - EDGE && base + SPAN < length) return base + STEP
  if (first < EDGE && base > 0) return Math.max(0, base - STEP)
  return base
}

/** Return by how many rows what the reader sees has moved: what most of the rows before their eyes agree on. */
export function shift<R extends Keyed>(before: Feed<R>, now: Feed<R>, top: number, seen: number): number {
  const moves: number[] = []
  for (let index = top; index < top + seen; index += 1) {
    const row = rowAt(before, index)
    const at = row === null ? -1 : indexOf(now, row.key)
    if (at !== -1) moves.push(at - index)
  }
  return moves.sort((one, other) => one - other)[Math.floor((moves.length - 1) / 2)] ?? 0
}
