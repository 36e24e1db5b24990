/** What the server calls things, in the language that is shown: stages and moves from the lifecycle, classes from the standards. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery, useQueryClient } from "@tanstack/vue-query"
import { computed } from "vue"
import { useI18n } from "vue-i18n"

import { api } from "@/common/server"
import { language } from "@/text"

const HOUR = 60

export type Label = Record<string, string>
export type ClassView = Schemas["ClassView"]

/** Return a label of the lifecycle in the language that is shown. */
export function labelled(label: Label | undefined, otherwise = ""): string {
  return label?.[language() === "en" ? "en" : "zh"] ?? otherwise
}

/** Which lifecycle; not known yet while the case is being read. */
type LifecycleId = () => number | undefined

const CURRENT = { queryKey: ["lifecycle"], queryFn: () => read(api.GET("/api/v1/cases/lifecycle")), staleTime: Infinity }

/** The lifecycle that new cases follow. */
export function useLifecycle() {
  return useQuery(CURRENT)
}

/** The lifecycle that a case was born under. It never changes; mostly it is the one that new cases follow. */
export function useOwnLifecycle(id: LifecycleId) {
  const client = useQueryClient()
  return useQuery({
    queryKey: ["lifecycle", id],
    queryFn: async () => {
      const [own, current] = [id() ?? 0, await client.query({ ...CURRENT, staleTime: "static" })]
      return current.id === own ? current : read(api.GET("/api/v1/cases/lifecycle/{lifecycle_id}", { params: { path: { lifecycle_id: own } } }))
    },
    enabled: () => id() !== undefined,
    staleTime: Infinity,
  })
}

/** Return what names stages, moves and requests as new cases have them, or as the lifecycle of a case does. */
export function useLoopWords(id?: LifecycleId) {
  const { data } = id === undefined ? useLifecycle() : useOwnLifecycle(id)
  const stages = computed(() => new Map(data.value?.stages.map((stage) => [stage.name, stage.label])))
  const moves = computed(() => new Map(data.value?.moves.map((move) => [move.verb, move.label])))
  const requests = computed(() => new Map(data.value?.requests.map((rule) => [rule.kind, rule.label])))
  return {
    stageName: (stage: string) => labelled(stages.value.get(stage), stage),
    moveName: (verb: string) => labelled(moves.value.get(verb), verb),
    requestName: (kind: string) => labelled(requests.value.get(kind), kind),
  }
}

export function useClasses() {
  return useQuery({
    queryKey: ["classes"],
    queryFn: async () => {
      const all = []
      let cursor: string | null = null
      do {
        const query: { limit: number; cursor?: string } = cursor === null ? { limit: 200 } : { limit: 200, cursor }
        const page: Schemas["Page_ClassView_"] = await read(api.GET("/api/v1/standards/classes", { params: { query } }))
        all.push(...page.items)
        cursor = page.next ?? null
      } while (cursor !== null)
      return all
    },
    staleTime: 600_000,
  })
}

/** Return what names a class by its kind and number. */
export function useClassNames() {
  const { data } = useClasses()
  const names = computed(() => new Map(data.value?.map((known) => [`${known.kind}/${known.code}`, known])))
  return {
    className: (kind: string, code: string) => names.value.get(`${kind}/${code}`)?.name ?? code,
    majorName: (kind: string, code: string) => names.value.get(`${kind}/${code}`)?.major_name ?? "",
  }
}

/** Return what writes a limit such as `2 work_hour`: `2 工作时`. No limit is written as nothing. */
export function useLimitWords(): (limit: string) => string {
  const texts = useI18n()
  return (limit) => {
    const [amount = "", unit = ""] = limit.split(" ")
    const key = `cases.unit.${unit.toUpperCase()}`
    return limit === "" ? "" : `${Number(amount)} ${texts.te(key) ? texts.t(key) : unit}`
  }
}

/** Return what writes a length of time in words: `1 工作日 2 时`, `35 分`. */
export function useLengths() {
  const { t } = useI18n()
  return (minutes: number, dayMinutes: number, isWorking = true): string => {
    const whole = Math.floor(Math.abs(minutes))
    const days = Math.floor(whole / dayMinutes)
    const hours = Math.floor((whole % dayMinutes) / HOUR)
    const rest = (whole % dayMinutes) % HOUR
    const parts = [
      days > 0 ? t(isWorking ? "cases.length.days" : "cases.length.urgentDays", { n: days }) : "",
      hours > 0 ? t("cases.length.hours", { n: hours }) : "",
      days === 0 && (rest > 0 || hours === 0) ? t("cases.length.minutes", { n: rest }) : "",
    ]
    return parts.filter(Boolean).join(" ")
  }
}
