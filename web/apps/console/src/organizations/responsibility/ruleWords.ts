/** What a rule of responsibility is about, in words: a class or a beginning of its number. */
import { computed } from "vue"
import { useI18n } from "vue-i18n"

import { useClasses } from "@/cases/words"

export function useRuleWords() {
  const { t } = useI18n()
  const { data } = useClasses()
  const names = computed(() => {
    const known = new Map<string, string>()
    for (const { kind, code, name, major_code, major_name } of data.value ?? []) {
      known.set(`${kind}/${code}`, name)
      known.set(`${kind}/${major_code}`, major_name)
    }
    return known
  })

  /** Return the name of a class, of a major class, or of every class of a kind. */
  function matterName(kind: string | null, code: string): string {
    if (kind === null) return t("organizations.rules.everything")
    return code === "" ? t("organizations.rules.everyOf", { kind: t(`cases.kind.${kind}`) }) : (names.value.get(`${kind}/${code}`) ?? "")
  }

  return { matterName }
}
