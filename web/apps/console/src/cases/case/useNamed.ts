/** Words of the API in the language that is shown; a word that is not known here stands for itself. */
import { useI18n } from "vue-i18n"

export function useNamed() {
  const texts = useI18n()
  const has = (key: string): boolean => texts.te(key)
  return {
    has,
    /** Return the text of a word below a place: `named("cases.page.input", "limit")`. */
    named: (place: string, word: string): string => (has(`${place}.${word}`) ? texts.t(`${place}.${word}`) : word),
  }
}
