/** What everything lies on: our own ground, drawn from the divisions, or a map of others. */
import { AJAXError, type ErrorEvent, type LayerSpecification, type Map as GlMap, type RasterSourceSpecification } from "maplibre-gl"

import type { Colours } from "./drawing"
import { DIVISIONS, sourceOf, tiled } from "./layers"

/** A map of others to draw on: its layers, the lowest first. */
export interface BaseMapChoice {
  name: string
  attribution: string
  layers: readonly { url: string; tile_size: number; least_zoom: number; most_zoom: number }[]
}

const BASE = "base-map"
const ABOVE = "division" // the first of what a screen draws itself
const NAMES = "numbers"
const FAILED_ENOUGH = 3 // pictures in a row that did not come: one may be missing, then the next one comes
const AREAS: readonly { id: string; least: number; most: number; level: string; size: number }[] = [
  { id: "ground-districts", least: 0, most: 11, level: "district", size: 13 },
  { id: "ground-streets", least: 10, most: 15, level: "street", size: 12 },
  { id: "ground-communities", least: 14, most: 17, level: "community", size: 11 },
]

/** Put our own ground beneath everything. */
export function drawGround(map: GlMap, paint: Colours): void {
  if (map.getSource(sourceOf(DIVISIONS)) !== undefined) return
  map.addSource(sourceOf(DIVISIONS), tiled(DIVISIONS))
  for (const layer of own(paint)) map.addLayer(layer, layer.type === "symbol" ? NAMES : ABOVE)
}

/** Draw on a map of others, or on our own ground. */
export function drawBase(map: GlMap, base: BaseMapChoice | null, paint: Colours): void {
  for (const { id } of map.getStyle().layers.filter(({ id }) => id.startsWith(BASE))) {
    map.removeLayer(id)
    map.removeSource(id)
  }
  const visibility = base === null ? "visible" : "none"
  for (const { id } of [...own(paint), { id: "division" }]) map.setLayoutProperty(id, "visibility", visibility)
  for (const [index, { url, tile_size, least_zoom, most_zoom }] of (base?.layers ?? []).entries()) {
    const source: RasterSourceSpecification = { type: "raster", tiles: [url], tileSize: tile_size, minzoom: least_zoom, maxzoom: most_zoom }
    if (index === 0 && base !== null) source.attribution = plain(base.attribution)
    map.addSource(`${BASE}-${index}`, source)
    map.addLayer({ id: `${BASE}-${index}`, type: "raster", source: `${BASE}-${index}` }, ABOVE)
  }
}

/** Call back when the map of others does not answer. That our own server does not, the shell tells; the rest goes to the console. */
export function watchBase(map: GlMap, silent: () => void): void {
  let failed = 0
  map.on("error", (event: ErrorEvent & { sourceId?: string }) => {
    if (event.sourceId?.startsWith(BASE) !== true) {
      if (!(event.error instanceof AJAXError)) console.error(event.error)
      return
    }
    failed += 1
    if (failed === FAILED_ENOUGH) silent()
  })
  map.on("sourcedata", (event) => { if (event.tile !== undefined && event.sourceId.startsWith(BASE)) failed = 0 })
}

function own(paint: Colours): LayerSpecification[] {
  const source = sourceOf(DIVISIONS)
  const halo = { "text-color": paint.text, "text-halo-color": paint.ground, "text-halo-width": 1.4 }
  return [
    { id: "ground-fill", type: "fill", source, "source-layer": "divisions", paint: { "fill-color": paint.ground } },
    { id: "ground-border", type: "line", source, "source-layer": "divisions", paint: { "line-color": paint.line, "line-width": ["match", ["get", "level"], "district", 1.4, "street", 1, 0.5], "line-opacity": ["match", ["get", "level"], "community", 0.5, 0.9] } },
    ...AREAS.map(({ id, least, most, level, size }): LayerSpecification => ({
      id, type: "symbol", source, "source-layer": "division_names", minzoom: least, maxzoom: most,
      filter: ["==", ["get", "level"], level], layout: { "text-field": ["get", "name"], "text-size": size, "text-variable-anchor": ["center", "bottom", "top"], "text-radial-offset": 1 }, paint: halo,
    })),
  ]
}

/** An attribution is text: MapLibre would take it for HTML. */
function plain(text: string): string {
  const holder = document.createElement("span")
  holder.textContent = text
  return holder.innerHTML
}
