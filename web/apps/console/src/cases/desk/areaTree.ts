/** The divisions of an area as a tree. */
import type { Division } from "@/cases/desk/useRowWords"

export interface Area {
  value: string
  label: string
  children: Area[]
}

/** Return the divisions of an area; the city itself is no choice, it is what one has without choosing. */
export function areaTree(divisions: readonly Division[], within: string): Area[] {
  const known = new Map<string, Area>()
  const roots: Area[] = []
  for (const { code, name, level, parent_code: parent } of divisions) {
    if (level === "CITY" || !code.startsWith(within)) continue
    const area: Area = { value: code, label: name, children: [] }
    known.set(code, area)
    const above = parent == null ? undefined : known.get(parent)
    ;(above?.children ?? roots).push(area)
  }
  return roots
}
