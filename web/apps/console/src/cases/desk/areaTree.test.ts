import { expect, it } from "vitest"

import { areaTree } from "@/cases/desk/areaTree"
import { choices } from "@/cases/desk/classChoices"
import type { Division } from "@/cases/desk/useRowWords"
import type { ClassView } from "@/cases/words"

const divisions: Division[] = [
  { code: "990100", level: "CITY", name: "云川市", parent_code: null },
  { code: "990101", level: "DISTRICT", name: "清晏区", parent_code: "990100" },
  { code: "990101001", level: "STREET", name: "文澜街道", parent_code: "990101" },
  { code: "990102", level: "DISTRICT", name: "临江区", parent_code: "990100" },
]

it("offers the districts with what lies in them, not the city itself", () => {
  expect(areaTree(divisions, "").map(({ value, children }) => [value, children.map((child) => child.value)])).toEqual([["990101", ["990101001"]], ["990102", []]])
})

it("offers only what the seat is for", () => {
  expect(areaTree(divisions, "990101001").map(({ value }) => value)).toEqual(["990101001"])
})

it("finds a class by name, initials and code, and its major class as a whole", () => {
  const known = { kind: "INCIDENT", code: "0103", name: "暴露垃圾", major_code: "01", major_name: "市容环境" } as ClassView
  const [major, one] = choices([known], (name) => (name === "暴露垃圾" ? "bllj" : "srhj"), "大类")
  expect(major).toMatchObject({ value: "INCIDENT/01", found: ["市容环境", "01", "srhj"] })
  expect(one).toMatchObject({ value: "INCIDENT/0103", found: ["暴露垃圾", "0103", "bllj"] })
})
