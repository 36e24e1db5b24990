/** Labels by the batch: the server draws only so many at once, and goes on after a code. */
import { read } from "@cityloop/api-client"
import { computed, shallowRef } from "vue"

import type { InventoryFilters } from "@/assets/inventory/filters"
import { api } from "@/common/server"

const PAGE = 200

/** Where a batch begins: behind so many components, the last of them of this code. */
interface Place {
  done: number
  after: string
  /** Where the list goes on; null is its beginning or its end. */
  cursor: string | null
}

const START: Place = { done: 0, after: "", cursor: null }

/** Return where the batch begins, and steps to the one behind it and back. */
export function useLabelBatches(filters: () => InventoryFilters) {
  const passed = shallowRef<readonly Place[]>([])
  const place = computed(() => passed.value.at(-1) ?? START)

  /** Go behind so many; where the list ends before that, stay. */
  async function forward(many: number): Promise<void> {
    const to = await behind(place.value, many, filters())
    if (to.cursor !== null) passed.value = [...passed.value, to]
  }

  function back(): void {
    passed.value = passed.value.slice(0, -1)
  }

  return { place, forward, back }
}

async function behind(from: Place, many: number, filters: InventoryFilters): Promise<Place> {
  let { done, after, cursor } = from
  const goal = done + many
  do {
    const query = { ...filters, limit: Math.min(PAGE, goal - done), ...(cursor !== null && { cursor }) }
    const { items, next } = await read(api.GET("/api/v1/assets/components", { params: { query } }))
    done += items.length
    after = items.at(-1)?.code ?? after
    cursor = next ?? null
  } while (done < goal && cursor !== null)
  return { done, after, cursor }
}
