import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, expect, it, vi } from "vitest"

import SurveyView from "@/assets/surveys/SurveyView.vue"
import { me, queryClient, type Me } from "@/common/server"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { survey: object; asked: string[] } = { survey: {}, asked: [] }
  globalThis.fetch = (given) => {
    const request = given as Request
    const path = new URL(request.url).pathname.replace("/api/v1/assets/surveys/s", "")
    if (request.method === "POST") state.asked.push(path)
    const isSurvey = path === "" || request.method === "POST"
    return Promise.resolve(new Response(JSON.stringify(isSurvey ? state.survey : { items: [] }), { headers: { "content-type": "application/json" } }))
  }
  return state
})

const LOOK_AGAIN_MS = 1000
let shown: VueWrapper

function survey(values: object): object {
  return {
    id: "s", title: "普查", area_codes: [], class_edition: "e", class_codes: [], starts_on: "2026-03-01", ends_on: "2026-03-10", state: "REVIEWING", version: 3, surveyors: [], planned_by: "a", planned_by_name: "", planned_at: "2026-03-01T00:00:00Z",
    closed_at: null, compared_at: "2026-03-02T00:00:00Z", applied_by: null, applied_by_name: "", applied_at: null, void_reason: "", reopen_reason: "", reopened_by_name: "", reopened_at: null,
    rows_total: null, rows_done: 0, failure: {}, step: null, settlement: null, records: 1, findings: [{ kind: "NEW", count: 1, pending: 0, accepted: 1, rejected: 0 }], ...values,
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await flushPromises()
}

async function show(values: object): Promise<void> {
  server.survey = survey(values)
  const stubs = { FindingReview: true, ElProgress: { props: ["percentage", "indeterminate"], template: "<i class='progress'>{{ indeterminate ? '…' : percentage }}</i>" }, ElButton: { template: "<button class='el'><slot /></button>" } }
  shown = mount(SurveyView, { props: { id: "s" }, global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]], stubs } })
  await settled()
}

function buttons(): string[] {
  return shown.findAll(".el").map((button) => button.text())
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] })
  setLanguage("en")
  queryClient.clear()
  server.asked = []
  me.value = { permissions: ["assets.manage", "assets.review"], seats: [], seat_id: null } as unknown as Me
})
afterEach(() => {
  shown.unmount()
  vi.useRealTimers()
})

it("follows the worker until it is done", async () => {
  await show({ state: "COMPARING", rows_total: 200, rows_done: 50, compared_at: null })
  expect([shown.find(".progress").text(), shown.text().includes("50 / 200")]).toEqual(["25", true])
  expect(buttons()).toEqual(["Go on"])

  server.survey = survey({ rows_total: 200, rows_done: 200 })
  await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS + 1)
  await settled()
  expect([shown.find(".progress").exists(), buttons()]).toEqual([false, ["Compare again", "Give up", "Give back to the field", "Apply"]])
})

it("takes up again what stands still", async () => {
  await show({ state: "APPLYING", rows_total: 9 })
  expect(shown.find(".progress").text()).toBe("…")
  await shown.find(".el").trigger("click")
  await settled()
  expect(server.asked).toEqual(["/apply"])
})

it("says why it could not be applied, and what applying did", async () => {
  await show({ failure: { en: "1 component was changed.", zh: "有部件变更。" } })
  expect(shown.find("[role=alert]").text()).toBe("It could not be applied: 1 component was changed.")
  shown.unmount()
  queryClient.clear()

  await show({ state: "APPLIED", settlement: { added: 12, moved: 3, changed: 4, lost: 5, looked_at: 99 } })
  expect(shown.findAll("dd").map((item) => item.text())).toEqual(expect.arrayContaining(["12", "3", "4", "5", "99"]))
})

it("says why it was given back to the field", async () => {
  await show({ state: "SURVEYING", reopen_reason: "东段漏查", reopened_by_name: "赵" })
  expect(shown.text()).toContain("东段漏查 赵")
})
