import { expect, it } from "vitest"

import { byOrder, type DeskRow } from "@/cases/desk/rows"

const row = (id: string, due_at: string | null, registered_at = "2026-11-22T00:00:00Z"): DeskRow => ({ id, key: id, due_at, registered_at }) as DeskRow

it("sorts by what is due first, what has no clock behind, equal ones by their id", () => {
  const rows = [row("b", null), row("a", null), row("d", "2026-11-22T09:00:00Z"), row("c", "2026-11-22T09:00:00Z"), row("e", "2026-11-22T08:00:00Z")]
  expect(rows.sort(byOrder("due")).map(({ id }) => id)).toEqual(["e", "c", "d", "a", "b"])
})

it("sorts by what came in last", () => {
  const rows = [row("a", null, "2026-11-21T09:00:00Z"), row("b", null, "2026-11-22T09:00:00Z"), row("c", null, "2026-11-22T09:00:00Z")]
  expect(rows.sort(byOrder("newest")).map(({ id }) => id)).toEqual(["c", "b", "a"])
})

it("tells moments apart that differ by less than a millisecond", () => {
  expect(byOrder("due")(row("b", "2026-11-22T09:00:00.000100Z"), row("a", "2026-11-22T09:00:00.000200Z"))).toBeLessThan(0)
})
