import { pinyin } from "pinyin-pro"
import { describe, expect, it } from "vitest"

import { findClasses, indexed, reader } from "@/cases/register/classFinder"
import type { ClassView } from "@/cases/words"

function known(code: string, name: string, majorName = "市容环境", kind: ClassView["kind"] = "INCIDENT"): ClassView {
  return { edition: "2026", kind, code, name, major_code: code.slice(0, 2), major_name: majorName, minor_code: code.slice(2), origin: "SEEN", matter_code: null }
}

const CLASSES = [
  known("01001", "供水井盖", "市政公用设施", "COMPONENT"), known("04002", "行道树", "园林绿化", "COMPONENT"), known("06010", "暴露垃圾"),
  known("06011", "积存垃圾渣土"), known("09005", "店外经营", "街面秩序"), known("09010", "共享单车（含电动）停放", "街面秩序"),
]
const INDEX = indexed(CLASSES, reader(pinyin))
const names = (typed: string): string[] => findClasses(INDEX, typed).map(({ name }) => name)

describe("a class is found", () => {
  it("by its code or the beginning of it", () => {
    expect(names("06010")).toEqual(["暴露垃圾"])
    expect(names("06")).toEqual(["暴露垃圾", "积存垃圾渣土"])
  })

  it("by part of its name, the beginning before the middle", () => {
    expect(names("垃圾")).toEqual(["暴露垃圾", "积存垃圾渣土"])
    expect(names("店外")).toEqual(["店外经营"])
  })

  it("by the initials of its pinyin, in small letters or large", () => {
    expect(names("bllj")).toEqual(["暴露垃圾"])
    expect(names("LJ")).toEqual(["暴露垃圾", "积存垃圾渣土"])
    expect(names("xds")).toEqual([])
    expect(names("hds")).toEqual(["行道树"])
  })

  it("by whole syllables, marks between them left out", () => {
    expect(names("jinggai")).toEqual(["供水井盖"])
    expect(names("dwjy")).toEqual(["店外经营"])
    expect(names("gxdchdd")).toEqual(["共享单车（含电动）停放"])
  })

  it("by the name of its major class, after those whose own name fits", () => {
    expect(names("园林")).toEqual(["行道树"])
  })

  it("only where all words fit", () => {
    expect(names("垃圾 js")).toEqual([])
    expect(names("垃圾 jc")).toEqual(["积存垃圾渣土"])
    expect(names("  ")).toEqual([])
  })

  it("by code and Chinese alone until pinyin is there", () => {
    const bare = indexed(CLASSES, null)

    expect(findClasses(bare, "暴露")).toHaveLength(1)
    expect(findClasses(bare, "bllj")).toEqual([])
  })
})
