/** What somebody finds at a site: begun with what was found before, sent as one thing however often it is tried. */
import { read, type Schemas } from "@cityloop/api-client"
import { ref, watch, type Ref } from "vue"
import { useI18n } from "vue-i18n"

import { device, standing } from "@/appraisal/standing"
import { APPRAISALS, type VisitedLeaf } from "@/appraisal/useAppraisal"
import { api } from "@/common/server"
import { inForm } from "@/standards/setup/files"
import { useAct } from "@/standards/setup/useAct"
import { newKey } from "@/standards/setup/useWrite"

export type Visit = Schemas["VisitView"]
export interface Found { leaf: VisitedLeaf; looked: number; met: number; words: string }

/** Return what was said last of each indicator, or nothing yet. */
export function foundBefore(leaves: readonly VisitedLeaf[], visits: readonly Visit[]): Found[] {
  const said = new Map(visits.toSorted((one, other) => one.number - other.number).flatMap(({ observations }) => observations.map((each) => [each.leaf, each] as const)))
  return leaves.map((leaf) => {
    const last = said.get(leaf.code)
    return { leaf, looked: last?.looked_at ?? 0, met: last?.met ?? 0, words: last?.words ?? "" }
  })
}

/**
 * Return the form of a visit to a site.
 *
 * @param leaves what is looked at; `visits` are those of before. The form is filled once both are known, and not again.
 */
export function useVisit(site: Ref<string>, leaves: Ref<readonly VisitedLeaf[] | undefined>, visits: Ref<readonly Visit[] | undefined>) {
  const { t } = useI18n()
  const { busy, act } = useAct([APPRAISALS])
  const found = ref<Found[]>([])
  const words = ref("")
  const keys = new Map<string, string>() // of photographs that have not arrived: what is chosen again is the same one
  let isFilled = false

  watch([leaves, visits], ([told, before]) => {
    if (isFilled || told === undefined || before === undefined) return
    isFilled = true
    found.value = foundBefore(told, before)
  }, { immediate: true })

  async function save(): Promise<boolean> {
    const observations = found.value.filter(({ looked }) => looked > 0).map(({ leaf, looked, met, words: told }) => ({ leaf: leaf.code, looked_at: looked, met, words: told }))
    const body = { visited_at: new Date().toISOString(), observations, words: words.value, device: device(), ...(await standing()) }
    return act((key) => read(api.POST("/api/v1/appraisal/drawn-sites/{site_id}/visits", { params: { path: { site_id: site.value }, header: { "Idempotency-Key": key } }, body })), t("appraisal.visit.saved"))
  }

  /** Send photographs one by one; one that does not arrive ends it, and keeps its key until it is chosen again. */
  async function upload(files: readonly File[]): Promise<void> {
    const place = await standing()
    for (const file of files) {
      const name = `${file.name}/${file.size}/${file.lastModified}`
      const key = keys.get(name) ?? newKey()
      keys.set(name, key)
      const taken_at = new Date(Math.min(file.lastModified, Date.now())).toISOString()
      const facts = { taken_at, device: device(), ...(place && { longitude: String(place.longitude), latitude: String(place.latitude) }) }
      const isKept = await act(() => read(api.POST("/api/v1/appraisal/drawn-sites/{site_id}/photos", {
        params: { path: { site_id: site.value }, header: { "Idempotency-Key": key } }, body: { file: file.name, taken_at, device: facts.device }, bodySerializer: () => inForm(file)(facts),
      })), t("appraisal.visit.added"))
      if (!isKept) return
      keys.delete(name)
    }
  }

  return { busy, act, found, words, save, upload }
}
