/** A list of a desk in the query cache: read by pages as the reader goes, put right by news. */
import { useQuery, useQueryClient } from "@tanstack/vue-query"
import { computed, ref, shallowRef, watch, type ComputedRef } from "vue"

import { has, held, isRead, put, received, taken, trimmed, unread, wanted, type Feed } from "@/cases/desk/feed"
import type { DeskRow, RowSource } from "@/cases/desk/rows"

const FIRST_PAGE = 100
const PAGE = 150
/** What is read again may have grown meanwhile. */
const PAGE_AGAIN = 200
const FRESH_MS = 6000

export interface ListKey {
  /** What tells this list from others in the cache. */
  name: unknown
  source: RowSource
}

export function useFeed(list: ComputedRef<ListKey>) {
  const client = useQueryClient()
  const queryKey = computed(() => ["cases", "list", list.value.name])
  const query = useQuery<Feed<DeskRow>>({
    queryKey,
    queryFn: ({ signal, queryKey: key }) => readAgain(client.getQueryData<Feed<DeskRow>>(key) ?? unread<DeskRow>(), list.value.source, signal),
    refetchOnMount: "always", // nobody listened to news meanwhile
    structuralSharing: false,
    shallow: true,
  })
  const feed = computed(() => query.data.value ?? unread<DeskRow>())
  const reading = new Set<string>()
  const pageFailed = ref<unknown>(null)
  const fresh = shallowRef<ReadonlySet<string>>(new Set())
  let shown = { first: 0, last: 0 }
  watch(queryKey, () => {
    pageFailed.value = null
    fresh.value = new Set()
    shown = { first: 0, last: 0 }
  })
  watch(feed, () => { if (pageFailed.value === null) readWanted() })

  /** Say which rows are before the reader's eyes. */
  function see(first: number, last: number): void {
    shown = { first, last }
    if (pageFailed.value === null) readWanted()
  }

  function readWanted(): void {
    if (!isRead(feed.value)) return
    for (const cursor of wanted(feed.value, shown.first, shown.last)) void readAt(cursor)
  }

  async function readAt(cursor: string | null): Promise<void> {
    const key = queryKey.value
    const mark = JSON.stringify([key, cursor])
    if (reading.has(mark)) return
    reading.add(mark)
    const { source } = list.value
    try {
      const answer = await source.page(cursor, PAGE)
      change(key, (old) => trimmed(received(old, cursor, answer, source.compare), shown.first, shown.last))
    } catch (error) {
      pageFailed.value = error
    } finally {
      reading.delete(mark)
      if (pageFailed.value === null) readWanted()
    }
  }

  function change(key: readonly unknown[], by: (old: Feed<DeskRow>) => Feed<DeskRow>): void {
    client.setQueryData<Feed<DeskRow>>(key, (old) => (old === undefined ? undefined : by(old)))
  }

  /** Ask where a case is now and show it there, or nowhere. Return how many rows have newly come. */
  async function follow(id: string, number: string): Promise<number> {
    const { source } = list.value
    const key = queryKey.value
    if (source.find === undefined) return again()
    const row = await source.find(number)
    const known = has(feed.value, id)
    change(key, (old) => (row === null ? taken(old, id) : put(old, row, source.compare)))
    if (row !== null) freshen([row.key])
    return Number(row !== null && !known)
  }

  /** Read all that is held once more. Return how many rows have newly come. */
  async function again(): Promise<number> {
    const before = new Set(held(feed.value).map(({ key }) => key))
    await query.refetch()
    const come = held(feed.value).filter(({ key }) => !before.has(key)).map(({ key }) => key)
    freshen(come)
    return come.length
  }

  function freshen(keys: readonly string[]): void {
    fresh.value = new Set([...fresh.value, ...keys])
    setTimeout(() => { fresh.value = new Set([...fresh.value].filter((other) => !keys.includes(other))) }, FRESH_MS)
  }

  function retry(): void {
    pageFailed.value = null
    if (isRead(feed.value)) readWanted()
    else void query.refetch()
  }

  return { feed, query, pageFailed, fresh, see, follow, again, retry }
}

/** Read the beginning, or all that is held, once more. */
async function readAgain(old: Feed<DeskRow>, source: RowSource, signal: AbortSignal): Promise<Feed<DeskRow>> {
  const cursors = old.filter(({ rows }, place) => rows !== null || place === 0).map(({ cursor }) => cursor)
  let feed = old
  for (const cursor of cursors) feed = received(feed, cursor, await source.page(cursor, isRead(old) ? PAGE_AGAIN : FIRST_PAGE, signal), source.compare)
  return feed
}
