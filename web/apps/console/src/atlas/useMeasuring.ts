/** Measuring on a map: what is measured, and what came of it in words. */
import type { Measured, MeasureKind } from "@cityloop/map"
import { computed, ref } from "vue"
import { useI18n } from "vue-i18n"

import { language } from "@/text"

const KILOMETRE = 1000
const HECTARE = 10_000

export function useMeasuring() {
  const { t } = useI18n()
  const kind = ref<MeasureKind | null>(null)
  const found = ref<Measured | null>(null)
  const written = (value: number): string => value.toLocaleString(language(), { maximumFractionDigits: value < 100 ? 2 : 0 })
  const said = computed(() => {
    if (kind.value === null) return ""
    if (found.value === null) return t("atlas.measure.hint")
    const { value } = found.value
    const size = kind.value === "length"
      ? value < KILOMETRE ? t("atlas.measure.metres", { n: written(value) }) : t("atlas.measure.kilometres", { n: written(value / KILOMETRE) })
      : value < HECTARE ? t("atlas.measure.squareMetres", { n: written(value) }) : t("atlas.measure.hectares", { n: written(value / HECTARE) })
    return `${size} · ${t("atlas.measure.corners", { n: found.value.corners })}`
  })

  /** Begin to measure, or end it where it is under way. */
  function toggle(wanted: MeasureKind): void {
    kind.value = kind.value === wanted ? null : wanted
    found.value = null
  }
  return { kind, found, said, toggle }
}
