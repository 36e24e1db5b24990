/** Definitions carry their names in both languages. */
import { language } from "@/text"

export function called({ zh, en }: { zh: string; en: string }): string {
  return language() === "en" ? en : zh
}
