/** The classes one can choose from, and by which words each is found. */
import type { ClassView } from "@/cases/words"

export type Initials = (name: string) => string

export interface ClassChoice {
  /** `INCIDENT/01` is a whole major class. */
  value: string
  kind: string
  code: string
  label: string
  /** What may be typed to find it, in small letters. */
  found: string[]
}

/** Return the major classes, each followed by its classes. */
export function choices(classes: readonly ClassView[], initials: Initials, whole: string): ClassChoice[] {
  const majors = new Map<string, ClassChoice>()
  const made: ClassChoice[] = []
  for (const { kind, code, name, major_code: majorCode, major_name: majorName } of classes) {
    const major = `${kind}/${majorCode}`
    if (!majors.has(major)) {
      const choice = { value: major, kind, code: majorCode, label: `${majorName}（${whole}）`, found: [majorName.toLowerCase(), majorCode, initials(majorName)] }
      majors.set(major, choice)
      made.push(choice)
    }
    made.push({ value: `${kind}/${code}`, kind, code, label: name, found: [name.toLowerCase(), code, initials(name)] })
  }
  return made
}
