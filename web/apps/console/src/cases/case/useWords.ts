/** What the page needs to write a case in words, in the language that is shown. */
import { useQuery } from "@tanstack/vue-query"
import { read } from "@cityloop/api-client"
import { computed, type Ref } from "vue"
import { useI18n } from "vue-i18n"

import type { Words } from "@/cases/case/story/story"
import type { Detail } from "@/cases/case/useCase"
import { useNamed } from "@/cases/case/useNamed"
import { labelled, useClassNames, useLimitWords, useLoopWords, useOwnLifecycle } from "@/cases/words"
import { useBodyNames } from "@/common/bodies"
import { useMoments } from "@/common/moments"
import { api, may } from "@/common/server"

/** Who works for a body. */
export function useStaff(bodyId: Ref<string | null | undefined>) {
  return useQuery({
    queryKey: ["staff", bodyId],
    queryFn: async () => (await read(api.GET("/api/v1/staff", { params: { query: { body_id: bodyId.value ?? null, limit: 200 } } }))).items,
    enabled: () => typeof bodyId.value === "string" && may("organizations.read"),
    staleTime: 600_000,
  })
}

/** The filing condition of a case. */
export function useCondition(conditionId: Ref<number | null | undefined>) {
  return useQuery({
    queryKey: ["condition", conditionId],
    queryFn: () => read(api.GET("/api/v1/standards/conditions/{condition_id}", { params: { path: { condition_id: conditionId.value ?? 0 } } })),
    enabled: () => typeof conditionId.value === "number" && may("standards.read"),
    staleTime: Infinity,
  })
}

export function useStoryWords(shown: Ref<Detail | undefined>): Words {
  const { t } = useI18n()
  const { has } = useNamed()
  const moment = useMoments()
  const limit = useLimitWords()
  const { bodyName } = useBodyNames()
  const { className } = useClassNames()
  const { stageName, moveName, requestName } = useLoopWords(() => shown.value?.lifecycle_id)
  const { data: lifecycle } = useOwnLifecycle(() => shown.value?.lifecycle_id)
  const { data: condition } = useCondition(computed(() => shown.value?.condition_id))
  const { data: staff } = useStaff(computed(() => shown.value?.lead_body_id))
  return {
    t: (key, named) => t(key, named ?? {}),
    has,
    post: (post) => t(`post.${post}`),
    body: (id) => bodyName(id) || (shown.value?.body_names[id] ?? ""),
    stage: stageName,
    move: (verb, source) => {
      const found = lifecycle.value?.moves.find((move) => move.verb === verb && move.sources.includes(source))
      return found ? labelled(found.label, verb) : verb.startsWith("ask_") ? requestName(verb.slice(4).toUpperCase()) : moveName(verb)
    },
    moment: (at) => moment(at, "full"),
    limit,
    condition: (id) => (condition.value?.id === id ? condition.value.text : t("cases.page.story.conditionNumber", { n: id })),
    person: (id) => staff.value?.find((member) => member.account_id === id)?.name ?? "",
    className: (code) => className(shown.value?.kind ?? "", code),
  }
}
