/** Bulletins: which there are, drafting one, and their files. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"

import { newKey } from "@/cases/case/form/newKey"
import { api } from "@/common/server"

export type Bulletin = Schemas["BulletinView"]
export type BulletinFormat = "pdf" | "docx" | "xlsx"

export const BULLETINS = ["evaluation", "bulletins"] as const
export const BULLETIN_FORMATS: readonly BulletinFormat[] = ["pdf", "docx", "xlsx"]
const LOOK_AGAIN_MS = 1500
const SHOWN = 20

/** The latest bulletins, asked about again while one of them is being made. */
export function useBulletins() {
  return useQuery({
    queryKey: BULLETINS,
    queryFn: ({ signal }) => read(api.GET("/api/v1/evaluation/bulletins", { params: { query: { size: SHOWN } }, signal })).then(({ items }) => items),
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === "WAITING") ? LOOK_AGAIN_MS : false),
  })
}

export function draftBulletin(period: string, schemes: string[]): Promise<Bulletin> {
  return read(api.POST("/api/v1/evaluation/bulletins", { params: { header: { "Idempotency-Key": newKey() } }, body: { period, schemes } }))
}

export function bulletinFile(id: string, format: BulletinFormat): Promise<Blob> {
  return read<Blob>(api.GET("/api/v1/evaluation/bulletins/{bulletin_id}/files/{file_format}", { params: { path: { bulletin_id: id, file_format: format } }, parseAs: "blob" }))
}
