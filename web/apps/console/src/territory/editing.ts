/** What somebody draws on the grids: operations one after the other, of which the last can be taken back. */
import type { Schemas } from "@cityloop/api-client"

export type Operation = Schemas["OperationIn"]
export type Spot = [longitude: number, latitude: number]
export type Tool = "pick" | "CUT" | "MERGE" | "BORDER"

/** How many grids a tool works on: at least and at most. */
const WORKS_ON: Record<Exclude<Tool, "pick">, readonly [number, number]> = { CUT: [1, 1], MERGE: [2, 50], BORDER: [2, 2] }
const POINTS_OF_A_LINE = 2

/** Return whether the next click on the map draws: the tool has its grids and wants a line. */
export function isDrawing(tool: Tool, chosen: readonly string[]): boolean {
  return (tool === "CUT" || tool === "BORDER") && chosen.length >= WORKS_ON[tool][0]
}

/** Return whether a tool has what it needs: its grids, and a line where one is drawn. */
export function isReady(tool: Tool, chosen: readonly string[], line: readonly Spot[]): boolean {
  if (tool === "pick") return false
  const [fewest, most] = WORKS_ON[tool]
  return chosen.length >= fewest && chosen.length <= most && (tool === "MERGE" || line.length >= POINTS_OF_A_LINE)
}

/** Return the operation that a tool makes of what was chosen and drawn. */
export function operation(tool: Exclude<Tool, "pick">, chosen: readonly string[], line: readonly Spot[]): Operation {
  return { kind: tool, grids: [...chosen], line: tool === "MERGE" ? [] : line.map(([longitude, latitude]): Spot => [round(longitude), round(latitude)]) }
}

/** Return the line that lines of "longitude, latitude" write down; null where one is neither. */
export function spotsOf(text: string): Spot[] | null {
  const rows = text.split("\n").map((row) => row.trim()).filter((row) => row !== "")
  const spots = rows.map((row) => row.split(/[,，\s]+/).map(Number))
  return spots.every((spot) => spot.length === 2 && spot.every(Number.isFinite)) ? (spots as Spot[]) : null
}

/** Write a line down, a point to a row. */
export function written(line: readonly Spot[]): string {
  return line.map(([longitude, latitude]) => `${round(longitude)}, ${round(latitude)}`).join("\n")
}

/** A tenth of a metre: nobody points more finely. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
