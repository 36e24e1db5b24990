/** The way of a case through its stages: where it has been, is, may go, and how often it came back. */
import type { Schemas } from "@cityloop/api-client"

type Lifecycle = Schemas["LifecycleOut"]
type Stay = Schemas["StayOut"]
type Move = Schemas["MoveOut"]

export interface StageNode {
  name: string
  state: "here" | "past" | "next" | "unreached"
  visits: number
  isLate: boolean
  /** The verbs by which the caller may take the case here. */
  verbs: string[]
  /** When the case left this stage last, or came to it where it still is. */
  at: string | null
}

export interface WayBack {
  from: number
  to: number
  verb: string
  source: string
  count: number
}

export interface Diagram {
  nodes: StageNode[]
  back: WayBack[]
}

const PREVIOUS = "PREVIOUS"

export function diagramOf(lifecycle: Lifecycle, stays: readonly Stay[], here: string, previous: string, moves: readonly Move[]): Diagram {
  const next = new Map<string, string[]>()
  for (const move of moves) {
    const target = move.target === PREVIOUS ? previous : move.target
    next.set(target, [...(next.get(target) ?? []), move.verb])
  }
  const visited = new Set([...stays.map((stay) => stay.stage), here])
  const known = lifecycle.stages.map((stage) => stage.name)
  const strange = [...visited].filter((name) => !known.includes(name))
  const shown = [...known.filter((name) => visited.has(name) || next.has(name) || isOnTheWay(lifecycle, name)), ...strange]
  return { nodes: shown.map((name) => nodeOf(name, stays, here, next.get(name) ?? [])), back: waysBack(shown, stays) }
}

function nodeOf(name: string, stays: readonly Stay[], here: string, verbs: string[]): StageNode {
  const own = stays.filter((stay, place) => stay.stage === name && stays[place - 1]?.stage !== name)
  const last = stays.filter((stay) => stay.stage === name).at(-1)
  const state = name === here ? "here" : last !== undefined ? "past" : verbs.length > 0 ? "next" : "unreached"
  return {
    name,
    state,
    visits: own.length,
    isLate: stays.some((stay) => stay.stage === name && stay.on_time === false),
    verbs,
    at: last === undefined ? null : name === here ? last.arrived_at : last.left_at,
  }
}

/** Stages that an ordinary case comes through: open or closed ones to which a move leads from another stage. */
function isOnTheWay(lifecycle: Lifecycle, name: string): boolean {
  const stage = lifecycle.stages.find((known) => known.name === name)
  const isReached = lifecycle.moves.some((move) => move.target === name && move.sources.some((source) => source !== name && source !== "START"))
  return isReached && (stage?.phase === "OPEN" || stage?.phase === "CLOSED")
}

function waysBack(shown: readonly string[], stays: readonly Stay[]): WayBack[] {
  const found = new Map<string, WayBack>()
  for (const [place, stay] of stays.entries()) {
    const before = stays[place - 1]
    if (before === undefined) continue
    const [from, to] = [shown.indexOf(before.stage), shown.indexOf(stay.stage)]
    if (to >= from) continue
    const key = `${from}/${to}/${before.verb}`
    found.set(key, { from, to, verb: before.verb, source: before.stage, count: (found.get(key)?.count ?? 0) + 1 })
  }
  return [...found.values()]
}
