/** What a desk lists: cases, or a collector's tasks, in the shape of one row; where they are read and in which order they stand. */
import { read, type Schemas } from "@cityloop/api-client"

import type { Answer, Compare, Keyed } from "@/cases/desk/feed"
import type { ListQuery, Order } from "@/cases/desk/filters"
import { api } from "@/common/server"

export type CaseRow = Schemas["RowOut"]
type TaskOut = Schemas["TaskOut"]

/** A case as a list shows it; `task` is what a collector is to do there. */
export interface DeskRow extends CaseRow, Keyed {
  task: { kind: string; answer: string } | null
}

export interface RowSource {
  page: (cursor: string | null, size: number, signal?: AbortSignal) => Promise<Answer<DeskRow>>
  compare: Compare<DeskRow>
  /** Return the row of a case if the list has it now; a list without this is read again instead. */
  find?: (number: string) => Promise<DeskRow | null>
}

/** The cases that the filters leave. */
export function casesBy(query: ListQuery): RowSource {
  return {
    page: async (cursor, limit, signal) => {
      const asked = { ...query, limit, ...(cursor !== null && { cursor }) }
      const page = await read(api.GET("/api/v1/cases", { params: { query: asked }, ...(signal && { signal }) }))
      return { rows: page.items.map(caseRow), next: page.next ?? null }
    },
    compare: byOrder(query.order),
    find: async (number) => {
      const page = await read(api.GET("/api/v1/cases", { params: { query: { ...query, number, limit: 1 } } }))
      const row = page.items[0]
      return row?.number === number ? caseRow(row) : null
    },
  }
}

/** A collector's own tasks: to do, what is due first; done, the newest first. */
export function tasksBy(done: boolean): RowSource {
  return {
    page: async (cursor, limit, signal) => {
      const query = { done, limit, ...(cursor !== null && { cursor }) }
      const page = await read(api.GET("/api/v1/cases/tasks", { params: { query }, ...(signal && { signal }) }))
      return { rows: page.items.map(taskRow), next: page.next ?? null }
    },
    compare: done
      ? (one, other) => byMoment(other.arrived_at, one.arrived_at) || byText(other.key, one.key)
      : (one, other) => byMoment(one.due_at, other.due_at) || byText(one.key, other.key),
  }
}

/** The order in which the API sorts: by what is due first, those without a clock behind; or by what came in last. */
export function byOrder(order: Order): Compare<DeskRow> {
  return order === "due"
    ? (one, other) => byMoment(one.due_at, other.due_at) || byText(one.id, other.id)
    : (one, other) => byMoment(other.registered_at, one.registered_at) || byText(other.id, one.id)
}

function byMoment(one: string | null | undefined, other: string | null | undefined): number {
  if (!one || !other) return Number(!one) - Number(!other)
  return Date.parse(one) - Date.parse(other) || byText(one, other) // moments are finer than a Date
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function caseRow(row: CaseRow): DeskRow {
  return { ...row, key: row.id, task: null }
}

function taskRow(task: TaskOut): DeskRow {
  const { id: key, kind, answer, answered_at: answered, case_id: id, case_number: number, case_version: version, issued_at: issued, ...place } = task
  return {
    ...place, key, id, number, version, task: { kind, answer }, arrived_at: issued, registered_at: issued,
    stage: "", phase: "", kind: "", source: "", urgency: "", limit_text: "", warn_at: null, holder_post: null, holder_body_id: null, lead_body_id: null,
    request_kind: "", rework_count: 0, urge_count: 0, locked: false, component_code: "", closed_at: answered, disposed_on_time: null,
  }
}
