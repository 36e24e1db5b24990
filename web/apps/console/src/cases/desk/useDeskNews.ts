/** Follow the news of cases in a list: at once where little happens, in one go where much does. */
import { useQueryClient } from "@tanstack/vue-query"
import { onScopeDispose } from "vue"

import { onNews, type News } from "@/live/useLive"

const SOON_MS = 20
const REST_MS = 800
/** More cases than this at once are not asked for one by one. */
const FEW = 6

export interface Following {
  /** Whether the list can be touched by this; the API has the last word, this only saves asking. */
  concerns: (news: News) => boolean
  follow: (id: string, number: string) => Promise<number>
  again: () => Promise<number>
  came: (count: number) => void
}

export function useDeskNews({ concerns, follow, again, came }: Following): void {
  const client = useQueryClient()
  const waiting = new Map<string, string | undefined>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0

  onNews((news) => {
    void client.invalidateQueries({ queryKey: ["case", news.case_id] })
    if (concerns(news)) waiting.set(news.case_id, news.number)
    timer ??= setTimeout(() => { void flush() }, Math.max(SOON_MS, last + REST_MS - Date.now()))
  })
  onScopeDispose(() => { clearTimeout(timer) })

  async function flush(): Promise<void> {
    last = Date.now()
    const cases = [...waiting]
    waiting.clear()
    void client.invalidateQueries({ queryKey: ["cases", "counts"] })
    void client.invalidateQueries({ queryKey: ["cases", "total", "todo"] }) // the others are long, and nobody's work hangs on them
    try {
      const inOneGo = cases.length > FEW || cases.some(([, number]) => number === undefined)
      const counts = inOneGo ? [await again()] : await Promise.all(cases.map(([id, number]) => follow(id, number ?? "")))
      came(counts.reduce((sum, count) => sum + count, 0))
    } catch {
      // The stream itself tells when the server is away; all is read again when it is back.
    } finally {
      timer = undefined
      if (waiting.size > 0) timer = setTimeout(() => { void flush() }, REST_MS)
    }
  }
}
