import { describe, expect, it } from "vitest"

import { majorsOf, type ClassView } from "@/standards/classes/classTree"

function known(kind: "COMPONENT" | "INCIDENT", code: string, name: string, major_name: string): ClassView {
  return { edition: "2026", kind, code, name, major_code: code.slice(0, 2), major_name, minor_code: code.slice(2), origin: "SEEN", matter_code: null }
}
const all = [known("COMPONENT", "02001", "公厕", "道路"), known("COMPONENT", "01001", "上水井盖", "公用"), known("COMPONENT", "01002", "污水井盖", "公用"), known("INCIDENT", "01001", "私搭乱建", "市容")]

describe("the tree of classes", () => {
  it("has the major classes of one kind in order, with their classes", () => {
    expect(majorsOf(all, "COMPONENT").map(({ code, name, classes }) => [code, name, classes.length])).toEqual([["01", "公用", 2], ["02", "道路", 1]])
  })

  it.each([["井盖", ["01001", "01002"]], ["0200", ["02001"]], [" 污水 ", ["01002"]], ["路灯", []]])("is narrowed by part of a name or the beginning of a number: %s", (words, codes) => {
    expect(majorsOf(all, "COMPONENT", words).flatMap(({ classes }) => classes.map(({ code }) => code))).toEqual(codes)
  })
})
