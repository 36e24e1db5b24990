/** Divisions as a tree to choose from, and the way to one of them. */

interface Division {
  code: string
  name: string
  level: string
  parent_code: string | null
}

export interface Area {
  code: string
  name: string
  children?: Area[]
}

const CODE_LENGTHS = [6, 9, 12]

/** Return the districts with their streets and communities; the city itself is no area of its own. */
export function areaTree(divisions: readonly Division[]): Area[] {
  const areas = new Map<string, Area>(divisions.filter(({ level }) => level !== "CITY").map(({ code, name }) => [code, { code, name }]))
  const top: Area[] = []
  for (const { code, parent_code, level } of divisions) {
    const area = areas.get(code)
    if (area === undefined || level === "CITY") continue
    const parent = parent_code === null ? undefined : areas.get(parent_code)
    if (parent === undefined) top.push(area)
    else (parent.children ??= []).push(area)
  }
  return top
}

/** Return the names on the way to an area; what has no name is written as its code. */
export function pathOf(code: string, names: ReadonlyMap<string, string>): string {
  const known = CODE_LENGTHS.filter((length) => length <= code.length).map((length) => names.get(code.slice(0, length))).filter((name) => name !== undefined)
  return [...known, ...(names.has(code) ? [] : [code])].join(" / ")
}
