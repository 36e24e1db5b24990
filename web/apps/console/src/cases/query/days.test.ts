import { expect, test } from "vitest"

import { dayAfter, dayBefore, dayOf } from "@/cases/query/days"

test("a moment falls on the city's day, not on that of Greenwich", () => {
  expect(dayOf("2026-11-21T16:00:00Z", "Asia/Shanghai")).toBe("2026-11-22")
  expect(dayOf("2026-11-21T15:59:59Z", "Asia/Shanghai")).toBe("2026-11-21")
})

test("days follow each other over the ends of months and years", () => {
  expect(dayAfter("2026-12-31")).toBe("2027-01-01")
  expect(dayBefore("2026-03-01")).toBe("2026-02-28")
  expect(dayBefore("2026-01-15", 30)).toBe("2025-12-16")
})
