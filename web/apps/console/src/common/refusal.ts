/** What to tell somebody whose wish was not granted. */
import { ProblemError } from "@cityloop/api-client"

import { i18n } from "@/text"

/** Return a sentence about a failure: ours for what the console understands, else the server's own words. */
export function refusal(error: unknown): string {
  const texts = i18n.global
  if (!(error instanceof ProblemError)) return texts.t("error.unreachable")
  const key = `error.${error.slug}`
  const detail = error.problem.detail ?? error.problem.title
  return texts.te(key) && error.status !== 422 ? texts.t(key, { detail }) : detail
}
