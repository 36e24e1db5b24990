/** Scrolling a list of any length: what to draw, keeping the reader's place, going by keys. */
import { useVirtualizer } from "@tanstack/vue-virtual"
import { computed, nextTick, onBeforeUnmount, ref, watch, type Ref, type ShallowRef } from "vue"

import { hasMore, indexOf, rowAt, total, type Feed } from "@/cases/desk/feed"
import { SPAN, rebased, shift } from "@/cases/desk/place"
import type { DeskRow } from "@/cases/desk/rows"

export const ROW = 44
/** Rows shown as blanks while the next page is on its way. */
const BLANKS = 6
const HEAD = 34

interface LongList {
  scroller: Readonly<ShallowRef<HTMLDivElement | null>>
  feed: () => Feed<DeskRow>
  name: () => string
  selected: Ref<DeskRow | null>
  see: (first: number, last: number) => void
}

/** Where each list was left: found again when somebody comes back from a case. */
const left = new Map<string, { base: number; top: number }>()

export function useLongList({ scroller, feed, name, selected, see }: LongList) {
  const base = ref(0)
  const isAtTop = ref(true)
  const length = computed(() => total(feed()) + (hasMore(feed()) && total(feed()) > 0 ? BLANKS : 0))
  const virtual = useVirtualizer(computed(() => ({
    count: Math.max(0, Math.min(SPAN, length.value - base.value)),
    getScrollElement: () => scroller.value,
    estimateSize: () => ROW,
    overscan: 8,
  })))
  const rows = computed(() =>
    virtual.value.getVirtualItems().map((item) => ({ item, index: base.value + item.index, row: rowAt(feed(), base.value + item.index) })),
  )
  const height = computed(() => virtual.value.getTotalSize())

  watch(rows, (shown) => {
    const [first, last] = [shown.at(0), shown.at(-1)]
    if (first === undefined || last === undefined) return
    isAtTop.value = base.value === 0 && (scroller.value?.scrollTop ?? 0) < ROW
    see(first.index, last.index)
    const next = rebased(base.value, last.item.index, first.item.index, length.value)
    if (next !== base.value) void move(next, (base.value - next) * ROW)
  })

  watch([feed, name], ([now, list], [before, other]) => {
    if (scroller.value === null || list !== other) return
    keepSelection(now, before)
    const top = base.value + Math.floor(scroller.value.scrollTop / ROW)
    const by = isAtTop.value ? 0 : shift(before, now, top, Math.ceil(scroller.value.clientHeight / ROW))
    if (by !== 0) scroller.value.scrollTop += by * ROW
  }, { flush: "post" })

  watch(name, (now, before) => {
    leave(before)
    void arrive(now)
  })
  watch(scroller, (there) => { if (there !== null) void arrive(name()) }, { flush: "post" })
  onBeforeUnmount(() => { leave(name()) })

  function leave(list: string): void {
    left.set(list, { base: base.value, top: scroller.value?.scrollTop ?? 0 })
  }

  async function arrive(list: string): Promise<void> {
    const place = left.get(list) ?? { base: 0, top: 0 }
    base.value = total(feed()) > place.base ? place.base : 0
    await nextTick()
    scroller.value?.scrollTo({ top: base.value === place.base ? place.top : 0 })
  }

  async function move(to: number, by: number): Promise<void> {
    base.value = to
    await nextTick()
    if (scroller.value !== null) scroller.value.scrollTop += by
  }

  /** What was selected is shown as it is now; where it has gone, the one that took its place is selected. */
  function keepSelection(now: Feed<DeskRow>, before: Feed<DeskRow>): void {
    if (selected.value === null) return
    const at = indexOf(now, selected.value.key)
    const was = indexOf(before, selected.value.key)
    if (at !== -1) selected.value = rowAt(now, at)
    else if (was !== -1) selected.value = rowAt(now, was) ?? rowAt(now, was - 1) ?? null
  }

  function step(by: number): void {
    const place = selected.value === null ? -1 : indexOf(feed(), selected.value.key)
    const top = base.value + Math.ceil((scroller.value?.scrollTop ?? 0) / ROW)
    const next = rowAt(feed(), place === -1 ? top : place + by)
    if (next === null) return
    selected.value = next
    reveal(next.key)
  }

  /** Bring a row before the reader's eyes. */
  function reveal(key: string): void {
    const there = scroller.value
    const at = indexOf(feed(), key)
    if (there === null || at === -1) return
    if (at < base.value || at >= base.value + SPAN) base.value = Math.max(0, at - SPAN / 2)
    const y = (at - base.value) * ROW
    const seen = there.clientHeight - HEAD
    if (y < there.scrollTop) there.scrollTop = y
    else if (y + ROW > there.scrollTop + seen) there.scrollTop = y + ROW - seen
  }

  function toTop(): void {
    base.value = 0
    scroller.value?.scrollTo({ top: 0 })
    isAtTop.value = true
  }

  return { rows, height, isAtTop, step, reveal, toTop }
}
