/** Outside evaluation from the server: appraisals, their scores, their questionnaire, their sites. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import type { Ref } from "vue"

import { api, may } from "@/common/server"

export type Appraisal = Schemas["AppraisalView"]
export type NodeScore = Schemas["NodeScore"]
export type DrawnSite = Schemas["DrawnSiteView"]
export type VisitedLeaf = Schemas["VisitedLeaf"]
export type PublicQuestionnaire = Schemas["PublicQuestionnaire"]

export const APPRAISALS = ["appraisals"] as const

export function useAppraisals() {
  return useQuery({ queryKey: [...APPRAISALS, "list"], queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals", { signal })).then(({ items }) => items) })
}

export function useTrees(enabled: () => boolean) {
  return useQuery({ queryKey: [...APPRAISALS, "trees"], queryFn: ({ signal }) => read(api.GET("/api/v1/appraisal/trees", { signal })).then(({ items }) => items), enabled })
}

export function useScores(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "scores", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/scores", { params: { path: { appraisal_id: id.value } }, signal })),
    enabled: () => id.value !== "" && may("appraisal.read"),
  })
}

export function useExplained(id: Ref<string>, area: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "explained", id, area],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/scores/{area_code}", { params: { path: { appraisal_id: id.value, area_code: area.value } }, signal })),
    enabled: () => id.value !== "" && area.value !== "",
  })
}

export function useReports(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "reports", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/reports", { params: { path: { appraisal_id: id.value } }, signal })).then(({ items }) => items),
    gcTime: 0, // a form begins with it: it is asked for anew each time
  })
}

export function useQuestionnaire(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "questionnaire", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/questionnaire", { params: { path: { appraisal_id: id.value } }, signal })),
  })
}

export function useDraws(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "draws", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/draws", { params: { path: { appraisal_id: id.value } }, signal })),
    enabled: () => may("appraisal.read"),
  })
}

export function useDrawnSites(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "sites", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/drawn-sites", { params: { path: { appraisal_id: id.value } }, signal })),
  })
}

export function useVisitedLeaves(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "visited", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisals/{appraisal_id}/visited-indicators", { params: { path: { appraisal_id: id.value } }, signal })),
  })
}

export function useSite(id: Ref<string>) {
  return useQuery({
    queryKey: [...APPRAISALS, "site", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/appraisal/drawn-sites/{site_id}", { params: { path: { site_id: id.value } }, signal })),
    gcTime: 0, // a form begins with it: it is asked for anew each time
  })
}

export function usePublicQuestionnaire(token: Ref<string>) {
  return useQuery({
    queryKey: ["questionnaire", token],
    queryFn: ({ signal }) => read(api.GET("/api/v1/questionnaires/{token}", { params: { path: { token: token.value } }, signal })),
  })
}
