/** What of all that was filled in holds: of each subject and item the one with the highest number. */
import type { Entry } from "@/evaluation/entries/useEntries"

/** Return the entries of each subject and item, the latest first; the first one holds. */
export function histories(entries: readonly Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of [...entries].sort((one, other) => other.number - one.number)) {
    const key = cellOf(entry.subject_id, entry.term)
    found.set(key, [...(found.get(key) ?? []), entry])
  }
  return found
}

/** Return under which name the entries of a subject for an item stand. */
export function cellOf(subject: string, item: string): string {
  return `${subject} ${item}`
}

/** Return an exact figure without the places that say nothing: 4.5000 is 4.5. */
export function plain(points: string): string {
  return points.includes(".") ? points.replace(/\.?0+$/, "") : points
}

/** Return how large a file is, as people say it. */
export function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
