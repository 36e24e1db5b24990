import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter } from "vue-router"

import QuestionnairePage from "@/appraisal/QuestionnairePage.vue"
import { queryClient } from "@/common/server"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { isOpen: boolean; status: number; facts: object; sent: { key: string | null; body: unknown }[] } = { isOpen: true, status: 201, facts: {}, sent: [] }
  const asked = {
    title: "Survey", city: "City", timezone: "Asia/Shanghai", closes_at: "2026-04-01T00:00:00Z", areas: [{ code: "110101", name: "East" }],
    questions: [{ leaf: "D", group: "Clean", name: "Main roads", words: "" }, { leaf: "E", group: "Clean", name: "Lanes", words: "Are the lanes clean?" }],
  }
  globalThis.fetch = async (given) => {
    const request = given as Request
    const problem = { type: "urn:cityloop:questionnaire-closed", title: "Closed", status: 409, detail: "It was closed.", instance: "", facts: state.facts }
    if (request.method !== "POST") return answer({ ...asked, is_open: state.isOpen }, 200)
    state.sent.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() })
    return state.status === 201 ? answer({ answered: 1 }, 201) : answer(problem, state.status)
  }
  function answer(body: object, status: number): Response {
    return new Response(JSON.stringify(body), { status, headers: { "content-type": status < 400 ? "application/json" : "application/problem+json" } })
  }
  return state
})

let shown: VueWrapper

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await flushPromises()
}

async function show(): Promise<void> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/questionnaires/:token", component: QuestionnairePage }] })
  await router.push("/questionnaires/secret")
  shown = mount(QuestionnairePage, { global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient }]], stubs: { ElButton: { template: "<button class='el'><slot /></button>" } } } })
  await settled()
}

async function send(): Promise<void> {
  await shown.find("form").trigger("submit")
  await settled()
}

beforeEach(() => {
  setLanguage("en")
  queryClient.clear()
  localStorage.clear()
  Object.assign(server, { isOpen: true, status: 201, facts: {}, sent: [] })
})
afterEach(() => {
  shown.unmount()
})

it("sends what was answered and leaves out what somebody cannot say", async () => {
  await show()
  await send()
  expect([shown.find("[role=alert]").text(), server.sent]).toEqual(["Choose your district.", []])
  await shown.find("select").setValue("110101")
  await send()
  expect([shown.find("[role=alert]").text(), server.sent]).toEqual(["Answer one question at least.", []])

  await shown.find("input[name=D][value='2']").setValue(true)
  await shown.find("input[name=E][value='0']").setValue(true)
  expect([shown.text().includes("1 of 2 answered"), shown.text().includes("Are the lanes clean?")]).toEqual([true, true])
  await send()
  expect(server.sent.map(({ body }) => body)).toEqual([{ area_code: "110101", levels: { D: 2 } }])
  expect(shown.text()).toContain("Thank you!")
})

it("tries again with the same key, so that nothing counts twice", async () => {
  await show()
  await shown.find("select").setValue("110101")
  await shown.find("input[name=D][value='1']").setValue(true)
  server.status = 409
  await send()
  expect(shown.find("[role=alert]").text()).toBe("It was closed.")
  server.status = 201
  await send()
  expect(new Set(server.sent.map(({ key }) => key)).size).toBe(1)
})

it("answers once, also when it is opened again", async () => {
  await show()
  await shown.find("select").setValue("110101")
  await shown.find("input[name=D][value='1']").setValue(true)
  await send()
  shown.unmount()
  await show()
  expect([shown.text().includes("You have answered"), shown.find("form").exists(), server.sent.length]).toEqual([true, false, 1])
})

it("keeps its key when it is opened again before anything has arrived", async () => {
  for (const status of [503, 201]) {
    server.status = status
    await show()
    await shown.find("select").setValue("110101")
    await shown.find("input[name=D][value='1']").setValue(true)
    await send()
    if (status !== 201) shown.unmount()
  }
  expect([server.sent.length, new Set(server.sent.map(({ key }) => key)).size]).toEqual([2, 1])
})

it("takes it that it has answered when the server knows other answers of this key", async () => {
  await show()
  await shown.find("select").setValue("110101")
  await shown.find("input[name=D][value='1']").setValue(true)
  Object.assign(server, { status: 422, facts: { field: "Idempotency-Key" } })
  await send()
  expect(shown.text()).toContain("You have answered")
})

it("says when it is over", async () => {
  server.isOpen = false
  await show()
  expect([shown.text().includes("This questionnaire is closed"), shown.find("form").exists()]).toEqual([true, false])
})
