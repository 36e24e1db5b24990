/** What happens while somebody looks: the event stream, kept open, caught up after a break. */
import { onScopeDispose, readonly, ref, watch } from "vue"

import { me, queryClient, signedOut, isReached } from "@/common/server"

/** What the stream tells of a case or a task; the rest is asked of the API. */
export interface News {
  kind: "CaseMoved" | "CaseAlarmed" | "TaskIssuedTo"
  case_id: string
  task_id?: string
  number?: string
  verb?: string
  alarm?: string
  stage?: string
  version?: number
  holder_post?: string | null
}

export type LiveState = "connecting" | "open" | "lost"
type Listener = (news: News) => void

const KINDS = ["CaseMoved", "CaseAlarmed", "TaskIssuedTo"] as const
const OF_CASES = new Set<unknown>(["cases", "case"])
const RETRY_MS = 3000
const SILENCE_MS = 40_000 // the server says something at least every 15 s
const WATCH_MS = 5000

const state = ref<LiveState>("connecting")
const listeners = new Set<Listener>()
let source: EventSource | null = null
let lastHeard = 0
let lastId = ""
let retry: ReturnType<typeof setTimeout> | undefined
let wasLost = false

export const liveState = readonly(state)

/** Call back with all news as long as the calling component lives. */
export function onNews(listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}

/** Keep the stream open for the seat that is acted in. Called once, by the shell. */
export function useLive(): void {
  const stop = watch(() => me.value?.seat_id ?? null, reopen, { immediate: true })
  const watchdog = setInterval(() => {
    if (state.value === "open" && Date.now() - lastHeard > SILENCE_MS) lose()
  }, WATCH_MS)
  window.addEventListener("online", again)
  window.addEventListener("offline", lose)
  onScopeDispose(() => {
    stop()
    clearInterval(watchdog)
    window.removeEventListener("online", again)
    window.removeEventListener("offline", lose)
    close()
  })
}

function reopen(seatId: string | null): void {
  close()
  lastId = ""
  wasLost = false
  state.value = "connecting"
  if (seatId !== null) open(seatId)
}

function open(seatId: string): void {
  // A new EventSource forgets what the last one saw, so the place is named in the address as well.
  const since = lastId === "" ? "" : `&since=${lastId}`
  source = new EventSource(`/api/v1/stream?seat=${seatId}${since}`)
  source.onopen = heard
  source.onerror = lose
  source.addEventListener("hello", greeted)
  source.addEventListener("reset", greeted)
  source.addEventListener("alive", passed)
  for (const kind of KINDS) source.addEventListener(kind, (event) => { tell(kind, event) })
}

function heard(): void {
  lastHeard = Date.now()
  if (state.value === "lost") recover()
  state.value = "open"
  clearTimeout(retry)
}

function passed(event: MessageEvent): void {
  lastId = event.lastEventId
  heard()
}

/** The stream begins afresh: whatever was missed is asked of the API, and so is what was asked before it began. */
function greeted(event: MessageEvent): void {
  passed(event)
  const all = wasLost || event.type === "reset"
  void queryClient.invalidateQueries(all ? {} : { predicate: ({ queryKey }) => OF_CASES.has(queryKey[0]) })
  wasLost = false
}

function tell(kind: News["kind"], event: MessageEvent<string>): void {
  passed(event)
  wasLost = false
  const news = { ...(JSON.parse(event.data) as Omit<News, "kind">), kind }
  for (const listener of listeners) listener(news)
}

/** What could not be asked while there was no connection is asked again; what changed, the stream catches up with. */
function recover(): void {
  void queryClient.refetchQueries({ type: "active", predicate: (query) => query.state.status === "error" })
}

function lose(): void {
  if (source === null && state.value === "lost") return
  close()
  state.value = "lost"
  wasLost = true
  retry = setTimeout(again, RETRY_MS)
}

function again(): void {
  if (source !== null || me.value === null) return
  clearTimeout(retry)
  void isReached().then(reconnect)
}

/** Listen again where the server answered: a stream that is refused could not say why. */
function reconnect(isThere: boolean): void {
  const seatId = me.value?.seat_id ?? null
  if (source !== null || seatId === null || signedOut.value) return
  clearTimeout(retry)
  if (isThere) open(seatId)
  retry = setTimeout(isThere ? giveUp : again, RETRY_MS)
}

function giveUp(): void {
  if (state.value !== "open") lose()
}

function close(): void {
  clearTimeout(retry)
  source?.close()
  source = null
}
