/** Which colour an area has on the map: by its grade, or by a figure in equal steps. */
import type { Tint, Tints } from "@cityloop/map"

import { graded } from "@/evaluation/called"
import type { LeagueRow } from "@/evaluation/moves"

/** A tint with what the legend says of it: a grade, or the figures it stands for. */
export interface Step extends Tint {
  label: string
}

const STEPS = 5
const STRONG = 0.55
const FAINT = 0.08
const OF_GRADE: Record<string, Tint["colour"]> = { green: "green", blue: "accent", yellow: "yellow", red: "red", black: "text" }
const LEVELS: Record<string, Tints["level"]> = { CITY: "city", DISTRICT: "district", STREET: "street", COMMUNITY: "community", GRID: "grid" }

/** Return the level of areas that a league ranks, null where it ranks no areas. */
export function levelOf(object: string): Tints["level"] | null {
  return LEVELS[object] ?? null
}

/** Return the grades in the order of the best score that has them. */
export function byGrade(rows: readonly LeagueRow[]): Step[] {
  const found = new Map<string, Step & { best: number }>()
  for (const row of rows) {
    const { code, grade, colour, total } = row
    if (grade === null) continue
    const known = found.get(grade) ?? { label: graded(row) ?? grade, colour: OF_GRADE[colour ?? ""] ?? "accent", strength: STRONG, codes: [], best: -Infinity }
    found.set(grade, { ...known, codes: [...known.codes, code], best: Math.max(known.best, Number(total)) })
  }
  return [...found.values()].sort((one, other) => other.best - one.best).map(({ label, colour, strength, codes }) => ({ label, colour, strength, codes }))
}

/** Return steps with one more, for those that are in none of them: an area that has no figure still says why. */
export function withTheRest(steps: readonly Step[], rows: readonly LeagueRow[], label: string): Step[] {
  const shown = new Set(steps.flatMap(({ codes }) => codes))
  const codes = rows.map(({ code }) => code).filter((code) => !shown.has(code))
  return codes.length === 0 ? [...steps] : [...steps, { label, colour: "text", strength: FAINT, codes }]
}

/** Return steps of equal width from the least figure to the greatest, the greatest first; who has none is left out. */
export function byFigure(rows: readonly LeagueRow[], figure: (row: LeagueRow) => string | null, places = 2): Step[] {
  const known = rows.flatMap((row) => {
    const value = figure(row)
    return value === null ? [] : [{ code: row.code, value: Number(value) }]
  })
  if (known.length === 0) return []
  const values = known.map(({ value }) => value)
  const [least, most] = [values.reduce((one, other) => Math.min(one, other)), values.reduce((one, other) => Math.max(one, other))]
  const width = (most - least) / STEPS
  const many = width === 0 ? 1 : STEPS
  const codes = Array.from({ length: many }, (): string[] => [])
  for (const { code, value } of known) codes[width === 0 ? 0 : Math.min(STEPS - 1, Math.floor((value - least) / width))]?.push(code)
  const label = (step: number): string => (width === 0 ? least.toFixed(places) : `${(least + step * width).toFixed(places)} – ${(least + (step + 1) * width).toFixed(places)}`)
  return codes.map((each, step): Step => ({ label: label(step), colour: "accent", strength: many === 1 ? STRONG : 0.14 + (0.7 * step) / (STEPS - 1), codes: each })).reverse()
}
