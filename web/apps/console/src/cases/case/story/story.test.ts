import type { Schemas } from "@cityloop/api-client"
import { describe, expect, it } from "vitest"
import { createI18n } from "vue-i18n"

import en from "../text.en"
import zh from "../text.zh-CN"
import { storyOf, type Words } from "./story"

function wordsIn(locale: "zh" | "en"): Words {
  const i18n = createI18n({ legacy: false, locale, messages: { zh: { cases: { page: zh }, post: { LEADER: "领导" } }, en: { cases: { page: en }, post: { LEADER: "Leader" } } } })
  const posts: Record<string, string> = { DISPATCHER: "派遣员", SYSTEM: "系统", ACCEPTOR: "受理员", LEADER: "领导" }
  return {
    t: (key, named) => i18n.global.t(key, named ?? {}),
    has: (key) => i18n.global.te(key),
    post: (post) => posts[post] ?? post,
    body: (id) => ({ b1: "指挥中心", b2: "环卫所" })[id] ?? "",
    stage: (name) => ({ DISPOSAL: "处置中", CHECK: "待核查" })[name] ?? name,
    move: (verb) => ({ dispatch: "派遣", rework: "返工", urge: "督办", send_check: "发核查" })[verb] ?? verb,
    moment: (at) => `@${at}`,
    limit: (text) => `<${text}>`,
    condition: (id) => `条件${id}`,
    person: () => "",
    className: (code) => code,
  }
}

const ORDER = ["DISPATCH", "DISPOSAL", "CHECK"]
const step: Schemas["StepOut"] = { number: 4, verb: "dispatch", source: "DISPATCH", target: "DISPOSAL", post: "DISPATCHER", taken_at: "t", hash: "h", actor_name: "江梅娟", body_id: "b1", opinion: "请办", inputs: {} }
const told = (changes: Partial<typeof step>, locale: "zh" | "en" = "zh") => storyOf([{ ...step, ...changes }], ORDER, wordsIn(locale))[0]!

describe("the story of a case", () => {
  it("says who did what, and where the case went", () => {
    expect(told({})).toMatchObject({ way: "on", text: "派遣员 江梅娟（指挥中心） 派遣，案件转至“处置中”", opinion: "请办" })
    expect(told({}, "en").text).toBe("派遣员 江梅娟 (指挥中心): 派遣. The case went on to 处置中.")
  })
  it("says when it came back", () => {
    expect(told({ verb: "rework", source: "CHECK", target: "DISPOSAL" })).toMatchObject({ way: "back" })
    expect(told({ verb: "rework", source: "CHECK", target: "DISPOSAL" }).text).toContain("案件退到“处置中”")
  })
  it("says nothing of a way where the case stayed", () => {
    expect(told({ source: "DISPOSAL" })).toMatchObject({ way: "stay", text: "派遣员 江梅娟（指挥中心） 派遣" })
  })
  it("writes what was given in words", () => {
    const inputs = { body_id: "b2", helper_body_ids: ["b1", "b2"], limit: "2 work_hour", condition_id: 7, photo_ids: ["a", "b"], answer: "NOT_PASS", until: "u", area_level: "B" }
    expect(told({ inputs }).details).toEqual([
      "单位：环卫所", "协办单位：指挥中心、环卫所", "处置时限：<2 work_hour>", "立案条件：条件7", "照片：2 张", "结论：不通过", "日期：@u", "区域类别：二类区域",
    ])
  })
  it("writes an input that it does not know as it is", () => {
    expect(told({ inputs: { permit: { no: 3 }, note: "x", main_case_id: "id" } }).details).toEqual(['permit：{"no":3}', "note：x"])
  })
  it("does not name who is not to be known", () => {
    expect(told({ verb: "send_check", source: "CHECK", target: "CHECK", post: "ACCEPTOR", actor_name: null, body_id: null, opinion: "" }).text).toBe("受理员 发核查")
  })
  it("says to whom time itself brought a late case", () => {
    expect(told({ verb: "urge", source: "CHECK", target: "CHECK", post: "SYSTEM", actor_name: "clockwork", body_id: null, opinion: "LEADER" })).toMatchObject({
      isOurs: false, text: "系统 督办", opinion: "已超时，提请领导关注",
    })
  })
})
