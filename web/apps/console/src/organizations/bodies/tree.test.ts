import { describe, expect, it } from "vitest"

import { flat, treeOf, wayTo } from "@/organizations/bodies/tree"

const city = { id: "c", code: "01", parent_id: null }
const sanitation = { id: "s", code: "0103", parent_id: "c" }
const east = { id: "e", code: "010301", parent_id: "s" }
const command = { id: "m", code: "0102", parent_id: "c" }
const bodies = [east, sanitation, command, city]

describe("the tree of bodies", () => {
  it("stands in order of code, each below its parent", () => {
    expect(flat(treeOf(bodies)).map(({ body, depth }) => [body.code, depth])).toEqual([["01", 0], ["0102", 1], ["0103", 1], ["010301", 2]])
  })

  it("puts a body whose parent is not shown at the top", () => {
    expect(treeOf([east, command]).map(({ id }) => id)).toEqual(["m", "e"])
  })

  it("tells the way from the top, and does not run in circles", () => {
    expect(wayTo("e", bodies).map(({ id }) => id)).toEqual(["c", "s", "e"])
    expect(wayTo("a", [{ id: "a", code: "1", parent_id: "b" }, { id: "b", code: "2", parent_id: "a" }]).map(({ id }) => id)).toEqual(["b", "a"])
    expect(wayTo("nobody", bodies)).toEqual([])
  })
})
