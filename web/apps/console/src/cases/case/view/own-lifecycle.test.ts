import { VueQueryPlugin } from "@tanstack/vue-query"
import { flushPromises, mount } from "@vue/test-utils"
import { beforeEach, expect, it, vi } from "vitest"

import type { Words } from "@/cases/case/story/story"
import type { Detail } from "@/cases/case/useCase"
import StageDiagram from "@/cases/case/view/StageDiagram.vue"
import { queryClient } from "@/common/server"
import { i18n } from "@/text"

// The client takes hold of `fetch` when it is made, so what stands in for it comes first.
const asked = vi.hoisted(() => {
  const paths: string[] = []
  const lifecycle = (id: number, name: string) => ({
    id, key: "standard", requests: [],
    stages: [{ name: "FILING", phase: "OPEN", label: { zh: name, en: name }, post: "SHIFT_LEADER" }],
    moves: [{ verb: "submit", label: {}, target: "FILING", needs: [], takes: [], sources: ["ACCEPTANCE"] }],
  })
  globalThis.fetch = (request) => {
    const path = new URL((request as Request).url).pathname.replace("/api/v1/cases/", "")
    paths.push(path)
    const body = path === "lifecycle" ? lifecycle(2, "待审核") : path === "lifecycle/1" ? lifecycle(1, "待立案") : {}
    return Promise.resolve(new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }))
  }
  return paths
})

async function diagram(lifecycleId: number): Promise<string> {
  const shown = { stage: "FILING", previous_stage: "", moves: [], lifecycle_id: lifecycleId } as unknown as Detail
  const stays = [{ stage: "FILING", on_time: null, arrived_at: "2026-11-22T00:00:00Z", left_at: null }] as never
  const drawn = mount(StageDiagram, { props: { shown, stays, words: {} as Words }, global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]] } })
  await flushPromises()
  await flushPromises()
  return drawn.text()
}

beforeEach(() => {
  queryClient.clear()
  asked.length = 0
})

it("draws an older case as its own lifecycle has it", async () => {
  expect(await diagram(1)).toContain("待立案")
  expect(asked).toContain("lifecycle/1")
})

it("asks for no other lifecycle where the case follows the one of today", async () => {
  expect(await diagram(2)).toContain("待审核")
  expect(asked.filter((path) => path.startsWith("lifecycle"))).toEqual(["lifecycle"])
})
