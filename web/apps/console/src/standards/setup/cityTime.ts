/** Moments as somebody enters them: by the clock on the city's wall, wherever the browser stands. */

const MINUTE = 60_000

/** Return the moment at which the clocks of a zone show this (`2026-07-01T08:30`), as RFC 3339 in UTC. */
export function momentAt(wall: string, timeZone: string): string {
  const shown = Date.parse(`${wall}${wall.length === 16 ? ":00" : ""}Z`)
  const guess = shown - offset(shown, timeZone)
  return new Date(shown - offset(guess, timeZone)).toISOString()
}

/** Return what the clocks of a zone show at a moment, to the minute. */
export function wallAt(moment: number, timeZone: string): string {
  return new Date(moment + offset(moment, timeZone)).toISOString().slice(0, 16)
}

/** Return by how many milliseconds a zone is ahead of UTC at a moment. */
function offset(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  }).formatToParts(moment)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = ["year", "month", "day", "hour", "minute"].map((type) => Number(parts.find((part) => part.type === type)?.value))
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / MINUTE) * MINUTE
}
