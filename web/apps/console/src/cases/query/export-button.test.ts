import { flushPromises, mount } from "@vue/test-utils"
import { beforeEach, expect, it, vi } from "vitest"

import ExportButton from "@/cases/query/ExportButton.vue"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { send: (text: string) => void; end: () => void; isBrokenOff: boolean } = { send: () => undefined, end: () => undefined, isBrokenOff: false }
  globalThis.fetch = (request) => {
    const { signal } = request as Request
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        state.send = (text) => { stream.enqueue(new TextEncoder().encode(text)) }
        state.end = () => { stream.close() }
        signal.addEventListener("abort", () => { state.isBrokenOff = true; stream.error(signal.reason) })
      },
    })
    return Promise.resolve(new Response(body, { headers: { "X-CityLoop-Rows": "4" } }))
  }
  return state
})
const handedOver = vi.fn<() => void>()

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await flushPromises()
}

async function exporting(fileFormat: "csv" | "xlsx") {
  const stubs = { ElDropdown: { emits: ["command"], template: `<button class="export" @click="$emit('command', '${fileFormat}')" />` }, ElProgress: true, ElButton: { template: "<button class='cancel'><slot /></button>" } }
  const shown = mount(ExportButton, { props: { filters: {}, order: "newest", disabled: false }, global: { plugins: [i18n], stubs } })
  await shown.find(".export").trigger("click")
  await settled()
  return shown
}

beforeEach(() => {
  setLanguage("en")
  server.isBrokenOff = false
  vi.clearAllMocks()
  document.body.innerHTML = ""
  HTMLAnchorElement.prototype.click = handedOver
})

it("tells how many rows of a CSV have come, and hands the file over at the end", async () => {
  const shown = await exporting("csv")
  server.send("heading\r\none\r\ntwo\r\n")
  await settled()
  expect(shown.find("[role=status]").text()).toContain("2 of 4")

  server.end()
  await settled()
  expect(handedOver).toHaveBeenCalledOnce()
  expect(document.body.textContent).toContain("4 cases exported.")
})

it("tells how much of a spreadsheet has come", async () => {
  const shown = await exporting("xlsx")
  server.send("x".repeat(2048))
  await settled()
  expect(shown.find("[role=status]").text()).toContain("4 cases, 2 KB so far")
})

it.each(["csv", "xlsx"] as const)("breaks a %s off: the server is told, no file and no failure comes, and one can export again", async (fileFormat) => {
  const shown = await exporting(fileFormat)
  server.send("heading\r\none\r\n")
  await settled()

  await shown.find(".cancel").trigger("click")
  await settled()

  expect(server.isBrokenOff).toBe(true)
  expect(shown.find("[role=status]").exists()).toBe(false)
  expect(shown.find(".export").exists()).toBe(true)
  expect(handedOver).not.toHaveBeenCalled()
  expect(document.querySelector(".el-message")).toBeNull()
})
