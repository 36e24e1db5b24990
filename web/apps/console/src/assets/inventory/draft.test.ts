import { describe, expect, it } from "vitest"

import { entered } from "@/assets/inventory/draft"

describe("a component that is being entered", () => {
  it("tells nothing of what was left empty", () => {
    const draft = { class_code: "03005", name: "废物箱", state: "INTACT", manager_body_id: "", owner_body_id: "", keeper_body_id: "b", accuracy: "", data_source: "", note: "", surveyed_on: null } as const
    expect(entered(draft, { longitude: 1, latitude: 2 })).toEqual({
      class_code: "03005", name: "废物箱", state: "INTACT", longitude: 1, latitude: 2, manager_body_id: null, owner_body_id: null, keeper_body_id: "b", accuracy: null,
      data_source: "", note: "", surveyed_on: null,
    })
  })
})
