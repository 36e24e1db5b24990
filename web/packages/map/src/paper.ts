/** The same view drawn once more, for paper: at the size of a frame and as fine as a printer is. */
import { Map as GlMap, type LngLatBounds, type RequestTransformFunction } from "maplibre-gl"

import { style, type Colours } from "./drawing"

/** A picture of the map, and what a pixel of the screen (1/96 inch) in it is on the ground. */
export interface Paper { url: string; metresPerPixel: number }

export interface PaperOrder {
  view: LngLatBounds
  width: number
  height: number
  paint: Colours
  draw: (map: GlMap) => void
  request: RequestTransformFunction
}

const DOTS_PER_INCH = 300
const PIXELS_PER_INCH = 96
const LARGEST = 8192
const PATIENCE_MS = 60_000
const EQUATOR_M = 40_075_016.686
const TILE = 512

/** Return what the pixel of a map measures on the ground. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (EQUATOR_M * Math.cos((latitude * Math.PI) / 180)) / (TILE * 2 ** zoom)
}

/** Draw for paper. The picture lasts until its address is revoked. */
export async function paper({ view, width, height, paint, draw, request }: PaperOrder): Promise<Paper> {
  const container = document.createElement("div")
  Object.assign(container.style, { position: "fixed", left: "-20000px", top: "0", width: `${width}px`, height: `${height}px` })
  container.inert = true
  document.body.append(container)
  const map = new GlMap({
    container, style: style(paint), bounds: view, transformRequest: request, interactive: false, attributionControl: false, fadeDuration: 0, maxZoom: 22,
    pixelRatio: DOTS_PER_INCH / PIXELS_PER_INCH, maxCanvasSize: [LARGEST, LARGEST], canvasContextAttributes: { preserveDrawingBuffer: true },
  })
  try {
    await drawn(map, draw)
    const blob = await new Promise<Blob | null>((resolve) => { map.getCanvas().toBlob(resolve, "image/png") })
    if (blob === null) throw new Error("no picture")
    return { url: URL.createObjectURL(blob), metresPerPixel: metresPerPixel(map.getCenter().lat, map.getZoom()) }
  } finally {
    map.remove()
    container.remove()
  }
}

/** Wait until everything is there; what does not come in time stays away. */
function drawn(map: GlMap, draw: (map: GlMap) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS)
    map.on("error", () => undefined) // a picture that does not come leaves a hole, as on the screen
    map.once("load", () => {
      draw(map)
      map.once("idle", () => { clearTimeout(timer); resolve() })
    })
  })
}
