/** Finding a class by what is typed: its code, Chinese, the initials of its pinyin, or the whole of it. */
import type { ClassView } from "@/cases/words"

export interface Sound {
  /** `bllj` */
  initials: string
  /** `baolulaji` */
  whole: string
}

export type Reader = (name: string) => Sound
export type Findable = Sound & { found: ClassView }

/** What reads a name aloud, made from pinyin-pro (which is loaded when it is first needed). */
export function reader(pinyin: (text: string, options: { toneType: "none"; type: "array" }) => string[]): Reader {
  return (name) => {
    const syllables = pinyin(name.replace(/[^\p{L}\p{N}]/gu, ""), { toneType: "none", type: "array" }).map((each) => each.toLowerCase())
    return { initials: syllables.map((each) => each.charAt(0)).join(""), whole: syllables.join("") }
  }
}

/** Without a reader only codes and Chinese are found. */
export function indexed(classes: readonly ClassView[], read: Reader | null): Findable[] {
  return classes.map((found) => ({ found, ...(read?.(found.name) ?? { initials: "", whole: "" }) }))
}

/** Return the classes that fit every word that was typed, the best first. */
export function findClasses(index: readonly Findable[], typed: string, most = 12): ClassView[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return index
    .map((each) => ({ found: each.found, distance: words.reduce((sum, word) => sum + distance(each, word), 0) }))
    .filter((each) => Number.isFinite(each.distance))
    .sort((one, other) => one.distance - other.distance || one.found.name.length - other.found.name.length || (one.found.code < other.found.code ? -1 : 1))
    .slice(0, most)
    .map((each) => each.found)
}

/** How far a class is from a word: the nearer the more surely it was meant; infinite where it does not fit. */
function distance({ found, initials, whole }: Findable, word: string): number {
  const name = found.name.toLowerCase()
  const fits = [
    found.code === word || name === word,
    found.code.startsWith(word),
    name.startsWith(word),
    name.includes(word),
    initials.startsWith(word),
    whole.startsWith(word),
    initials.includes(word),
    word.length >= 3 && whole.includes(word),
    found.major_name.includes(word),
  ].indexOf(true)
  return fits === -1 ? Infinity : fits
}
