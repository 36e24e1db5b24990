/** The map as it stands, as a picture: with whom to name for it. */
import type { Map as GlMap } from "maplibre-gl"

const BAND = 22

/** Return a PNG of what the map shows, a line of words beneath it. */
export function picture(map: GlMap, words: string, paint: { ground: string; text: string }): Promise<Blob> {
  return new Promise((resolve, reject) => {
    map.once("render", () => { // the canvas holds its picture only while it is being drawn
      const drawn = map.getCanvas()
      const scale = drawn.width / drawn.clientWidth
      const sheet = document.createElement("canvas")
      sheet.width = drawn.width
      sheet.height = drawn.height + BAND * scale
      const pen = sheet.getContext("2d")
      if (pen === null) { reject(new Error("no canvas")); return }
      pen.fillStyle = paint.ground
      pen.fillRect(0, 0, sheet.width, sheet.height)
      pen.drawImage(drawn, 0, 0)
      pen.fillStyle = paint.text
      pen.font = `${12 * scale}px sans-serif`
      pen.fillText(words, 8 * scale, drawn.height + 15 * scale)
      sheet.toBlob((blob) => { if (blob === null) reject(new Error("no picture")); else resolve(blob) }, "image/png")
    })
    map.triggerRepaint()
  })
}
