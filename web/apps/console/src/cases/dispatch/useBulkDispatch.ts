/** The cases of a bulk dispatch as the server has them, and the sending of them. */
import { ProblemError, read, type Schemas } from "@cityloop/api-client"
import { computed, ref, shallowRef } from "vue"

import { newKey } from "@/cases/case/form/newKey"
import { sendAll, type Detail, type Item, type Ruling } from "@/cases/dispatch/dispatching"
import { refusal } from "@/common/refusal"
import { api, queryClient } from "@/common/server"

const AT_ONCE = 4
const VERB = "dispatch"

export function useBulkDispatch() {
  const items = shallowRef<readonly Item[]>([])
  const isReading = ref(false)
  const isSending = ref(false)
  const isStopped = ref(false)
  const count = (state: Item["state"]) => items.value.filter((item) => item.state === state).length
  const done = computed(() => count("done"))
  const troubled = computed(() => count("failed") + count("stale") + count("unread"))

  function changed(item: Item): void {
    items.value = items.value.map((other) => (other.id === item.id ? item : other))
  }

  /** Read these cases, a few at a time, with the body that each would go to. */
  async function open(ids: readonly string[]): Promise<void> {
    items.value = ids.map((id) => ({ id, detail: null, ruling: null, state: "ready", note: "", key: newKey() }))
    await readAll(items.value)
  }

  async function readAll(wanted: readonly Item[]): Promise<void> {
    isReading.value = true
    const waiting = [...wanted]
    const work = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) changed(await looked(item))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    isReading.value = false
  }

  /** Send what can be sent; `bodyOf` says where. */
  async function send(bodyOf: (item: Item) => string | null): Promise<void> {
    isSending.value = true
    isStopped.value = false
    await sendAll(items.value, { bodyOf, send: move, changed, words: refusal, isStopped: () => isStopped.value })
    isSending.value = false
    void queryClient.invalidateQueries({ queryKey: ["cases"] })
  }

  /** Look again at those that had changed or could not be read: they may be sent afterwards, knowingly. */
  async function lookAgain(): Promise<void> {
    await readAll(items.value.filter(({ state }) => state === "stale" || state === "unread"))
  }

  function stop(): void {
    isStopped.value = true
  }

  return { items, isReading, isSending, isStopped, done, troubled, open, send, lookAgain, stop }
}

async function looked(item: Item): Promise<Item> {
  try {
    const detail = await read(api.GET("/api/v1/cases/{case_id}", { params: { path: { case_id: item.id } } }))
    const isOffered = detail.moves.some(({ verb }) => verb === VERB)
    return { ...item, detail, ruling: isOffered ? await ruled(detail) : null, state: isOffered ? "ready" : "closed", note: "", key: newKey() }
  } catch (error) {
    return { ...item, state: "unread", note: refusal(error) }
  }
}

/** Ask whose it is; alike cases are asked for once. */
async function ruled(detail: Detail): Promise<Ruling | null> {
  const owner = detail.component_code === "" ? null : await ownerOf(detail.component_code)
  const query = { kind: detail.kind as Schemas["MatterKind"], class_code: detail.class_code, grid_code: detail.grid_code, ...(owner !== null && { owner_body_id: owner }) }
  return queryClient.query({
    queryKey: ["routing", "bulk", query],
    queryFn: () => orNull(read(api.GET("/api/v1/routing", { params: { query } }))),
    staleTime: 60_000,
  })
}

async function ownerOf(code: string): Promise<string | null> {
  const component = await orNull(read(api.GET("/api/v1/assets/components/{code}", { params: { path: { code } } })))
  return component?.owner_body_id ?? null
}

/** Where there is nothing, or it is not for this post, nothing is known. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ProblemError && (error.status === 404 || error.status === 403)) return null
    throw error
  }
}

async function move(item: Item, bodyId: string): Promise<void> {
  await api.POST("/api/v1/cases/{case_id}/moves/{verb}", {
    params: { path: { case_id: item.id, verb: VERB }, header: { "Idempotency-Key": item.key } },
    body: { version: item.detail?.version ?? 0, body_id: bodyId },
  })
}
