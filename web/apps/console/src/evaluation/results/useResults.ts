/** Results of evaluation from the server: which there are, what each was made of, objections to it, its files. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import type { Ref } from "vue"

import { fileName, handOver } from "@/cases/query/download"
import { api } from "@/common/server"
import { useRows } from "@/standards/setup/useRows"

export type Result = Schemas["ResultView"]
export type ResultDetails = Schemas["ResultDetails"]
export type ResultRow = Schemas["ResultRow"]
export type Frozen = Schemas["Frozen"]
export type Objection = Schemas["ObjectionView"]
export type Decision = Schemas["DecisionIn"]

export const RESULTS = ["evaluation", "results"] as const

export function useResults(scheme: Ref<string>) {
  return useRows<Result>(
    () => [...RESULTS, "list", scheme.value],
    ({ limit, cursor }) => read(api.GET("/api/v1/evaluation/results", { params: { query: { size: limit, ...(cursor !== undefined && { cursor }), ...(scheme.value !== "" && { scheme: scheme.value }) } } })),
  )
}

export function useResult(id: Ref<string>) {
  return useQuery({
    queryKey: [...RESULTS, "one", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/results/{result_id}", { params: { path: { result_id: id.value } }, signal })),
    enabled: () => id.value !== "",
  })
}

export function useObjections(id: Ref<string>) {
  return useQuery({
    queryKey: [...RESULTS, "objections", id],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/results/{result_id}/objections", { params: { path: { result_id: id.value } }, signal })).then(({ items }) => items),
  })
}

export function draftResult(scheme: string, period: string, key: string): Promise<Result> {
  return read(api.POST("/api/v1/evaluation/results", { params: { header: { "Idempotency-Key": key } }, body: { scheme, period } }))
}

export function publishResult({ id, version }: Result, until: string): Promise<Result> {
  return read(api.POST("/api/v1/evaluation/results/{result_id}/publication", { params: { path: { result_id: id } }, body: { version, objections_until: until } }))
}

export function fixResult({ id, version }: Result): Promise<Result> {
  return read(api.POST("/api/v1/evaluation/results/{result_id}/fixing", { params: { path: { result_id: id } }, body: { version } }))
}

export function raiseObjection(id: string, reason: string, key: string): Promise<Objection> {
  return read(api.POST("/api/v1/evaluation/results/{result_id}/objections", { params: { path: { result_id: id }, header: { "Idempotency-Key": key } }, body: { reason } }))
}

export function decideObjection(id: string, decision: Decision): Promise<Objection> {
  return read(api.POST("/api/v1/evaluation/objections/{objection_id}/decision", { params: { path: { objection_id: id } }, body: decision }))
}

/** Hand over all that the result was made of, signed: the bytes as the server wrote them. */
export async function takeExport({ id, period }: Result): Promise<void> {
  const { data, response } = await api.GET("/api/v1/evaluation/results/{result_id}/export", { params: { path: { result_id: id } }, parseAs: "blob" })
  if (data !== undefined) handOver(data, fileName(response.headers.get("Content-Disposition"), `result-${period}.json`))
}

/** Hand over the rows as a spreadsheet, headed in the language that is shown. */
export async function takeTable({ id, period }: Result): Promise<void> {
  const { data, response } = await api.GET("/api/v1/evaluation/results/{result_id}/table", { params: { path: { result_id: id } }, parseAs: "blob" })
  if (data !== undefined) handOver(data, fileName(response.headers.get("Content-Disposition"), `result-${period}.xlsx`))
}
