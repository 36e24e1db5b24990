/** What is said of a place that words may mean: what it is, which of the words agree, how surely it is meant. */
import type { Schemas } from "@cityloop/api-client"
import { useI18n } from "vue-i18n"

export interface Meant {
  precision: Schemas["Precision"]
  matched: Readonly<Record<string, string>>
  score: number
}

const LETTERS = /\p{L}/u
const TELEPHONE = /\d{7}/
const WHOLE_TELEPHONE = /^(\+?86)?(1[3-9]\d{9}|0\d{9,11}|\d{7,8})$/

/** Whether words may mean a place. What holds a telephone number is not asked: it would stand in the address of the request. */
export function mayBePlace(words: string): boolean {
  return LETTERS.test(words) && !TELEPHONE.test(joined(words))
}

/** Whether words may mean a component. Its code has more digits than a telephone number, and its beginning fewer. */
export function mayBeComponent(words: string): boolean {
  return words.length >= 2 && !WHOLE_TELEPHONE.test(joined(words))
}

function joined(words: string): string {
  return words.replaceAll(/[\s-]/g, "")
}

/** Return the words that agree, each once. */
export function agreed(matched: Readonly<Record<string, string>>): string {
  return [...new Set(Object.values(matched))].join(" ")
}

export function usePlaceWords(): (meant: Meant) => string {
  const { t } = useI18n()
  return ({ precision, matched, score }) =>
    t("search.found", { precision: t(`search.precision.${precision}`), parts: agreed(matched), score: Math.round(score * 100) })
}
