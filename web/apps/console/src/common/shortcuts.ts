/** Keys that work anywhere on a page, except while somebody types. */
import { onScopeDispose } from "vue"

export interface Shortcut {
  /** `/`, `j`, `Enter`, `Escape` … as in KeyboardEvent.key. */
  key: string
  /** The key of the text that says what it does; shown by `?`. */
  does: string
  run: () => void
}

const active = new Set<Shortcut>()

/** Offer these keys as long as the calling component lives; of two for one key the later one is run. */
export function useShortcuts(offered: readonly Shortcut[]): void {
  for (const shortcut of offered) active.add(shortcut)
  onScopeDispose(() => {
    for (const shortcut of offered) active.delete(shortcut)
  })
}

/** Return the keys that work now, each once. */
export function activeShortcuts(): Shortcut[] {
  return [...new Map([...active].map((shortcut) => [shortcut.key, shortcut])).values()]
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
}

window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
  if (isTyping(event.target)) return
  if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("button, a, [role=button], [role=tab]")) return
  if (document.querySelector(".el-overlay:not([style*='display: none'])") !== null && event.key !== "?") return
  const shortcut = [...active].reverse().find(({ key }) => key === event.key)
  if (shortcut === undefined) return
  event.preventDefault()
  shortcut.run()
})
