import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { effectScope, type EffectScope } from "vue"

import { activeShortcuts, useShortcuts } from "@/common/shortcuts"

function press(key: string, on: Element = document.body, also: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...also })
  on.dispatchEvent(event)
  return event
}

function put(html: string): Element {
  document.body.innerHTML = html
  return document.body.firstElementChild!
}

describe("a key", () => {
  const run = vi.fn()
  let scope: EffectScope
  beforeEach(() => {
    run.mockReset()
    document.body.innerHTML = ""
    scope = effectScope()
    scope.run(() => { useShortcuts([{ key: "j", does: "keys.next", run }, { key: "Enter", does: "keys.open", run }]) })
  })
  afterEach(() => { scope.stop() })

  it("does what it says, anywhere on the page, and nothing else", () => {
    expect(press("j").defaultPrevented).toBe(true)
    press("k")
    expect(run).toHaveBeenCalledOnce()
  })

  it.each(["<input>", "<textarea></textarea>", "<select></select>", "<div contenteditable='true'></div>"])("is a letter to whoever types into %s", (html) => {
    const field = put(html)
    if (field instanceof HTMLDivElement) Object.defineProperty(field, "isContentEditable", { value: true })
    expect(press("j", field).defaultPrevented).toBe(false)
    expect(run).not.toHaveBeenCalled()
  })

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])("is left to the browser and to input methods with %o", (also) => {
    press("j", document.body, also)
    expect(run).not.toHaveBeenCalled()
  })

  it("leaves Enter to the button that has the focus", () => {
    press("Enter", put("<button></button>"))
    expect(run).not.toHaveBeenCalled()
    press("Enter")
    expect(run).toHaveBeenCalledOnce()
  })

  it("rests behind an open dialog", () => {
    put("<div class='el-overlay'></div>")
    press("j")
    expect(run).not.toHaveBeenCalled()
    put("<div class='el-overlay' style='display: none'></div>")
    press("j")
    expect(run).toHaveBeenCalledOnce()
  })

  it("is the later one's while two offer it, and the first one's again afterwards", () => {
    const later = vi.fn()
    const dialog = effectScope()
    dialog.run(() => { useShortcuts([{ key: "j", does: "keys.other", run: later }]) })
    press("j")
    expect(activeShortcuts().map(({ does }) => does)).toEqual(["keys.other", "keys.open"])
    dialog.stop()
    press("j")
    expect([later.mock.calls.length, run.mock.calls.length]).toEqual([1, 1])
  })

  it("goes with whoever offered it", () => {
    scope.stop()
    press("j")
    expect(run).not.toHaveBeenCalled()
  })
})
