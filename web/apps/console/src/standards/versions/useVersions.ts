/** Versions of what a city publishes: disposal standards and calendars live alike. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"

import { api } from "@/common/server"
import { inForm, type FileFormat } from "@/standards/setup/files"

export type Version = Schemas["VersionView"]
export type VersionKind = "disposal" | "calendars"

export interface Upload {
  name: string
  title: string
  default_limit: string
}

interface Doors {
  list: () => Promise<Version[]>
  publish: (version_id: string, valid_from: string) => Promise<Version>
  discard: (version_id: string) => Promise<unknown>
  give: (version_id: string, file_format: FileFormat) => Promise<Blob>
  take: (upload: Upload, file: File, key: string) => Promise<Schemas["VersionImportOut"]>
}

export const DOORS: Readonly<Record<VersionKind, Doors>> = {
  disposal: {
    list: () => read(api.GET("/api/v1/standards/disposal-standards")),
    publish: (version_id, valid_from) => read(api.POST("/api/v1/standards/disposal-standards/{version_id}/publication", { params: { path: { version_id } }, body: { valid_from } })),
    discard: (version_id) => api.DELETE("/api/v1/standards/disposal-standards/{version_id}", { params: { path: { version_id } } }),
    give: (version_id, file_format) => read(api.GET("/api/v1/standards/disposal-standards/{version_id}/export", { params: { path: { version_id }, query: { file_format } }, parseAs: "blob" })),
    take: (upload, file, key) => read(api.POST("/api/v1/standards/disposal-standards", {
      params: { header: { "Idempotency-Key": key } }, body: { ...upload, file: file.name }, bodySerializer: inForm(file),
    })),
  },
  calendars: {
    list: () => read(api.GET("/api/v1/standards/calendars")),
    publish: (version_id, valid_from) => read(api.POST("/api/v1/standards/calendars/{version_id}/publication", { params: { path: { version_id } }, body: { valid_from } })),
    discard: (version_id) => api.DELETE("/api/v1/standards/calendars/{version_id}", { params: { path: { version_id } } }),
    give: (version_id, file_format) => read(api.GET("/api/v1/standards/calendars/{version_id}/export", { params: { path: { version_id }, query: { file_format } }, parseAs: "blob" })),
    take: ({ name, title }, file, key) => read(api.POST("/api/v1/standards/calendars", {
      params: { header: { "Idempotency-Key": key } }, body: { name, title, file: file.name }, bodySerializer: inForm(file),
    })),
  },
}

export function useVersions(kind: VersionKind) {
  return useQuery({ queryKey: ["standards", kind, "versions"], queryFn: DOORS[kind].list })
}
