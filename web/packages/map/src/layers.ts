/** The layers of the city as the server draws them: vector tiles, counts from afar, the things themselves from near by. */
import type { LayerSpecification, Map as GlMap, RasterSourceSpecification } from "maplibre-gl"

import type { Colours } from "./drawing"

export const CITY_LAYERS = ["divisions", "unit_grids", "duty_grids", "components"] as const
export type CityLayer = (typeof CITY_LAYERS)[number]

/** A map of others to draw on. */
export interface BaseMapChoice {
  name: string
  url: string
  attribution: string
  tile_size: number
  most_zoom: number
}

const BELOW = "highlight" // what is chosen and what is worked on lies above all layers
const BASE = "base-map"
/** The layer in which single components are drawn. */
export const COMPONENT_POINTS = "city-components-point"
const COUNTS: Record<string, string> = { unit_grids: "grid_counts", components: "component_counts" }
type Drawn = LayerSpecification & { source: string }

/** Return how a layer is drawn. */
export function drawings(name: CityLayer, paint: Colours): Drawn[] {
  const source = `city-${name}`
  const own = { source, "source-layer": name }
  const things: Record<CityLayer, Drawn[]> = {
    divisions: [
      { id: `${source}-line`, type: "line", ...own, paint: { "line-color": paint.text, "line-width": ["match", ["get", "level"], "city", 2, "district", 1.8, "street", 1.2, 0.8], "line-dasharray": [3, 2] } },
    ],
    unit_grids: [{ id: `${source}-line`, type: "line", ...own, paint: { "line-color": paint.line, "line-width": 0.8 } }],
    duty_grids: [{ id: `${source}-line`, type: "line", ...own, paint: { "line-color": paint.accent, "line-width": 1.6 } }],
    components: [
      { id: `${source}-point`, type: "circle", ...own, paint: { "circle-radius": 4, "circle-color": paint.ground, "circle-stroke-width": 2, "circle-stroke-color": ["match", ["get", "state"], "intact", paint.accent, paint.red] } },
    ],
  }
  const counts = COUNTS[name]
  if (counts === undefined) return things[name]
  const beside: [number, number] = name === "components" ? [0, 0] : [0, 34] // both may be shown at once
  const counted = { source, "source-layer": counts, filter: [">", ["get", "count"], 0] as never }
  return [
    ...things[name],
    { id: `${source}-counts`, type: "circle", ...counted, paint: { "circle-color": paint.ground, "circle-opacity": 0.85, "circle-radius": ["step", ["get", "count"], 11, 100, 14, 1000, 18, 10000, 22], "circle-stroke-color": name === "components" ? paint.accent : paint.grey, "circle-stroke-width": 1.5, "circle-translate": beside } },
    { id: `${source}-figures`, type: "symbol", ...counted, layout: { "text-field": ["to-string", ["get", "count"]], "text-size": 11, "text-allow-overlap": true }, paint: { "text-color": paint.text, "text-translate": beside } },
  ]
}

/** Show these layers and no others. */
export function drawLayers(map: GlMap, wanted: readonly CityLayer[], paint: Colours): void {
  for (const name of CITY_LAYERS) {
    const source = `city-${name}`
    const isShown = map.getSource(source) !== undefined
    if (isShown && !wanted.includes(name)) {
      for (const { id } of drawings(name, paint)) map.removeLayer(id)
      map.removeSource(source)
    } else if (!isShown && wanted.includes(name)) {
      map.addSource(source, { type: "vector", url: `${location.origin}/api/v1/tiles/${name}.json` })
      for (const drawn of drawings(name, paint)) map.addLayer(drawn, BELOW)
    }
  }
}

/** Draw on a map of others, or on our own ground. */
export function drawBase(map: GlMap, base: BaseMapChoice | null): void {
  if (map.getLayer(BASE) !== undefined) map.removeLayer(BASE)
  if (map.getSource(BASE) !== undefined) map.removeSource(BASE)
  map.setLayoutProperty("division", "visibility", base === null ? "visible" : "none")
  if (base === null) return
  const source: RasterSourceSpecification = { type: "raster", tiles: [base.url], tileSize: base.tile_size, maxzoom: base.most_zoom, attribution: base.attribution }
  map.addSource(BASE, source)
  map.addLayer({ id: BASE, type: "raster", source: BASE }, "division")
}
