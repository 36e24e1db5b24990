import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount } from "@vue/test-utils"
import { beforeEach, expect, it, vi } from "vitest"

import LabelsDialog from "@/assets/inventory/LabelsDialog.vue"
import { queryClient } from "@/common/server"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { labels: string[]; pages: number } = { labels: [], pages: 0 }
  const total = 1000
  globalThis.fetch = (asked) => {
    const { pathname, searchParams } = new URL((asked as Request).url)
    if (pathname.endsWith("/labels")) {
      state.labels.push(searchParams.toString())
      return Promise.resolve(new Response(new Blob(["<svg/>"]), { headers: { "content-type": "image/svg+xml" } }))
    }
    state.pages += 1
    const [from, limit] = [Number(searchParams.get("cursor") ?? 0), Number(searchParams.get("limit"))]
    const items = Array.from({ length: Math.min(limit, total - from) }, (_, place) => ({ code: String(from + place + 1) }))
    return Promise.resolve(new Response(JSON.stringify({ items, next: from + limit < total ? String(from + limit) : null }), { headers: { "content-type": "application/json" } }))
  }
  return state
})

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await flushPromises()
}

async function labelling(total: number) {
  const stubs = {
    ElDialog: { template: "<div><slot /><slot name='footer' /></div>" },
    ElInputNumber: { props: ["modelValue", "max"], emits: ["update:modelValue"], template: "<input class='sheets' :value='modelValue' :max='max' @input=\"$emit('update:modelValue', Number($event.target.value))\">" },
    ElButton: { props: ["disabled", "loading"], template: "<button :disabled='disabled || loading'><slot /></button>" },
  }
  const shown = mount(LabelsDialog, { props: { filters: { class_code: "01027" }, total }, global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]] as never, stubs } })
  await settled()
  const press = async (words: string): Promise<void> => {
    await shown.findAll("button").find((button) => button.text() === words)!.trigger("click")
    await settled()
  }
  return { shown, press }
}

beforeEach(() => {
  setLanguage("en")
  queryClient.clear()
  server.labels = []
  server.pages = 0
})

it("every label can be printed, batch by batch, to the last one", async () => {
  const { shown, press } = await labelling(1000)
  await shown.find(".sheets").setValue("20")
  await settled()
  await press("Next batch")
  await press("Next batch")

  expect(server.labels).toEqual([
    "class_code=01027&limit=24", "class_code=01027&limit=480", "class_code=01027&limit=480&after=480", "class_code=01027&limit=48&after=960",
  ])
  expect(server.pages).toBe(6)
  expect(shown.text()).toContain("961–1,000 of 1,000")
  expect(shown.findAll("button").find((button) => button.text() === "Next batch")!.attributes("disabled")).toBeDefined()

  await press("Previous batch")
  expect(shown.text()).toContain("481–960 of 1,000")
  expect(shown.find<HTMLInputElement>(".sheets").element.value).toBe("20")
})

it("what fits on the sheets has no further batch", async () => {
  const { shown } = await labelling(20)
  expect(shown.text()).toContain("1–20 of 20")
  expect(shown.text()).not.toContain("batch")
})
