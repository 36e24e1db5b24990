/** The class table as people read it: major classes, and the minor ones of each. */
import type { Schemas } from "@cityloop/api-client"

export type ClassView = Schemas["ClassView"]
export type MatterKind = Schemas["MatterKind"]

export interface Major {
  code: string
  name: string
  classes: ClassView[]
}

/** Return the major classes of a kind with those of their classes whose number or name holds these words. */
export function majorsOf(all: readonly ClassView[], kind: MatterKind, words = ""): Major[] {
  const wanted = words.trim().toLowerCase()
  const majors = new Map<string, Major>()
  for (const known of all) {
    if (known.kind !== kind || !holds(known, wanted)) continue
    const major = majors.get(known.major_code) ?? { code: known.major_code, name: known.major_name, classes: [] }
    major.classes.push(known)
    majors.set(known.major_code, major)
  }
  return [...majors.values()].sort((one, other) => one.code.localeCompare(other.code))
}

function holds({ code, name }: ClassView, words: string): boolean {
  return code.startsWith(words) || name.toLowerCase().includes(words)
}
