import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { defineComponent, ref } from "vue"

import { useVisit, foundBefore, type Visit } from "@/appraisal/useVisit"
import { queryClient } from "@/common/server"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { failures: number; keys: (string | null)[]; bodies: unknown[] } = { failures: 0, keys: [], bodies: [] }
  globalThis.fetch = async (given) => {
    const request = given as Request
    state.keys.push(request.headers.get("Idempotency-Key"))
    state.bodies.push(request.headers.get("content-type")?.includes("json") ? await request.json() : null)
    if (state.failures > 0) {
      state.failures -= 1
      throw new TypeError("network")
    }
    return new Response("{}", { status: 201, headers: { "content-type": "application/json" } })
  }
  return state
})

const LEAVES = ["B", "C"].map((code) => ({ code, group: "Clean", name: code, scoring: "" }))
let shown: VueWrapper
let form: ReturnType<typeof useVisit>

function visit(number: number, ...observations: [leaf: string, met: number, looked_at: number][]): Visit {
  return { id: String(number), site_id: "s", number, visited_at: "", longitude: null, latitude: null, distance_m: null, device: "", observations: observations.map(([leaf, met, looked_at]) => ({ leaf, met, looked_at, words: "" })), words: "", visited_by: "", visited_by_name: "", recorded_at: "" }
}

function open(visits: Visit[]): void {
  const Form = defineComponent({
    setup() {
      form = useVisit(ref("s"), ref(LEAVES), ref(visits))
      return () => null
    },
  })
  shown = mount(Form, { global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]] } })
}

beforeEach(() => {
  setLanguage("en")
  Object.assign(server, { failures: 0, keys: [], bodies: [] })
})
afterEach(() => {
  shown.unmount()
})

it("begins with what was said last of each indicator", () => {
  open([visit(2, ["B", 5, 10]), visit(1, ["B", 9, 10], ["C", 1, 2])])
  expect(form.found.value.map(({ leaf, met, looked }) => [leaf.code, met, looked])).toEqual([["B", 5, 10], ["C", 1, 2]])
  expect(foundBefore(LEAVES, []).map(({ looked }) => looked)).toEqual([0, 0])
})

it("sends all of it again, with the same key until it has arrived", async () => {
  open([visit(1, ["B", 9, 10], ["C", 1, 2])])
  server.failures = 1
  expect([await form.save(), await form.save()]).toEqual([false, true])
  await flushPromises()
  expect(new Set(server.keys).size).toBe(1)
  expect(server.bodies[0]).toEqual(server.bodies[1])
  expect(server.bodies[1]).toMatchObject({ observations: [{ leaf: "B", met: 9, looked_at: 10, words: "" }, { leaf: "C", met: 1, looked_at: 2, words: "" }] })
})

it("gives each photograph a key of its own, and the same one when it is chosen again", async () => {
  open([])
  const files = [new File(["1"], "one.jpg", { lastModified: 1 }), new File(["2"], "two.jpg", { lastModified: 2 })]
  server.failures = 1
  await form.upload(files)
  expect(server.keys.length).toBe(1) // the second waits until the first has arrived
  await form.upload(files)
  expect([server.keys.length, new Set(server.keys).size, server.keys[0] === server.keys[1]]).toEqual([3, 2, true])
})
