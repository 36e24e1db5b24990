/** What is filled in by hand (人工填报), with its evidence; from the server. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import type { Ref } from "vue"

import { handOver } from "@/cases/query/download"
import { api } from "@/common/server"
import { inForm } from "@/standards/setup/files"

export type Entry = Schemas["EntryView"]
export type EntryItem = Schemas["EntryItem"]
export type EntrySheet = Schemas["EntrySheet"]
export type Evidence = Schemas["EvidenceView"]
export type NewEntry = Schemas["EntryIn"]

/** What somebody is filling in; points as they are typed, so that nothing of them is lost. */
export interface EntryDraft {
  points: string
  words: string
  evidence: string[]
}

export const ENTRIES = ["evaluation", "entries"] as const
const EVIDENCE = ["evaluation", "evidence"] as const

export function useEntrySheet(scheme: Ref<string>, period: Ref<string>) {
  return useQuery({
    queryKey: [...ENTRIES, "sheet", scheme, period],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/entries/sheet", { params: { query: { scheme: scheme.value, period: period.value } }, signal })),
    enabled: () => scheme.value !== "",
  })
}

export function useEntries(scheme: Ref<string>, period: Ref<string>) {
  return useQuery({
    queryKey: [...ENTRIES, "all", scheme, period],
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/entries", { params: { query: { scheme: scheme.value, period: period.value } }, signal })).then(({ items }) => items),
    enabled: () => scheme.value !== "",
  })
}

export function enterPoints(entry: NewEntry, key: string): Promise<Entry> {
  return read(api.POST("/api/v1/evaluation/entries", { params: { header: { "Idempotency-Key": key } }, body: entry }))
}

export function useEvidence(id: Ref<string>) {
  return useQuery({ queryKey: [...EVIDENCE, id], queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/evidence/{evidence_id}", { params: { path: { evidence_id: id.value } }, signal })) })
}

export function uploadEvidence(file: File, key: string): Promise<Evidence> {
  const facts = { name: file.name }
  return read(api.POST("/api/v1/evaluation/evidence", { params: { header: { "Idempotency-Key": key } }, body: { ...facts, file: file.name }, bodySerializer: () => inForm(file)(facts) }))
}

export async function takeEvidence({ id, name }: Evidence): Promise<void> {
  handOver(await read<Blob>(api.GET("/api/v1/evaluation/evidence/{evidence_id}/file", { params: { path: { evidence_id: id } }, parseAs: "blob" })), name)
}
