/** Files to and from the server. */

export type FileFormat = "csv" | "xlsx"

/** Return what writes a body as a form with this file in it: the description of the API calls a file a text. */
export function inForm(file: File): (facts: Readonly<Record<string, string | undefined>>) => FormData {
  return (facts) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(facts)) {
      if (name !== "file" && value !== undefined) form.append(name, value)
    }
    form.append("file", file)
    return form
  }
}

/** Give a file to the person at the screen. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(link.href) }, 10_000)
}
