/** The one way moments are written: in the city's time zone, in the language that is shown. */
import { useQuery } from "@tanstack/vue-query"
import { readonly, ref } from "vue"

import { api } from "@/common/server"
import { read } from "@cityloop/api-client"
import { language } from "@/text"

export type Style = "short" | "full" | "date" | "time" | "weekday"

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  short: { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  full: { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { year: "numeric", month: "2-digit", day: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  weekday: { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
}
const made = new Map<string, Intl.DateTimeFormat>()
const current = ref(Date.now())
setInterval(() => { current.value = Date.now() }, 15_000)

/** The present moment in milliseconds, renewed every quarter of a minute. */
export const present = readonly(current)

/** Return a writer of moments in the city's time. */
export function useMoments(): (moment: string | number | null | undefined, style?: Style) => string {
  const city = useCity()
  return (moment, style = "short") => write(moment, style, city.data.value?.timezone ?? "Asia/Shanghai")
}

/** Return a moment as it is written. */
export function write(moment: string | number | null | undefined, style: Style, timeZone: string): string {
  if (moment === null || moment === undefined) return ""
  const key = `${language()}/${style}/${timeZone}`
  const format = made.get(key) ?? new Intl.DateTimeFormat(language(), { ...STYLES[style], timeZone })
  made.set(key, format)
  return format.format(new Date(moment))
}

/** The city: its name, time zone and extent. */
export function useCity() {
  return useQuery({ queryKey: ["city"], queryFn: () => read(api.GET("/api/v1/territory/city")), staleTime: Infinity })
}
