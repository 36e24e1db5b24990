/** What to tell somebody whose wish was not granted. */
import { ProblemError } from "@cityloop/api-client"

import { i18n } from "@/text"

/** Return a sentence about a failure: the server's own, in the language shown, but for what the console has done about it. */
export function refusal(error: unknown): string {
  const texts = i18n.global
  if (!(error instanceof ProblemError)) return texts.t("error.unreachable")
  const key = `error.${error.slug}`
  return texts.te(key) ? texts.t(key) : error.problem.detail || error.problem.title
}
