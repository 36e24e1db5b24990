/** Lists that grow as somebody asks for more. */
import { useInfiniteQuery, type QueryKey } from "@tanstack/vue-query"
import { computed, reactive } from "vue"

interface Page<Row> {
  items: Row[]
  next?: string | null
}

export function useRows<Row>(queryKey: () => QueryKey, ask: (at: { cursor?: string; limit: number }) => Promise<Page<Row>>) {
  const found = useInfiniteQuery({
    queryKey: computed(queryKey),
    queryFn: ({ pageParam }) => ask(pageParam === null ? { limit: 50 } : { limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
  })
  return { query: reactive(found), rows: computed(() => found.data.value?.pages.flatMap((page) => page.items) ?? []) }
}
