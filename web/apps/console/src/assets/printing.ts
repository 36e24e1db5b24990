/** Printing one picture and nothing else. */
import "@/assets/printing.css"

/** Print a picture as wide as the sheet; the page is as it was afterwards. */
export async function printPicture(url: string, words: string): Promise<void> {
  const sheet = document.createElement("div")
  sheet.className = "cl-print"
  const picture = document.createElement("img")
  picture.src = url
  picture.alt = words
  sheet.append(picture)
  document.body.append(sheet)
  document.documentElement.classList.add("cl-printing")
  try {
    await picture.decode()
    window.print()
  } finally {
    sheet.remove()
    document.documentElement.classList.remove("cl-printing")
  }
}
