/** Definitions carry their names in both languages. */
import { language } from "@/text"

export function called({ zh, en }: { zh: string; en: string }): string {
  return language() === "en" ? en : zh
}

/** Return what a grade is called, null where there is none. */
export function graded({ grade, grade_en: en }: { grade: string | null; grade_en: string | null }): string | null {
  return grade === null ? null : called({ zh: grade, en: en ?? grade })
}

/** Return the note of a scheme; a city may have written one in one language only. */
export function noted({ note, note_en: en }: { note: string; note_en: string }): string {
  return called({ zh: note, en: en === "" ? note : en })
}
