import { describe, expect, it } from "vitest"

import { momentOf, wallOf } from "./cityTime"
import { chosenOf, formOf, given, missing, refusedGroup } from "./form"
import { mainFirst } from "./mainMove"
import { newKey } from "./newKey"
import { keepPhrases, phrasesOf, withPhrase } from "./phrases"

const FILE = { needs: ["condition_id|limit|due_at"], takes: ["area_level", "class_code"] }

function problem(facts: Record<string, unknown>) {
  return { type: "urn:cityloop:problem:move-refused", title: "", status: 409, facts }
}

describe("the form of a move", () => {
  it("holds what is needed first, then what may be given, and the opinion last", () => {
    expect(formOf(FILE).map(({ key, isNeeded }) => [key, isNeeded])).toEqual([
      ["condition_id|limit|due_at", true], ["area_level", false], ["class_code", false], ["opinion", false],
    ])
  })

  it("lets one of several be chosen", () => {
    const [group] = formOf(FILE)
    expect(group!.options.map(({ kind }) => kind)).toEqual(["condition", "limit", "moment"])
    expect(chosenOf(group!, {}).name).toBe("condition_id")
    expect(chosenOf(group!, { [group!.key]: "due_at" }).name).toBe("due_at")
  })

  it("asks for an opinion once", () => {
    expect(formOf({ needs: ["opinion", "until"], takes: [] }).map(({ key, isNeeded }) => [key, isNeeded])).toEqual([["until", true], ["opinion", true]])
  })

  it("writes a text where it knows nothing of an input", () => {
    expect(formOf({ needs: ["permit_number"], takes: [] })[0]!.options).toEqual([{ name: "permit_number", kind: "text" }])
  })

  it("sends what was chosen and filled in, and nothing else", () => {
    const groups = formOf(FILE)
    const values = { condition_id: 7, limit: "2 work_day", area_level: "", opinion: " 同意 ", class_code: null }
    expect(given(groups, values, {})).toEqual({ condition_id: 7, opinion: "同意" })
    expect(given(groups, values, { [groups[0]!.key]: "limit" })).toEqual({ limit: "2 work_day", opinion: "同意" })
  })

  it("sends a score of nought", () => {
    expect(given(formOf({ needs: ["score"], takes: [] }), { score: 0 }, {})).toEqual({ score: 0 })
  })

  it("names what is missing", () => {
    const groups = formOf({ needs: ["opinion", "photo_ids"], takes: [] })
    expect(missing(groups, { opinion: " ", photo_ids: [] }, {})).toEqual(["photo_ids", "opinion"])
    expect(missing(groups, { opinion: "好", photo_ids: ["a"] }, {})).toEqual([])
  })

  it("finds the field that a refusal names", () => {
    const groups = formOf(FILE)
    expect(refusedGroup(problem({ field: "condition_id|limit|due_at" }), groups)).toBe("condition_id|limit|due_at")
    expect(refusedGroup(problem({ field: "limit" }), groups)).toBe("condition_id|limit|due_at")
    expect(refusedGroup(problem({ errors: [{ at: ["body", "body", "opinion"], why: "too long" }] }), groups)).toBe("opinion")
    expect(refusedGroup(problem({ reason: "NO_REQUEST" }), groups)).toBeNull()
  })
})

describe("the move that stands out", () => {
  const stages = ["ACCEPTANCE", "FILING", "DISPATCH", "DISPOSAL", "CHECK", "CLOSED", "VOID", "MERGED"]
  const move = (verb: string, target: string, ...needs: string[]) => ({ verb, target, needs, takes: [], label: {} })
  const first = (moves: ReturnType<typeof move>[], here: string) => mainFirst(moves, stages, here)[0]?.verb

  it("takes the case onward", () => {
    expect(first([move("correct", "SAME", "class_code"), move("merge", "MERGED", "main_case_id"), move("file", "DISPATCH", "limit")], "FILING")).toBe("file")
  })
  it("is not the one that ends it for a reason", () => {
    expect(first([move("send_verification", "SAME"), move("refuse_report", "VOID", "opinion")], "ACCEPTANCE")).toBe("send_verification")
  })
  it("is the decision, where one is waited for", () => {
    expect(first([move("urge", "SAME", "opinion"), move("approve", "SAME")], "DISPOSAL")).toBe("approve")
  })
  it("leaves every move where there are some, and none where there is none", () => {
    expect(mainFirst([move("a", "SAME"), move("b", "SAME"), move("sign", "SAME")], stages, "DISPOSAL").map(({ verb }) => verb)).toEqual(["sign", "a", "b"])
    expect(mainFirst([], stages, "DISPOSAL")).toEqual([])
  })
})

describe("the clock on the city's wall", () => {
  it("means the same moment wherever the browser is", () => {
    expect(momentOf("2026-07-30 17:00", "Asia/Shanghai")).toBe("2026-07-30T09:00:00.000Z")
    expect(momentOf("2026-07-30 17:00", "America/New_York")).toBe("2026-07-30T21:00:00.000Z")
    expect(momentOf("2026-11-01 12:00", "America/New_York")).toBe("2026-11-01T17:00:00.000Z")
  })
  it("shows what it was set to", () => {
    expect(wallOf("2026-07-30T09:00:00Z", "Asia/Shanghai")).toBe("2026-07-30 17:00")
  })
  it("takes no nonsense", () => {
    expect(momentOf("soon", "Asia/Shanghai")).toBeNull()
  })
})

describe("common phrases", () => {
  function store(): Storage {
    const kept = new Map<string, string>()
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value) } } as unknown as Storage
  }

  it("are the usual ones until somebody keeps their own, for each verb and account", () => {
    const kept = store()
    expect(phrasesOf(kept, "li", "en", "close", ["Done."])).toEqual(["Done."])
    keepPhrases(kept, "li", "en", "close", [" Fine. ", "", "Fine."])
    expect(phrasesOf(kept, "li", "en", "close", ["Done."])).toEqual(["Fine."])
    expect(phrasesOf(kept, "li", "en", "urge", ["Hurry."])).toEqual(["Hurry."])
    expect(phrasesOf(kept, "wang", "en", "close", ["Done."])).toEqual(["Done."])
  })
  it("may all be dropped", () => {
    const kept = store()
    keepPhrases(kept, "li", "en", "close", [])
    expect(phrasesOf(kept, "li", "en", "close", ["Done."])).toEqual([])
  })
  it("are joined to what was typed", () => {
    expect(withPhrase("", "同意。")).toBe("同意。")
    expect(withPhrase("情况属实", "同意。")).toBe("情况属实；同意。")
    expect(withPhrase("情况属实。", "同意。")).toBe("情况属实。同意。")
    expect(withPhrase("True.", "Agreed.")).toBe("True. Agreed.")
  })
})

it("makes a UUID of version 4 for every form", () => {
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(newKey()).not.toBe(newKey())
})
