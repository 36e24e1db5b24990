/** The history of a case told in sentences: who did what and when, with what in hand. */
import type { Schemas } from "@cityloop/api-client"

type Step = Schemas["StepOut"]

export interface Words {
  t: (key: string, named?: Record<string, string | number>) => string
  has: (key: string) => boolean
  post: (post: string) => string
  body: (id: string) => string
  stage: (name: string) => string
  /** One verb may be named differently at different stages. */
  move: (verb: string, source: string) => string
  moment: (moment: string) => string
  limit: (text: string) => string
  condition: (id: number) => string
  person: (id: string) => string
  className: (code: string) => string
}

export interface Sentence {
  number: number
  at: string
  way: "on" | "back" | "stay"
  isOurs: boolean
  text: string
  details: string[]
  opinion: string
}

/** Return the story, oldest first. `order` names the stages as they follow each other. */
export function storyOf(steps: readonly Step[], order: readonly string[], words: Words): Sentence[] {
  return steps.map((step) => {
    const way = wayOf(step, order)
    const system = step.post === "SYSTEM"
    return {
      number: step.number,
      at: step.taken_at,
      way,
      isOurs: !system,
      text: words.t(`cases.page.story.${way}`, { who: whoOf(step, words), did: words.move(step.verb, step.source), stage: words.stage(step.target) }),
      details: detailsOf(step, words),
      opinion: system && words.has(`post.${step.opinion}`) ? words.t("cases.page.story.escalated", { post: words.post(step.opinion) }) : step.opinion,
    }
  })
}

/** Return who made a move: `派遣员 江梅娟（指挥中心）`. Somebody who is not to be known is only a post. */
export function whoOf(step: Pick<Step, "post" | "actor_name" | "body_id">, words: Pick<Words, "post" | "body" | "t">): string {
  if (step.post === "SYSTEM") return words.post(step.post)
  const body = step.body_id === null ? "" : words.body(step.body_id)
  const who = [words.post(step.post), step.actor_name ?? ""].filter(Boolean).join(" ")
  return body === "" ? who : words.t("cases.page.story.ofBody", { who, body })
}

function wayOf(step: Step, order: readonly string[]): Sentence["way"] {
  if (step.source === step.target) return "stay"
  const [from, to] = [order.indexOf(step.source), order.indexOf(step.target)]
  return to < from ? "back" : "on"
}

function detailsOf(step: Step, words: Words): string[] {
  return Object.entries(step.inputs).flatMap(([name, value]) => {
    const told = valueOf(name, value, words)
    if (told === "") return []
    const key = `cases.page.input.${name}`
    return [words.t("cases.page.story.detail", { name: words.has(key) ? words.t(key) : name, value: told })]
  })
}

/** Return an input in words; one that is not known here as it is written. */
export function valueOf(name: string, value: unknown, words: Omit<Words, "move" | "stage">): string {
  if (value === null || value === undefined || value === "") return ""
  if (Array.isArray(value)) {
    if (name === "photo_ids") return words.t("cases.page.story.photos", { n: value.length })
    return value.map((each) => valueOf(name === "helper_body_ids" ? "body_id" : name, each, words)).filter(Boolean).join("、")
  }
  const text = typeof value === "string" ? value : JSON.stringify(value)
  const key = `cases.page.choice.${name}.${text}`
  if (words.has(key)) return words.t(key)
  switch (name) {
    case "body_id": return words.body(text)
    case "person_id": return words.person(text)
    case "condition_id": return words.condition(Number(value))
    case "class_code": return words.className(text)
    case "limit": case "extra": return words.limit(text)
    case "until": case "due_at": case "reply_by": return words.moment(text)
    case "main_case_id": return ""
    default: return text
  }
}
