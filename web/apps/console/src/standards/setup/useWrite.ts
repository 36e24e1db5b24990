/** A change that somebody makes with a form: under way, refused at a field or as a whole, or done. */
import { ProblemError } from "@cityloop/api-client"
import { useQueryClient, type QueryKey } from "@tanstack/vue-query"
import { ElMessage } from "element-plus"
import { ref, shallowRef } from "vue"

import { refusal } from "@/common/refusal"
import { refusedFields, type Faults } from "@/standards/setup/refusedFields"

/**
 * Return what sends a change and says what became of it.
 *
 * @param touches the parts of the cache that the change makes stale.
 * @param fields the fields of the form: a refusal that names another one is told of the whole.
 */
export function useWrite(touches: readonly QueryKey[], fields: readonly string[] = []) {
  const client = useQueryClient()
  const busy = ref(false)
  const faults = shallowRef<Faults>({})
  const refused = ref("")
  const failure = shallowRef<unknown>(null)
  let key = newKey()

  /** Send; the key makes one thing of several tries until the server has answered. Return whether it was done. */
  async function run(send: (key: string) => Promise<unknown>, done: string): Promise<boolean> {
    if (busy.value) return false
    clear()
    busy.value = true
    try {
      await send(key)
      key = newKey()
      await renew()
      ElMessage.success(done)
      return true
    } catch (error) {
      if (error instanceof ProblemError) key = newKey()
      tell(error)
      if (isStale(error)) await renew()
      return false
    } finally {
      busy.value = false
    }
  }

  async function renew(): Promise<void> {
    await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })))
  }

  function tell(error: unknown): void {
    failure.value = error
    const named = Object.entries(refusedFields(error))
    faults.value = Object.fromEntries(named.filter(([field]) => fields.includes(field)))
    const isToldAtFields = named.length > 0 && named.every(([field]) => fields.includes(field))
    refused.value = isToldAtFields ? "" : refusal(error)
  }

  function clear(): void {
    faults.value = {}
    refused.value = ""
    failure.value = null
  }

  return { busy, faults, refused, failure, run, clear }
}

/** Return whether somebody else was quicker: what is shown is asked for anew. */
function isStale(error: unknown): boolean {
  return error instanceof ProblemError && error.slug === "stale-version"
}

/** Return a UUID; `crypto.randomUUID` is not there on plain HTTP. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = [...bytes].map((byte, place) => (place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, "0"))
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)].map((part) => part.join("")).join("-")
}
