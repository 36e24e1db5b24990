/** What moved between two periods, and by how much. Points are exact texts; differences are for the eye only. */
import type { Schemas } from "@cityloop/api-client"

export type League = Schemas["League"]
export type LeagueRow = Schemas["LeagueRow"]
export type TermHead = Schemas["TermHead"]
export type TermView = Schemas["TermView"]

/** Return how much more it is now, null where one of them is not known. */
export function difference(now: string | null, before: string | null): number | null {
  return now === null || before === null ? null : Math.round((Number(now) - Number(before)) * 100) / 100
}

/** Return how many places somebody has risen (above 0) or fallen. */
export function risen({ rank, rank_before: before }: LeagueRow): number | null {
  return rank === null || before === null ? null : before - rank
}

/** Return the rows of a group, the first place first; who has no rank comes last. */
export function inOrder(rows: readonly LeagueRow[], group: string): LeagueRow[] {
  return rows.filter((row) => row.group === group).sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity) || (one.code < other.code ? -1 : 1))
}

/** Return how full a bar is, 0 to 1; deductions have none. */
export function filled(points: string | null, full: string): number {
  return points === null || Number(full) <= 0 ? 0 : Math.min(1, Math.max(0, Number(points) / Number(full)))
}

/** Return the formula by which a group is judged: its own, or that of all. */
export function formulaOf({ formula, by_group: own }: TermHead, group: string): string {
  return own[group] ?? formula
}

/** Return the terms that moved most first, those that did not move last; with their heads. */
export function byMove(terms: readonly TermView[], heads: readonly TermHead[]): { head: TermHead; term: TermView; moved: number | null }[] {
  const found = heads.flatMap((head) => terms.filter(({ key }) => key === head.key).map((term) => ({ head, term, moved: difference(term.points, term.points_before) })))
  return found.sort((one, other) => Math.abs(other.moved ?? 0) - Math.abs(one.moved ?? 0))
}

/** Return the rows that moved most first; who was not there in both periods comes last. */
export function mostMoved(rows: readonly LeagueRow[]): LeagueRow[] {
  const moved = (row: LeagueRow): number => Math.abs(difference(row.total, row.total_before) ?? -1)
  const known = (row: LeagueRow): boolean => difference(row.total, row.total_before) !== null
  return [...rows].sort((one, other) => Number(known(other)) - Number(known(one)) || moved(other) - moved(one) || (one.code < other.code ? -1 : 1))
}
