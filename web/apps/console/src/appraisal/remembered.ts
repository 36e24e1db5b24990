/** What a browser remembers of a questionnaire: the key that it answers under, and to how many questions it has. */
import { newKey } from "@/standards/setup/useWrite"

export interface Remembered { key: string; answered: number }

const place = (token: string): string => `cityloop.questionnaire.${token}`

/** Return what is remembered; whoever comes for the first time has a key from now on, and has answered nothing. */
export function remembered(token: string): Remembered {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(token)) ?? "null")
    if (isRemembered(kept)) return kept
  } catch {
    // a browser that keeps nothing, or something that is not ours: begin anew
  }
  return remember(token, { key: newKey(), answered: 0 })
}

/** Remember how it stands. */
export function remember(token: string, state: Remembered): Remembered {
  try {
    localStorage.setItem(place(token), JSON.stringify(state))
  } catch {
    // a browser that keeps nothing: the server still counts one key once
  }
  return state
}

function isRemembered(kept: unknown): kept is Remembered {
  return typeof kept === "object" && kept !== null && "key" in kept && typeof kept.key === "string" && "answered" in kept && typeof kept.answered === "number"
}
