/** Between what a clock on the city's wall shows and the moment that it means. */

const PARTS = ["year", "month", "day", "hour", "minute"] as const

/** Return the moment of `2026-07-30 17:00` on the city's wall, in ISO 8601 and UTC; nonsense gives null. */
export function momentOf(wall: string, timeZone: string): string | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)/.exec(wall)
  if (found === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number)
  const asked = Date.UTC(year, month - 1, day, hour, minute)
  let moment = asked
  for (let round = 0; round < 2; round += 1) moment -= shownAt(moment, timeZone) - asked // twice: the clock may change in between
  return new Date(moment).toISOString()
}

/** Return what the city's wall shows at a moment, as `2026-07-30 17:00`. */
export function wallOf(moment: string | number, timeZone: string): string {
  return new Date(shownAt(new Date(moment).getTime(), timeZone)).toISOString().slice(0, 16).replace("T", " ")
}

function shownAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  })
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = PARTS.map((name) => parts.get(name))
  return Date.UTC(year, month - 1, day, hour, minute)
}
