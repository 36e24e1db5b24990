/** What somebody finds at a site: begun with what was found before, sent as one thing however often it is tried. */
import { ProblemError, read, type Schemas } from "@cityloop/api-client"
import { ref, watch, type Ref } from "vue"
import { useI18n } from "vue-i18n"

import { device, standing, type Place } from "@/appraisal/standing"
import { APPRAISALS, type VisitedLeaf } from "@/appraisal/useAppraisal"
import { api } from "@/common/server"
import { inForm } from "@/standards/setup/files"
import { useAct } from "@/standards/setup/useAct"
import { newKey } from "@/standards/setup/useWrite"

export type Visit = Schemas["VisitView"]
export interface Found { leaf: VisitedLeaf; looked: number; met: number; words: string }

interface Sending { key: string; facts: { taken_at: string; device: string; place: Place | null } }

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
  const underWay = new Map<string, Sending>() // photographs that have not arrived: what is chosen again is the same one
  let visit: Sending["facts"] | null = null // said once for all tries: what is sent again says the same
  let isFilled = false

  watch([leaves, visits], ([told, before]) => {
    if (isFilled || told === undefined || before === undefined) return
    isFilled = true
    found.value = foundBefore(told, before)
  }, { immediate: true })

  async function save(): Promise<boolean> {
    const observations = found.value.filter(({ looked }) => looked > 0).map(({ leaf, looked, met, words: told }) => ({ leaf: leaf.code, looked_at: looked, met, words: told }))
    visit ??= { taken_at: new Date().toISOString(), device: device(), place: await standing() }
    const body = { visited_at: visit.taken_at, observations, words: words.value, device: visit.device, ...visit.place }
    return act((key) => settled(() => { visit = null }, read(api.POST("/api/v1/appraisal/drawn-sites/{site_id}/visits", { params: { path: { site_id: site.value }, header: { "Idempotency-Key": key } }, body }))), t("appraisal.visit.saved"))
  }

  /** Send photographs one by one; one that does not arrive ends it, and is the same one when it is chosen again. */
  async function upload(files: readonly File[]): Promise<void> {
    const place = await standing()
    for (const file of files) {
      const name = `${file.name}/${file.size}/${file.lastModified}`
      const fresh = { key: newKey(), facts: { taken_at: new Date(Math.min(file.lastModified, Date.now())).toISOString(), device: device(), place } }
      const { key, facts } = underWay.get(name) ?? fresh
      underWay.set(name, { key, facts })
      const told = { taken_at: facts.taken_at, device: facts.device, ...(facts.place && { longitude: String(facts.place.longitude), latitude: String(facts.place.latitude) }) }
      const isKept = await act(() => settled(() => { underWay.delete(name) }, read(api.POST("/api/v1/appraisal/drawn-sites/{site_id}/photos", {
        params: { path: { site_id: site.value }, header: { "Idempotency-Key": key } }, body: { file: file.name, taken_at: facts.taken_at, device: facts.device }, bodySerializer: () => inForm(file)(told),
      }))), t("appraisal.visit.added"))
      if (!isKept) return
    }
  }

  return { busy, act, found, words, save, upload }
}

/** Do something once the server has answered, whatever it said; a try that was lost on the way is made again as it was. */
async function settled<T>(forget: () => void, sent: Promise<T>): Promise<T> {
  try {
    const made = await sent
    forget()
    return made
  } catch (error) {
    if (error instanceof ProblemError) forget()
    throw error
  }
}
