/** Sending the case: once, however often it is tried. */
import { ProblemError, UnreachableError, read, type Schemas } from "@cityloop/api-client"
import { computed, ref, shallowRef } from "vue"

import { toCase, type Draft } from "@/cases/register/draft"
import { fieldErrors, type FieldErrors } from "@/cases/register/fieldErrors"
import { refusal } from "@/common/refusal"
import { api } from "@/common/server"

export interface Registered {
  id: string
  number: string
  dueAt: string | null
  /** It had been registered by an earlier try: what was changed since is not in it. */
  isEarlier: boolean
  wantsAnswer: boolean
}

export function useRegistration(draft: Draft) {
  const isSending = ref(false)
  const errors = ref<FieldErrors>({})
  const wasLost = ref(false)
  const registered = shallowRef<Registered | null>(null)

  async function send(): Promise<void> {
    const body = toCase(draft)
    if (body === null || isSending.value || registered.value !== null) return
    isSending.value = true
    errors.value = {}
    wasLost.value = false
    try {
      const { data, response } = await api.POST("/api/v1/cases", { params: { header: { "Idempotency-Key": draft.key } }, body })
      registered.value = data === undefined ? null : told(data, response.status === 200)
    } catch (error) {
      await judge(error)
    } finally {
      isSending.value = false
    }
  }

  async function judge(error: unknown): Promise<void> {
    wasLost.value = error instanceof UnreachableError
    if (!(error instanceof ProblemError)) {
      errors.value = { whole: refusal(error) }
      return
    }
    errors.value = error.status === 422 || error.status === 403 ? fieldErrors(error) : { whole: refusal(error) }
    if (errors.value.key === undefined) return
    // An earlier try came through though its answer was lost, and the words were changed since.
    try {
      registered.value = told(await read(api.GET("/api/v1/cases/{case_id}", { params: { path: { case_id: draft.key } } })), true)
      errors.value = {}
    } catch {
      errors.value = { whole: refusal(error) }
    }
  }

  function told(found: Pick<Schemas["CaseView"], "id" | "number" | "due_at">, isEarlier: boolean): Registered {
    return { id: found.id, number: found.number, dueAt: found.due_at, isEarlier, wantsAnswer: draft.wantsAnswer }
  }

  function forget(): void {
    registered.value = null
    errors.value = {}
    wasLost.value = false
  }
  return { send, forget, isSending: computed(() => isSending.value), errors, wasLost: computed(() => wasLost.value), registered: computed(() => registered.value) }
}
