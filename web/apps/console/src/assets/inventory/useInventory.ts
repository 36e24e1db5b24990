/** The components that the filters leave, read page by page as somebody scrolls, and how many of each class there are. */
import { read, type Schemas } from "@cityloop/api-client"
import { useInfiniteQuery, useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"

import { without, type InventoryFilters } from "@/assets/inventory/filters"
import { api } from "@/common/server"

export type ClassCount = Schemas["ClassCount"]
const PAGE = 200

export function useInventory(filters: Ref<InventoryFilters>) {
  const list = useInfiniteQuery({
    queryKey: computed(() => ["components", "list", filters.value]),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters.value, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }
      return read(api.GET("/api/v1/assets/components", { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
  })
  /** Counted over all classes, so that one can go from one to the next. */
  const counts = useQuery({
    queryKey: computed(() => ["components", "counts", without(filters.value, "class_code")]),
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/counts", { params: { query: without(filters.value, "class_code") }, signal })),
  })
  const rows = computed(() => list.data.value?.pages.flatMap(({ items }) => items) ?? [])
  const total = computed(() => (counts.data.value ?? [])
    .filter(({ class_code: code }) => filters.value.class_code === undefined || code === filters.value.class_code)
    .reduce((sum, { count }) => sum + count, 0))
  return { list, counts, rows, total }
}
