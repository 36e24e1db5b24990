/** What the bell rings for: a case that comes to this post, a clock that warns or has run out, an urge. */
import { computed, ref, watch } from "vue"

import { me, seat } from "@/common/server"
import { onNews, type News } from "@/live/useLive"

export interface Kept {
  key: string
  kind: "arrived" | "WARN" | "OVERDUE" | "urged" | "task"
  caseId: string
  number: string
  at: number
}

const MOST = 100
const items = ref<Kept[]>([])
const readUntil = ref(0)
const audible = ref(localStorage.getItem("cityloop.sound") !== "off")
let serial = 0

export const kept = computed(() => items.value)
export const unread = computed(() => items.value.filter((item) => item.at > readUntil.value).length)
export const sound = computed(() => audible.value)

/** Listen for as long as the calling component lives; each seat has a list of its own. */
export function useNews(): void {
  watch(() => me.value?.seat_id, load, { immediate: true })
  onNews((news) => {
    const kind = rings(news)
    if (kind === null) return
    serial += 1
    const item: Kept = { key: `${Date.now()}/${serial}`, kind, caseId: news.case_id, number: news.number ?? "", at: Date.now() }
    items.value = [item, ...items.value.filter((other) => other.caseId !== item.caseId || other.kind !== kind)].slice(0, MOST)
    save()
    if (audible.value) ring()
  })
}

export function markRead(): void {
  readUntil.value = Date.now()
  save()
}

export function clearNews(): void {
  items.value = []
  save()
}

export function toggleSound(): void {
  audible.value = !audible.value
  localStorage.setItem("cityloop.sound", audible.value ? "on" : "off")
  if (audible.value) ring()
}

/** Return why this is worth a ring at this desk, or null. */
export function rings(news: News, post: string | undefined = seat.value?.post): Kept["kind"] | null {
  if (news.kind === "TaskIssuedTo") return post === "COLLECTOR" ? "task" : null
  const isOurs = news.holder_post !== undefined && news.holder_post === post
  if (!isOurs) return null
  if (news.kind === "CaseAlarmed") return news.alarm === "OVERDUE" ? "OVERDUE" : "WARN"
  if (news.verb === "urge" || news.verb === "instruct") return "urged"
  return STAYING.has(news.verb ?? "") ? null : "arrived"
}

/** Moves by which a case comes to nobody new. */
const STAYING = new Set(["sign", "assign", "unassign", "correct", "lock", "unlock", "answer_urge", "finish_helping", "add_helpers"])

function load(): void {
  const text = localStorage.getItem(place())
  const found = text === null ? null : (JSON.parse(text) as { items: Kept[]; readUntil: number })
  items.value = found?.items ?? []
  readUntil.value = found?.readUntil ?? 0
}

function save(): void {
  localStorage.setItem(place(), JSON.stringify({ items: items.value, readUntil: readUntil.value }))
}

function place(): string {
  return `cityloop.news.${me.value?.seat_id ?? ""}`
}

let context: AudioContext | null = null

/** Two soft tones. A browser lets no page sound before it was touched; then the bell stays silent. */
function ring(): void {
  context ??= new AudioContext()
  if (context.state !== "running") {
    void context.resume()
    return
  }
  for (const [place, pitch] of [660, 880].entries()) {
    const start = context.currentTime + place * 0.12
    const tone = new OscillatorNode(context, { frequency: pitch })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.setValueAtTime(0.08, start)
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.25)
    tone.connect(volume).connect(context.destination)
    tone.start(start)
    tone.stop(start + 0.25)
  }
}
