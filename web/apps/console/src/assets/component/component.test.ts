import { describe, expect, it } from "vitest"

import { itemsOf, yearOf, type ItemWords } from "@/assets/component/items"
import { lifeOf, type ComponentLook, type StateChange } from "@/assets/component/life"
import type { Component } from "@/assets/words"

const LAMP: Component = {
  id: "1", code: "11010101027000001", class_edition: "GBT47678.5-2026", class_code: "01027", name: "人民路路灯1", grid_code: "110101001001004", longitude: 1, latitude: 2,
  manager_body_id: "m", owner_body_id: null, keeper_body_id: null, state: "INTACT", source_layer: "", external_id: "", valid_from: "2026-01-02T00:00:00Z", valid_until: null,
  data_source: "实测", accuracy: "A", note: "", surveyed_on: "2020-05-06", changed_on: null, looked_on: "2026-02-01",
}
const WORDS: ItemWords = { className: "路灯", state: "完好", accuracy: "A", body: (id) => (id === null ? "" : "城管局"), division: (code) => `区划${code}` }

function change(id: number, at: string): StateChange {
  return { id, source: "INTACT", target: "DAMAGED", changed_at: at, actor_id: "a", actor_name: "王", reason: "", case_number: "", import_id: null }
}

function look(survey: string, at: string): ComponentLook {
  return { survey_id: survey, survey_title: "普查", survey_state: "APPLIED", looked_at: at, surveyor_name: "李", kind: "MOVED", distance_m: 9, changes: [], verdict: "ACCEPTED", decided_by_name: "赵", decided_at: at, opinion: "", applied_at: at }
}

describe("the items of a component", () => {
  it("carry the codes of its edition, and are shown empty where the standard has them", () => {
    const items = new Map(itemsOf(LAMP, WORDS).map((item) => [item.name, item]))
    expect([items.get("code")?.code, items.get("grid")?.code, items.get("community")?.value]).toEqual(["GLBJBSM", "SZDYWGBSM", "区划110101001001"])
    expect(items.get("owner")).toMatchObject({ code: "QSDWMC", value: "" })
    expect([items.has("layer"), items.has("external")]).toEqual([false, false])
  })

  it("are named as the edition of 2013 names them", () => {
    const items = itemsOf({ ...LAMP, class_edition: "GBT30428.2-2013", class_code: "0127" }, WORDS)
    expect(items[0]).toMatchObject({ name: "code", code: "ObjID", label: "assets.item2013.code" })
    expect(items.find(({ name }) => name === "keeper")).toMatchObject({ code: "DeptName3", label: "assets.item.keeper" })
  })

  it("are those of the year in which the edition was issued", () => {
    expect(["GBT47678.5-2026", "2026", "CJT214-2007", "local"].map(yearOf)).toEqual([2026, 2026, 2007, 0])
  })

  it("say nothing of divisions where there is no grid", () => {
    expect(itemsOf({ ...LAMP, grid_code: null }, WORDS).find(({ name }) => name === "street")?.value).toBe("")
  })
})

describe("the life of a component", () => {
  it("is told from its latest change back to its survey", () => {
    const told = lifeOf(LAMP, [change(1, "2026-02-01T00:00:00Z"), change(2, "2026-03-01T00:00:00Z")], [])
    expect(told.map(({ key }) => key)).toEqual(["state-2", "state-1", "entered", "surveyed"])
  })

  it("tells which surveys looked at it, between what else happened", () => {
    const told = lifeOf(LAMP, [change(1, "2026-02-01T00:00:00Z")], [look("a", "2026-01-20T00:00:00+08:00"), look("b", "2026-02-02T00:00:00Z")])
    expect(told.map(({ key }) => key)).toEqual(["look-b", "state-1", "look-a", "entered", "surveyed"])
  })

  it("has no survey where nobody knows its day", () => {
    expect(lifeOf({ ...LAMP, surveyed_on: null }, [], []).map(({ kind }) => kind)).toEqual(["entered"])
  })
})
