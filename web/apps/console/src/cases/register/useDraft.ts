/** The draft of this seat, kept in the tab so that a reload loses nothing. */
import { reactive, watch } from "vue"

import { blank, newKey, restored, type Draft } from "@/cases/register/draft"
import { me } from "@/common/server"

const PREFIX = "cityloop.register."

export function useDraft(): { draft: Draft; begin: () => void } {
  const place = `${PREFIX}${me.value?.seat_id ?? ""}`
  const draft = reactive(restored(sessionStorage.getItem(place), newKey()))
  watch(draft, (now) => { if (me.value !== null) sessionStorage.setItem(place, JSON.stringify(now)) }, { immediate: true })

  /** Forget the call and take the next one. */
  function begin(): void {
    Object.assign(draft, blank(newKey()))
  }
  return { draft, begin }
}

/** A caller's number does not stay behind for whoever signs in next. */
watch(me, (known) => {
  if (known !== null) return
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}, { flush: "sync" })
