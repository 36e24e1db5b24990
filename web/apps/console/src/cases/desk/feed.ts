/**
 * A list of any length that is read page by page and kept alive by news.
 *
 * It is a row of stretches. Each covers a fixed interval of the order: it begins after a cursor and ends with the row that was
 * its last when it was first read. Rows come and go inside their stretch, so that reading one again never touches another.
 * The rows of stretches far from the reader are dropped; only how many there were is kept, and their cursor to read them again.
 */
export interface Stretch<R> {
  /** Where to read it; null is the beginning of the list. */
  cursor: string | null
  /** Null: not read, or dropped. */
  rows: readonly R[] | null
  count: number
  /** The row it ends with, which may have gone since; null: it goes on to the end of the list. */
  end: R | null
}

export type Feed<R> = readonly Stretch<R>[]

export interface Answer<R> {
  rows: readonly R[]
  next: string | null
}

export interface Keyed {
  key: string
}

/** Negative where the first row comes before the second. */
export type Compare<R> = (one: R, other: R) => number

export function unread<R>(): Feed<R> {
  return [{ cursor: null, rows: null, count: 0, end: null }]
}

/** Whether anything was read at all. */
export function isRead<R>(feed: Feed<R>): boolean {
  return feed[0]?.rows !== null || feed.length > 1
}

/** Whether the list goes on beyond what is known. */
export function hasMore<R>(feed: Feed<R>): boolean {
  const last = feed.at(-1)
  return last !== undefined && last.rows === null && last.count === 0 && last.end === null
}

/** Return the feed with the answer to what was asked at a cursor. */
export function received<R extends Keyed>(feed: Feed<R>, cursor: string | null, answer: Answer<R>, compare: Compare<R>): Feed<R> {
  const place = feed.findIndex((stretch) => stretch.cursor === cursor)
  const old = feed[place]
  if (old === undefined) return feed
  const { end } = old
  const inside = end === null ? answer.rows : answer.rows.filter((row) => compare(row, end) <= 0)
  const last = inside.at(-1)
  const isWhole = answer.next === null || inside.length < answer.rows.length || last === undefined || (end !== null && compare(last, end) >= 0)
  const made: Stretch<R>[] = isWhole
    ? [{ cursor, rows: inside, count: inside.length, end }]
    : [
        { cursor, rows: inside, count: inside.length, end: last },
        { cursor: answer.next, rows: null, count: end === null ? 0 : Math.max(1, old.count - inside.length), end },
      ]
  const keys = new Set(inside.map((row) => row.key))
  const without = (stretch: Stretch<R>): Stretch<R> => kept(stretch, (row) => !keys.has(row.key))
  return [...feed.slice(0, place).map(without), ...made, ...feed.slice(place + 1).map(without)]
}

/** Return the feed with a row in its place, where that place has been read. */
export function put<R extends Keyed>(feed: Feed<R>, row: R, compare: Compare<R>): Feed<R> {
  const rest = taken(feed, row.key)
  const place = rest.findIndex(({ end }) => end === null || compare(row, end) <= 0)
  const stretch = rest[place]
  if (!stretch?.rows) return rest
  const found = stretch.rows.findIndex((other) => compare(row, other) < 0)
  const rows = stretch.rows.toSpliced(found === -1 ? stretch.rows.length : found, 0, row)
  return rest.with(place, { ...stretch, rows, count: rows.length })
}

/** Return the feed without a row. */
export function taken<R extends Keyed>(feed: Feed<R>, key: string): Feed<R> {
  return has(feed, key) ? feed.map((stretch) => kept(stretch, (row) => row.key !== key)) : feed
}

export function has<R extends Keyed>(feed: Feed<R>, key: string): boolean {
  return feed.some(({ rows }) => rows?.some((row) => row.key === key))
}

function kept<R>(stretch: Stretch<R>, wanted: (row: R) => boolean): Stretch<R> {
  if (stretch.rows === null || stretch.rows.every(wanted)) return stretch
  const rows = stretch.rows.filter(wanted)
  return { ...stretch, rows, count: rows.length }
}

/** How many stretches on each side of the reader keep their rows. */
const KEPT_AROUND = 3

/** Return the feed without the rows far from those that are shown; the beginning is always kept, for that is where news comes. */
export function trimmed<R>(feed: Feed<R>, first: number, last: number): Feed<R> {
  const from = stretchAt(feed, first) - KEPT_AROUND
  const to = stretchAt(feed, last) + KEPT_AROUND
  const isFar = (place: number): boolean => place > 0 && (place < from || place > to)
  if (!feed.some(({ rows }, place) => rows !== null && isFar(place))) return feed
  return feed.map((stretch, place) => (stretch.rows !== null && isFar(place) ? { ...stretch, rows: null } : stretch))
}

/** How many rows before the end of what is read the next page is asked for. */
const AHEAD = 80

/** Return the cursors that should be read for these rows to be shown. */
export function wanted<R>(feed: Feed<R>, first: number, last: number): (string | null)[] {
  const from = stretchAt(feed, Math.max(0, first - AHEAD))
  const to = Math.min(feed.length - 1, stretchAt(feed, last + AHEAD))
  return feed.slice(from, to + 1).filter(({ rows }) => rows === null).map(({ cursor }) => cursor)
}

export function total<R>(feed: Feed<R>): number {
  return starts(feed).at(-1) ?? 0
}

export function rowAt<R>(feed: Feed<R>, index: number): R | null {
  const place = stretchAt(feed, index)
  return feed[place]?.rows?.[index - (starts(feed)[place] ?? 0)] ?? null
}

/** Return the place of a row in the whole list; -1 where it is not among those read. */
export function indexOf<R extends Keyed>(feed: Feed<R>, key: string): number {
  for (const [place, { rows }] of feed.entries()) {
    const within = rows?.findIndex((row) => row.key === key) ?? -1
    if (within !== -1) return (starts(feed)[place] ?? 0) + within
  }
  return -1
}

/** All rows that are held. */
export function held<R>(feed: Feed<R>): R[] {
  return feed.flatMap(({ rows }) => rows ?? [])
}

const counted = new WeakMap<object, number[]>()

/** Where each stretch begins, and behind the last one where the list ends. */
function starts<R>(feed: Feed<R>): number[] {
  const known = counted.get(feed)
  if (known !== undefined) return known
  const found = [0]
  for (const { count } of feed) found.push((found.at(-1) ?? 0) + count)
  counted.set(feed, found)
  return found
}

/** The last stretch that begins at or before this row. */
function stretchAt<R>(feed: Feed<R>, index: number): number {
  const all = starts(feed)
  let low = 0
  let high = feed.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((all[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  return low
}
