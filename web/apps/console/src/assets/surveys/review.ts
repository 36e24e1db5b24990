/** How a survey stands, in figures, and what may be done with it next. */
import type { Finding, FindingKind, Survey } from "@/assets/surveys/useSurveys"
import { wallAt } from "@/standards/setup/cityTime"

export interface Tally {
  kind: FindingKind
  count: number
  pending: number
}

/** Return whether somebody must decide, or has decided, about a finding. */
export function needsDecision(finding: Pick<Finding, "verdict">): boolean {
  return finding.verdict !== "NOT_NEEDED"
}

/** Return how many differences wait for a decision. */
export function pending(survey: Survey): number {
  return survey.findings.reduce((sum, tally) => sum + tally.pending, 0)
}

/** Return how much of what must be decided is decided, in percent; all of nothing is all. */
export function reviewed(survey: Survey): number {
  const all = survey.findings.reduce((sum, tally) => sum + tally.pending + tally.accepted + tally.rejected, 0)
  return all === 0 ? 100 : Math.round((100 * (all - pending(survey))) / all)
}

/** Return whether the worker has it: then nobody else changes it, and it is asked about again until it is done. */
export function isWorking(survey: Pick<Survey, "state"> | undefined): boolean {
  return survey?.state === "COMPARING" || survey?.state === "APPLYING"
}

/** Return how much of its work the worker has done, in percent; null where nobody knows how much there is. */
export function share(survey: Pick<Survey, "state" | "rows_done" | "rows_total">): number | null {
  if (survey.state === "APPLYING" || !survey.rows_total) return null
  return Math.min(100, Math.round((100 * survey.rows_done) / survey.rows_total))
}

/** Return how much of its days has passed by the city's calendar, in percent; the day of `moment` counts whole. */
export function elapsed(survey: Pick<Survey, "starts_on" | "ends_on">, moment: number, timeZone: string): number {
  const today = wallAt(moment, timeZone).slice(0, 10)
  const [from, to, now] = [survey.starts_on, survey.ends_on, today].map((day) => Date.parse(`${day}T00:00:00Z`)) as [number, number, number]
  const day = 86_400_000
  return Math.max(0, Math.min(100, Math.round((100 * (now - from + day)) / (to - from + day))))
}

/** Where a finding is shown: where the field saw it, else where the inventory has it. */
export function placeOf(finding: Finding): { longitude: number; latitude: number } | null {
  if (finding.record !== null) return { longitude: finding.record.longitude, latitude: finding.record.latitude }
  return finding.longitude === null || finding.latitude === null ? null : { longitude: finding.longitude, latitude: finding.latitude }
}

/** The way from where the inventory has it to where the field saw it. */
export function wayOf(finding: Finding): [number, number][] {
  if (finding.kind !== "MOVED" || finding.record === null || finding.longitude === null || finding.latitude === null) return []
  return [[finding.longitude, finding.latitude], [finding.record.longitude, finding.record.latitude]]
}
