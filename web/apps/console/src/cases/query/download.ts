/** Taking in a file piece by piece, so that its progress is seen and it can be broken off. */

const LINE_END = 13

export interface Progress {
  rows: number
  bytes: number
}

/** Return the file; `told` hears how much has come. Every line of our CSV ends with one CR, and no cell holds another. */
export async function taken(body: ReadableStream<Uint8Array<ArrayBuffer>>, told: (progress: Progress) => void): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const progress = { rows: -1, bytes: 0 } // the headings are no row
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Blob(pieces)
    pieces.push(value)
    progress.bytes += value.byteLength
    for (let at = value.indexOf(LINE_END); at !== -1; at = value.indexOf(LINE_END, at + 1)) progress.rows += 1
    told({ rows: Math.max(0, progress.rows), bytes: progress.bytes })
  }
}

/** Return the name that the server gave a file. */
export function fileName(disposition: string | null, otherwise: string): string {
  return /filename="([^"/\\]+)"/.exec(disposition ?? "")?.[1] ?? otherwise
}

/** Hand a file to the person. */
export function handOver(file: Blob, name: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(link.href) }, 60_000)
}
