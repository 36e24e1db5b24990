import { describe, expect, it } from "vitest"

import { clockText, hoursText, kindOf, monthsOf, type CalendarYear, type YearDay } from "@/standards/calendars/year"

const DAY = [{ opens: "08:00", closes: "12:00" }, { opens: "14:00", closes: "18:00" }]
const HALF = DAY.slice(0, 1)

function yearOf(special: Record<string, Partial<YearDay>>, first = "2026-01-01"): CalendarYear {
  const days = Array.from({ length: 365 }, (_, place) => new Date(Date.UTC(2026, 0, 1 + place)))
    .map((date) => {
      const day = date.toISOString().slice(0, 10)
      const is_working = ![0, 6].includes(date.getUTCDay())
      const ordinary = { day, is_working, is_special: false, is_public: false, name: "", hours: is_working ? DAY : [] }
      return { ...ordinary, ...(special[day] && { is_special: true, ...special[day] }) }
    })
    .filter(({ day }) => day >= first)
  return {
    year: 2026, timezone: "Asia/Shanghai", day_minutes: 480, first_day: first, last_day: "2026-12-31", holidays_known_until: "2026-12-31",
    week: [DAY, DAY, DAY, DAY, DAY, [], []], days,
  }
}

describe("the picture of a year", () => {
  it("has twelve months of whole weeks from Monday, each day once", () => {
    const months = monthsOf(yearOf({}))
    expect(months.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(months.every(({ weeks }) => weeks.every((week) => week.length === 7))).toBe(true)
    expect(months.flatMap(({ weeks }) => weeks.flat()).filter((cell) => cell !== null)).toHaveLength(365)
    expect(months[0]?.weeks[0]?.map((cell) => cell?.number ?? null)).toEqual([null, null, null, 1, 2, 3, 4]) // a Thursday
    expect(months[1]?.weeks[0]?.map((cell) => cell?.number ?? null)).toEqual([null, null, null, null, null, null, 1])
  })

  it("tells holidays from days off and make-up days from working days, and counts those worked", () => {
    const [january] = monthsOf(yearOf({ "2026-01-01": { is_working: false, hours: [], name: "元旦" }, "2026-01-04": { is_working: true, hours: DAY } }))
    const kinds = Object.fromEntries(january!.weeks.flat().flatMap((cell) => (cell ? [[cell.number, cell.kind]] : [])))
    expect([kinds[1], kinds[2], kinds[3], kinds[4]]).toEqual(["holiday", "working", "off", "makeUp"])
    expect(january!.workingDays).toBe(22)
  })

  it("marks working days whose hours are their own", () => {
    const [january] = monthsOf(yearOf({ "2026-01-05": { hours: HALF } }))
    expect(january!.weeks.flat().filter((cell) => cell?.hasOwnHours).map((cell) => cell?.date)).toEqual(["2026-01-05"])
  })

  it("leaves days blank that the calendar does not cover", () => {
    const months = monthsOf(yearOf({}, "2026-02-03"))
    expect(months[0]!.workingDays).toBe(0)
    expect(months[1]!.weeks.flat().find((cell) => cell !== null)?.number).toBe(3)
  })

  it("knows a day by whether it is worked and whether it is special", () => {
    const day = { day: "2026-01-01", is_public: true, name: "", hours: [] }
    expect([kindOf({ ...day, is_working: false, is_special: true }), kindOf({ ...day, is_working: false, is_special: false })]).toEqual(["holiday", "off"])
  })
})

describe("hours", () => {
  it("are written as on a door", () => {
    expect(hoursText(DAY)).toBe("08:00–12:00 14:00–18:00")
    expect([clockText(0), clockText(27_000), clockText(36_060)]).toEqual(["0:00", "7:30", "10:01"])
  })
})
