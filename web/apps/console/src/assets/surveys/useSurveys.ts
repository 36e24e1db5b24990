/** Surveys from the server: the plans, what the comparison found, and how complete and fresh each area is. */
import { read, type Schemas } from "@cityloop/api-client"
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/vue-query"
import { computed, watch, type Ref } from "vue"

import { isWorking } from "@/assets/surveys/review"
import { api } from "@/common/server"
import { everyPage } from "@/standards/setup/everyPage"

export type Survey = Schemas["Survey"]
export type Finding = Schemas["SurveyFinding"]
export type FindingKind = Finding["kind"]
export type Verdict = Finding["verdict"]
export type AreaCoverage = Schemas["AreaCoverage"]
export type Level = "DISTRICT" | "STREET" | "COMMUNITY"

export const KINDS: readonly FindingKind[] = ["NEW", "MISSING", "MOVED", "DIFFERING", "FOUND", "REPEATED"]
export const VERDICTS: readonly Verdict[] = ["PENDING", "ACCEPTED", "REJECTED"]

const LOOK_AGAIN_MS = 1000

export function useSurveys() {
  return useQuery({
    queryKey: ["surveys"],
    queryFn: () => everyPage((query) => read(api.GET("/api/v1/assets/surveys", { params: { query } }))),
    refetchInterval: ({ state }) => (state.data?.some(isWorking) ? LOOK_AGAIN_MS * 5 : false),
  })
}

/** One survey, asked about again while the worker has it; what its work has changed is asked for anew. */
export function useSurvey(id: Ref<string>) {
  const client = useQueryClient()
  const survey = useQuery({
    queryKey: ["surveys", "one", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/surveys/{survey_id}", { params: { path: { survey_id: id.value } }, signal })),
    enabled: () => id.value !== "",
    refetchInterval: ({ state }) => (isWorking(state.data) ? LOOK_AGAIN_MS : false),
  })
  watch(() => survey.data.value?.state, (now, before) => {
    if (before === undefined || now === before || isWorking(survey.data.value)) return
    void client.invalidateQueries({ queryKey: ["surveys"], exact: true })
    void client.invalidateQueries({ queryKey: ["surveys", "findings", id.value] })
    if (now === "APPLIED") void client.invalidateQueries({ queryKey: ["components"] })
  })
  return survey
}

export interface Asked {
  kind: FindingKind | ""
  verdict: Verdict | ""
}

export function useFindings(id: Ref<string>, asked: Ref<Asked>) {
  const found = useInfiniteQuery({
    queryKey: ["surveys", "findings", id, asked],
    queryFn: ({ pageParam, signal }) => {
      const { kind, verdict } = asked.value
      const query = { limit: 100, ...(kind && { kind }), ...(verdict && { verdict }), ...(pageParam !== null && { cursor: pageParam }) }
      return read(api.GET("/api/v1/assets/surveys/{survey_id}/findings", { params: { path: { survey_id: id.value }, query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
    enabled: () => id.value !== "",
  })
  return { found, rows: computed(() => found.data.value?.pages.flatMap(({ items }) => items) ?? []) }
}

/** Decide about differences, all of them or none; what is shown of the survey is asked for again. */
export function useDecision(id: Ref<string>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ findings, isAccepted, opinion }: { findings: readonly Finding[]; isAccepted: boolean; opinion: string }) => read(api.POST("/api/v1/assets/surveys/{survey_id}/decisions", {
      params: { path: { survey_id: id.value } },
      body: { decisions: findings.map((finding) => ({ finding_id: finding.id, version: finding.version, is_accepted: isAccepted, opinion })) },
    })),
    onSettled: () => client.invalidateQueries({ queryKey: ["surveys"] }),
  })
}

export function useCoverage(level: Ref<Level>) {
  return useQuery({
    queryKey: ["surveys", "coverage", level],
    queryFn: () => everyPage((query) => read(api.GET("/api/v1/assets/coverage", { params: { query: { ...query, level: level.value } } }))),
  })
}
