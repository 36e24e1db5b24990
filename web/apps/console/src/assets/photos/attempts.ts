/** Photographs that are being sent: one that is tried again stays the same one, under one key. */
import { shallowReactive } from "vue"

import { newKey } from "@/standards/setup/useWrite"

export interface Attempt {
  file: File
  key: string
  /** When it was taken, in milliseconds: what the file says, until somebody corrects it. */
  takenAt: number
}

/** Return what gives the attempt to send a file, the known one where it was begun before, and what ends it. */
export function useAttempts() {
  const known = new Map<string, Attempt>()

  function begin(code: string, file: File): Attempt {
    const name = nameOf(code, file)
    const attempt = known.get(name) ?? shallowReactive({ file, key: newKey(), takenAt: Math.min(file.lastModified, Date.now()) })
    known.set(name, attempt)
    return attempt
  }

  function end(code: string, { file }: Attempt): void {
    known.delete(nameOf(code, file))
  }

  return { begin, end }
}

function nameOf(code: string, file: File): string {
  return [code, file.size, file.lastModified, file.name].join("/")
}
