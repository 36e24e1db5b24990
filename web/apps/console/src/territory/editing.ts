/** What somebody draws on the grids: operations one after the other, of which the last can be taken back. */
import type { Schemas } from "@cityloop/api-client"

export type Operation = Schemas["OperationIn"]
export type Spot = [longitude: number, latitude: number]
export type Tool = "pick" | Operation["kind"]
/** What grids are marked with; what is left empty stays as it is. */
export interface Marks { area_level: "A" | "B" | "C" | ""; land_use: string; management_level: string }

/** How many grids a tool works on: at least and at most. */
const WORKS_ON: Record<Exclude<Tool, "pick">, readonly [number, number]> = { CUT: [1, 1], MERGE: [2, 50], BORDER: [2, 2], NUMBER: [1, 50], MARK: [1, 50], DUTY: [1, 5] }
export const TOOLS: readonly Tool[] = ["pick", "CUT", "MERGE", "BORDER", "NUMBER", "MARK", "DUTY"]
const POINTS_OF_A_LINE = 2
export const UNMARKED: Marks = { area_level: "", land_use: "", management_level: "" }

/** Return whether a tool wants a line. */
export function needsLine(tool: Tool): tool is "CUT" | "BORDER" {
  return tool === "CUT" || tool === "BORDER"
}

/** Return whether the next click on the map draws: the tool has its grids and wants a line. */
export function isDrawing(tool: Tool, chosen: readonly string[]): boolean {
  return needsLine(tool) && chosen.length >= WORKS_ON[tool][0]
}

/** Return whether a tool has what it needs: its grids, a line where one is drawn, a mark where one is given. */
export function isReady(tool: Tool, chosen: readonly string[], line: readonly Spot[], marks: Marks = UNMARKED): boolean {
  if (tool === "pick") return false
  const [fewest, most] = WORKS_ON[tool]
  if (chosen.length < fewest || chosen.length > most) return false
  return tool === "MARK" ? Object.keys(given(marks)).length > 0 : !needsLine(tool) || line.length >= POINTS_OF_A_LINE
}

/** Return the operation that a tool makes of what was chosen, drawn and given. */
export function operation(tool: Exclude<Tool, "pick">, chosen: readonly string[], line: readonly Spot[], marks: Marks = UNMARKED): Operation {
  const spots = needsLine(tool) ? line.map(([longitude, latitude]): Spot => [round(longitude), round(latitude)]) : []
  return { kind: tool, grids: [...chosen], line: spots, ...(tool === "MARK" ? given(marks) : {}) }
}

/** Return the marks that were filled in. */
export function given(marks: Marks): Partial<Pick<Operation, "area_level" | "land_use" | "management_level">> {
  const { area_level, land_use, management_level } = marks
  return {
    ...(area_level === "" ? {} : { area_level }),
    ...(land_use.trim() === "" ? {} : { land_use: land_use.trim() }),
    ...(management_level.trim() === "" ? {} : { management_level: management_level.trim() }),
  }
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
