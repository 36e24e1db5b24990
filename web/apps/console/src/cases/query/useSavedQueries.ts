/** The queries that an account keeps. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery, useQueryClient } from "@tanstack/vue-query"

import { newKey } from "@/cases/case/form/newKey"
import type { Order, QueryFilters } from "@/cases/query/filters"
import { api } from "@/common/server"

export type SavedQuery = Schemas["SavedQueryOut"]

const QUERY_KEY = ["cases", "queries"]

export function useSavedQueries() {
  const client = useQueryClient()
  const saved = useQuery({ queryKey: QUERY_KEY, queryFn: () => read(api.GET("/api/v1/cases/queries")) })
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: QUERY_KEY })

  async function save(name: string, filters: QueryFilters, order: Order): Promise<void> {
    const params = { header: { "Idempotency-Key": newKey() } }
    await api.POST("/api/v1/cases/queries", { params, body: { name, filters: { ...filters, order } } })
    await again()
  }

  async function rename(id: string, name: string): Promise<void> {
    await api.PATCH("/api/v1/cases/queries/{query_id}", { params: { path: { query_id: id } }, body: { name } })
    await again()
  }

  async function forget(id: string): Promise<void> {
    await api.DELETE("/api/v1/cases/queries/{query_id}", { params: { path: { query_id: id } } })
    await again()
  }

  return { saved, save, rename, forget }
}
