import { beforeEach, describe, expect, it, vi } from "vitest"

import { rings } from "@/shell/news"
import type { News } from "@/live/useLive"

function news(told: Partial<News>): News {
  return { kind: "CaseMoved", case_id: "c1", ...told }
}

describe("the bell", () => {
  beforeEach(() => { vi.restoreAllMocks() })

  it.each([
    [news({ verb: "submit", holder_post: "SHIFT_LEADER" }), "arrived"],
    [news({ verb: "submit", holder_post: "ACCEPTOR" }), null],
    [news({ verb: "urge", holder_post: "SHIFT_LEADER" }), "urged"],
    [news({ verb: "correct", holder_post: "SHIFT_LEADER" }), null],
    [news({ verb: "close", holder_post: null }), null],
    [news({ kind: "CaseAlarmed", alarm: "WARN", holder_post: "SHIFT_LEADER" }), "WARN"],
    [news({ kind: "CaseAlarmed", alarm: "OVERDUE", holder_post: "SHIFT_LEADER" }), "OVERDUE"],
    [news({ kind: "CaseAlarmed", alarm: "OVERDUE", holder_post: "HANDLER" }), null],
    [news({ kind: "TaskIssuedTo" }), null],
  ])("of a shift leader, told %o, rings for %s", (told, kind) => {
    expect(rings(told, "SHIFT_LEADER")).toBe(kind)
  })

  it("of a collector rings for a task", () => {
    expect(rings(news({ kind: "TaskIssuedTo" }), "COLLECTOR")).toBe("task")
  })
})
