/** Areas of the city, by code and by the way to them. */

interface Division {
  code: string
  name: string
  level: string
}

export interface Area {
  code: string
  /** The names on the way to it, itself last. */
  path: string
}

const CODE_LENGTHS = [6, 9, 12]

/** Return districts, streets and communities, each below its own; the city itself is no area. */
export function areasOf(divisions: readonly Division[]): Area[] {
  const areas = divisions.filter(({ level }) => level !== "CITY")
  const names = new Map(areas.map(({ code, name }) => [code, name]))
  return areas.map(({ code }) => ({ code, path: pathOf(code, names) })).sort((one, other) => (one.code < other.code ? -1 : 1))
}

/** Return the names on the way to an area; what has no name is written as its code. */
export function pathOf(code: string, names: ReadonlyMap<string, string>): string {
  const known = CODE_LENGTHS.filter((length) => length <= code.length).map((length) => names.get(code.slice(0, length))).filter((name) => name !== undefined)
  return [...known, ...(names.has(code) ? [] : [code])].join(" / ")
}

/** Return the first areas whose way or code holds the words, and the one that is chosen. */
export function matching(areas: readonly Area[], words: string, chosen: string, most: number): Area[] {
  const wanted = words.trim()
  const found = areas.filter(({ code, path }) => path.includes(wanted) || code.startsWith(wanted)).slice(0, most)
  const kept = areas.find(({ code }) => code === chosen)
  return kept === undefined || found.includes(kept) ? found : [kept, ...found]
}
