/** How somebody checks a result without us. */
import type { Frozen, Result } from "@/evaluation/results/useResults"

/** Return what the server calls the exported file. */
export function exportName({ scheme_key: scheme, period, edition }: Pick<Result, "scheme_key" | "period" | "edition">): string {
  return `${scheme}-${period}-${edition}.json`
}

/** Return the command that computes every score of the file again, and checks digest and signature. */
export function verifyCommand(result: Pick<Result, "scheme_key" | "period" | "edition">, { public_key: key }: Pick<Frozen, "public_key">): string {
  return `cityloop evaluation verify ${exportName(result)} --key ${key}`
}
