import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { nextTick } from "vue"

import { useAttempts } from "@/assets/photos/attempts"
import ComponentPhotos from "@/assets/photos/ComponentPhotos.vue"
import ComponentPicture from "@/assets/photos/ComponentPicture.vue"
import PhotoStrip from "@/assets/photos/PhotoStrip.vue"
import { me, queryClient, type Me } from "@/common/server"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { asked: string[]; sent: { key: string | null; takenAt: unknown }[]; isDown: boolean } = { asked: [], sent: [], isDown: false }
  globalThis.fetch = async (given) => {
    const request = given as Request
    const { pathname, search } = new URL(request.url)
    const path = pathname.replace("/api/v1/", "")
    if (request.method === "POST") {
      state.sent.push({ key: request.headers.get("Idempotency-Key"), takenAt: (await request.formData()).get("taken_at") })
      if (state.isDown) throw new TypeError("down")
    } else state.asked.push(path + search)
    if (path.endsWith("/file")) return new Response(new Blob(["picture"]), { headers: { "content-type": "image/jpeg" } })
    const body = path.endsWith("/city") ? { timezone: "Asia/Shanghai" } : []
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } })
  }
  return state
})

const KEPT_MS = 30_000
const CODE = "11010101027000001"
const TAKEN = Date.parse("2026-03-01T00:30:20Z")
const plugins = [i18n, [VueQueryPlugin, { queryClient }]] as never

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await flushPromises()
}

beforeEach(() => {
  setLanguage("en")
  queryClient.clear()
  server.asked = []
  server.sent = []
  server.isDown = false
  me.value = { permissions: ["assets.manage"], seats: [], seat_id: null } as unknown as Me
})
afterEach(() => { vi.useRealTimers() })

describe("a picture", () => {
  let see: (isInView: boolean) => void

  beforeEach(() => {
    vi.stubGlobal("IntersectionObserver", class {
      constructor(tell: (entries: { isIntersecting: boolean; time: number }[]) => void) {
        see = (isIntersecting) => { tell([{ isIntersecting, time: 1 }]) }
      }

      observe(): void { /* the test says what is seen */ }
      disconnect(): void { /* nothing to let go */ }
    })
  })

  it("is had as small as it is shown", async () => {
    mount(ComponentPicture, { props: { photoId: "p2", label: "灯", scale: 320 }, global: { plugins } })
    await settled()
    see(true)
    await settled()
    expect(server.asked).toEqual(["assets/photos/p2/file?width=320"])
  })

  it("is had when it comes into view, and let go when it has been out of sight for a while", async () => {
    const shown = mount(ComponentPicture, { props: { photoId: "p1", label: "灯" }, global: { plugins } })
    await settled()
    expect([server.asked, shown.find("img").exists()]).toEqual([[], false])

    see(true)
    await settled()
    expect(server.asked).toEqual(["assets/photos/p1/file"])
    expect(shown.find("img").attributes("alt")).toBe("灯")

    const revoked = vi.spyOn(URL, "revokeObjectURL")
    vi.useFakeTimers()
    see(false)
    await nextTick()
    expect([shown.find("img").exists(), revoked.mock.calls.length]).toEqual([false, 1])
    vi.advanceTimersByTime(KEPT_MS + 1)
    expect(queryClient.getQueryCache().findAll({ queryKey: ["component-photo"] })).toEqual([])
  })
})

it("a strip shows a dozen, and the next dozen when somebody asks", async () => {
  const photos = Array.from({ length: 30 }, (_, place) => ({ id: String(place), label: String(place) }))
  const stubs = { ComponentPicture: true, ElDialog: true, ElButton: { template: "<button class='next'><slot /></button>" } }
  const shown = mount(PhotoStrip, { props: { photos }, global: { plugins: [i18n], stubs } })
  expect([shown.findAll("li").length, shown.find(".next").text()]).toEqual([12, "Show more (18 left)"])
  await shown.find(".next").trigger("click")
  await shown.find(".next").trigger("click")
  expect([shown.findAll("li").length, shown.find(".next").exists()]).toEqual([30, false])
})

describe("a photograph that is sent", () => {
  function taken(lastModified = TAKEN): File {
    return new File(["x"], "lamp.jpg", { type: "image/jpeg", lastModified })
  }

  async function choosing(file: File) {
    const stubs = {
      PhotoStrip: true,
      FormDialog: { emits: ["submit", "close"], template: "<form @submit.prevent=\"$emit('submit')\"><slot /><button class='leave' type='button' @click=\"$emit('close')\" /></form>" },
      ElFormItem: { props: ["error"], template: "<div><b class='fault'>{{ error }}</b><slot /></div>" },
      ElDatePicker: { props: ["modelValue"], emits: ["update:modelValue"], template: "<input class='when' :value='modelValue' @input=\"$emit('update:modelValue', $event.target.value)\">" },
    }
    const shown = mount(ComponentPhotos, { props: { code: CODE }, global: { plugins, stubs } })
    await settled()
    await choose(shown, file)
    return shown
  }

  async function choose(shown: Awaited<ReturnType<typeof mount>>, file: File): Promise<void> {
    const field = shown.find<HTMLInputElement>("input[type=file]")
    Object.defineProperty(field.element, "files", { value: [file], configurable: true })
    await field.trigger("change")
    await settled()
  }

  async function send(shown: Awaited<ReturnType<typeof mount>>): Promise<void> {
    await shown.find("form").trigger("submit")
    await settled()
  }

  it("says the file's time by the city's clock, and is sent with the moment as corrected", async () => {
    const shown = await choosing(taken())
    expect([shown.find<HTMLInputElement>(".when").element.value, server.sent]).toEqual(["2026-03-01T08:30", []])
    await shown.find(".when").setValue("2026-02-27T17:05")
    await send(shown)
    expect(server.sent.map(({ takenAt }) => takenAt)).toEqual(["2026-02-27T09:05:00.000Z"])
    expect(shown.find("form").exists()).toBe(false)
  })

  it("is the same one when it is sent again, also after the dialog was left; the next one is another", async () => {
    server.isDown = true
    const shown = await choosing(taken())
    await send(shown)
    await send(shown)
    await shown.find(".leave").trigger("click")
    server.isDown = false
    await choose(shown, taken())
    await send(shown)
    await choose(shown, taken())
    await send(shown)

    const keys = server.sent.map(({ key }) => key)
    expect(keys).toEqual([keys[0], keys[0], keys[0], expect.not.stringContaining(keys[0]!)])
  })

  it("is not of the future", async () => {
    const shown = await choosing(taken(Date.now() + 86_400_000))
    await shown.find(".when").setValue("2199-01-01T00:00")
    await send(shown)
    expect([shown.find(".fault").text(), server.sent]).toEqual(["A photograph cannot be taken in the future.", []])
  })

  it("of a file from the future was taken now, until somebody says when", () => {
    const { begin } = useAttempts()
    expect(begin(CODE, taken(Date.now() + 86_400_000)).takenAt).toBeLessThanOrEqual(Date.now())
  })
})
