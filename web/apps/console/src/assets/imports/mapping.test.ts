import { describe, expect, it } from "vitest"

import { draftOf, filled, guessed, isTable, lacking, rulesOf } from "@/assets/imports/mapping"

const preview = (fields: string[]) => ({ fields, rows: [], rows_total: null, crs: "", layers: [] })

describe("a mapping", () => {
  it("is guessed from the names of the standard", () => {
    const draft = guessed(preview(["GLBJBSM", "GLBJMC", "YHDWDM", "geometry", "别的"]), true)
    expect(draft.attributes).toMatchObject({ code: "{GLBJBSM}", name: "{GLBJMC}", keeper: "{YHDWDM}", state: "" })
    expect([draft.wkt, draft.x]).toEqual(["geometry", ""])
  })

  it("takes columns of coordinates where there is no geometry, and none of a file that is no table", () => {
    expect(guessed(preview(["经度", "纬度", "编号"]), true)).toMatchObject({ x: "经度", y: "纬度", wkt: "" })
    expect(guessed(preview(["x", "y", "geometry"]), false)).toMatchObject({ x: "", y: "", wkt: "" })
  })

  it("knows rows by their code where they have one, for an id is one of a layer", () => {
    expect(guessed(preview(["ObjID", "OBJECTID"]), false).attributes).toMatchObject({ code: "{ObjID}", external_id: "" })
  })

  it("comes back from the rules it was made into", () => {
    const draft = guessed(preview(["code", "x", "y"]), true)
    draft.states = "good=完好\nbroken = 破损\nnonsense"
    const rules = rulesOf(draft)
    expect(rules.words).toEqual({ state: { good: "完好", broken: "破损" } })
    expect(rules.attributes).toEqual({ code: "{code}" })
    expect(draftOf(rules)).toEqual({ ...draft, states: "good=完好\nbroken=破损" })
  })

  it("says of a row what it will be read as", () => {
    expect(filled("{ROAD}路灯{NO}", { ROAD: "人民路", NO: "7" })).toBe("人民路路灯7")
    expect(filled("01027", {})).toBe("01027")
  })

  it("tells which fields the file lacks", () => {
    const draft = guessed(preview(["code", "x", "y"]), true)
    draft.attributes.name = "{ROAD}路灯{x}"
    expect(lacking(draft, ["code", "x"])).toEqual(["ROAD", "y"])
  })

  it("of a table says where coordinates stand", () => {
    expect(["a.CSV", "b.xlsx", "c.geojson", "d.zip"].map(isTable)).toEqual([true, true, false, false])
  })
})
