import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, expect, it, vi } from "vitest"

import FindingReview from "@/assets/surveys/FindingReview.vue"
import type { Survey } from "@/assets/surveys/useSurveys"
import { me, queryClient, type Me } from "@/common/server"
import { i18n, setLanguage } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const server = vi.hoisted(() => {
  const state: { findings: unknown[]; sent: { decisions: { finding_id: number; opinion: string; is_accepted: boolean }[] }[]; isDown: boolean } = { findings: [], sent: [], isDown: false }
  globalThis.fetch = async (asked) => {
    const request = asked as Request
    const path = new URL(request.url).pathname
    if (request.method === "POST") {
      state.sent.push(await request.json() as never)
      if (state.isDown) throw new TypeError("down")
    }
    const body = path.endsWith("/findings") ? { items: state.findings, next: null } : path.endsWith("/city") ? null : { items: [] }
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } })
  }
  return state
})

function finding(id: number, values: object = {}): object {
  return {
    id, kind: "NEW", version: 1, component_id: null, component_code: "", component_name: `灯${id}`, class_code: "01027", grid_code: null, longitude: null, latitude: null, record: null,
    distance_m: null, tolerance_m: null, changes: [], may_accept: true, verdict: "PENDING", decided_by: null, decided_by_name: "", decided_at: null, opinion: "", ...values,
  }
}

let shown: VueWrapper

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await flushPromises()
}

async function reviewing(findings: object[]): Promise<void> {
  server.findings = findings
  const survey = { id: "s", state: "REVIEWING", class_edition: "e" } as Survey
  const stubs = {
    ElSelect: true, ElOption: true, RouterLink: true,
    ElInput: { props: ["modelValue"], emits: ["update:modelValue"], template: "<input class='opinion' :value='modelValue' @input=\"$emit('update:modelValue', $event.target.value)\">" },
    ElButton: { props: ["disabled"], template: "<button class='el' :disabled='disabled'><slot /></button>" },
  }
  shown = mount(FindingReview, { props: { survey, kind: "" }, global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]], stubs } })
  await settled()
}

async function press(key: string): Promise<void> {
  window.dispatchEvent(new KeyboardEvent("keydown", { key }))
  await settled()
}

function opinion(): string {
  return shown.find<HTMLInputElement>(".opinion").element.value
}

async function click(words: string): Promise<void> {
  await shown.findAll("button").find((button) => button.text().startsWith(words))!.trigger("click")
  await settled()
}

beforeEach(() => {
  setLanguage("en")
  queryClient.clear()
  server.sent = []
  server.isDown = false
  me.value = { permissions: ["assets.review"], seats: [], seat_id: null } as unknown as Me
})
afterEach(() => { shown.unmount() })

it("gives an opinion to the finding for which it was written", async () => {
  await reviewing([finding(1), finding(2)])
  await shown.find(".opinion").setValue("灯杆已拆")
  await press("n")
  expect(server.sent).toEqual([{ decisions: [expect.objectContaining({ finding_id: 1, is_accepted: false, opinion: "灯杆已拆" })] }])
})

it("gives no other finding an opinion that was written for one", async () => {
  await reviewing([finding(1), finding(2)])
  await shown.find(".opinion").setValue("灯杆已拆")
  await press("j")
  expect(opinion()).toBe("")
  await press("y")
  expect(server.sent[0]?.decisions).toMatchObject([{ finding_id: 2, opinion: "" }])
})

it("forgets an opinion when the finding has gone from the list", async () => {
  await reviewing([finding(1), finding(2)])
  await shown.find(".opinion").setValue("灯杆已拆")
  server.findings = [finding(2)]
  await queryClient.invalidateQueries({ queryKey: ["surveys"] })
  await settled()
  expect(opinion()).toBe("")
})

it("sends no opinion with many", async () => {
  await reviewing([finding(1), finding(2)])
  await shown.find(".opinion").setValue("灯杆已拆")
  await click("Accept these")
  expect(server.sent[0]?.decisions.map(({ opinion: words }) => words)).toEqual(["", ""])
})

it("keeps an opinion where the server was not reached", async () => {
  await reviewing([finding(1)])
  server.isDown = true
  await shown.find(".opinion").setValue("灯杆已拆")
  await press("y")
  expect([server.sent.length, opinion()]).toEqual([1, "灯杆已拆"])
})

it("asks for a decision where the server does, whatever the kind", async () => {
  await reviewing([finding(1, { kind: "NEW", verdict: "NOT_NEEDED" })])
  expect(shown.find(".opinion").exists()).toBe(false)
  await press("y")
  expect(server.sent).toEqual([])
})

it("offers no acceptance where the server takes none, and says why", async () => {
  await reviewing([finding(1, { kind: "MOVED", may_accept: false }), finding(2)])
  expect(shown.text()).toContain("drawn anew by an import")
  expect(shown.find("form .el").attributes("disabled")).toBeDefined()
  await press("y")
  expect(server.sent).toEqual([])

  await click("Accept these 1")
  await press("n")
  expect(server.sent.map(({ decisions }) => decisions.map(({ finding_id: id, is_accepted: isAccepted }) => [id, isAccepted]))).toEqual([[[2, true]], [[1, false]]])
})
