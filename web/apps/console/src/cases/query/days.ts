/** Days as the city counts them. */
const DAY_MS = 86_400_000

/** Return the day on which a moment falls: `2026-11-22`. */
export function dayOf(moment: string, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(moment))
}

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

export function dayBefore(day: string, days = 1): string {
  return dayAfter(day, -days)
}
