/** Second looks at drawn cases, samplings, and the integrity of collectors; from the server. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import type { Ref } from "vue"

import { api } from "@/common/server"

export type Sampling = Schemas["SamplingView"]
export type Sampled = Schemas["SampledView"]
export type SecondLook = Schemas["SecondLook"]
export type Question = Schemas["LookQuestion"]
export type Answer = Schemas["LookAnswer"]
export type Answers = Partial<Record<Question, Answer>>
export type HintKind = Schemas["HintKind"]
export type Hint = Schemas["Hint"]
export type NewSampling = Schemas["SamplingIn"]

export const QUESTIONS: readonly Question[] = ["CLASS", "PLACE", "PHOTOS", "BEFORE_AFTER", "RESULT", "FILING"]
export const ANSWERS: readonly Answer[] = ["YES", "NO", "CANNOT_TELL"]
export const STRATA: readonly Schemas["Stratum"][] = ["BODY", "ACCEPTOR", "COLLECTOR", "DISTRICT", "CLASS"]
export const HINTS: readonly HintKind[] = ["TOO_EVEN", "TOO_FAST", "TOO_SOON", "OUTSIDE", "AWAY", "SAME_PHOTO", "NEVER_DISAGREES"]
export const LOOK = ["evaluation", "look"] as const
export const DISPUTES = ["evaluation", "disputes"] as const
export const SAMPLINGS = ["evaluation", "samplings"] as const
const SHOWN = 20

/** The drawn case in one's hands: taking it again gives the same one. Asked for by hand, because asking takes one. */
export function takeLook(): Promise<SecondLook> {
  return read(api.POST("/api/v1/evaluation/second-looks"))
}

export function answerLook(id: string, answers: Answers, words: string): Promise<Schemas["LookDone"]> {
  return read(api.POST("/api/v1/evaluation/second-looks/{sampled_id}/answers", { params: { path: { sampled_id: id } }, body: { answers: said(answers), words } }))
}

export function lookPhoto(id: string, number: number, width: Schemas["PictureWidth"] | undefined, signal: AbortSignal): Promise<Blob> {
  return read<Blob>(api.GET("/api/v1/evaluation/second-looks/{sampled_id}/photos/{number}", { params: { path: { sampled_id: id, number }, query: { ...(width && { width }) } }, parseAs: "blob", signal }))
}

export function useDisputes() {
  return useQuery({ queryKey: DISPUTES, queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/second-looks/disputes", { signal })).then(({ items }) => items) })
}

export function ruleOn(id: string, ruling: Answers, opinion: string): Promise<Sampled> {
  return read(api.POST("/api/v1/evaluation/second-looks/{sampled_id}/ruling", { params: { path: { sampled_id: id } }, body: { ruling: said(ruling), opinion } }))
}

export function useSamplings() {
  return useQuery({ queryKey: SAMPLINGS, queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/samplings", { params: { query: { size: SHOWN } }, signal })).then(({ items }) => items) })
}

export function useSampling(id: Ref<string>) {
  return useQuery({
    queryKey: [...SAMPLINGS, id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/samplings/{sampling_id}", { params: { path: { sampling_id: id.value } }, signal })),
    enabled: () => id.value !== "",
  })
}

export function planSampling(body: NewSampling, key: string): Promise<Sampling> {
  return read(api.POST("/api/v1/evaluation/samplings", { params: { header: { "Idempotency-Key": key } }, body }))
}

export function drawSampling(id: string): Promise<Sampling> {
  return read(api.POST("/api/v1/evaluation/samplings/{sampling_id}/drawing", { params: { path: { sampling_id: id } } }))
}

export function useIntegrity(period: Ref<string>) {
  return useQuery({ queryKey: ["evaluation", "integrity", period], queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/integrity", { params: { query: { period: period.value } }, signal })) })
}

export function useCollector(account: Ref<string>, period: Ref<string>) {
  return useQuery({
    queryKey: ["evaluation", "integrity", account, period],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/integrity/{account_id}", { params: { path: { account_id: account.value }, query: { period: period.value } }, signal })),
    enabled: () => account.value !== "",
  })
}

function said(answers: Answers): Record<string, Answer> {
  return Object.fromEntries(Object.entries(answers))
}
