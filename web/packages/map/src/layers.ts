/** The layers of the city as the server draws them: vector tiles, counts from afar, the things themselves from near by. */
import type { ExpressionSpecification, LayerSpecification, Map as GlMap } from "maplibre-gl"

import type { Colours } from "./drawing"

export const CITY_LAYERS = ["divisions", "unit_grids", "duty_grids", "components", "places", "cases"] as const
export type CityLayer = (typeof CITY_LAYERS)[number]

/** What lies on the map and can be counted or clicked: the layer it is drawn in, and the property that names it. */
export const TILED = { cases: { layer: "city-cases-point", name: "id" }, components: { layer: "city-components-point", name: "code" } } as const
export const COUNT_LAYERS = ["city-unit_grids-counts", "city-components-counts", "city-cases-counts"]
/** How much of it is in view; null from so far away that it is counted by area. */
export interface Seen { cases: number | null; components: number | null }

const BELOW = "highlight" // what is chosen and what is worked on lies above all layers
const OVER_NAMES = "clusters" // figures come first where there is no room for both: names step aside
const FIGURES = "-figures"
export const DIVISIONS = "divisions" // the source is the map's own ground as well, see ground.ts
const COUNTS: Record<string, string> = { unit_grids: "grid_counts", components: "component_counts", places: "place_counts", cases: "case_counts" }
/** How far a count lies beside its spot, so that all may be shown at once: grids beneath, cases above, places beside. */
const BESIDE: Record<CityLayer, [number, number]> = { divisions: [0, 0], unit_grids: [0, 34], duty_grids: [0, 34], components: [0, 0], places: [48, 0], cases: [0, -34] }
const OF_POINTS = ["==", ["geometry-type"], "Point"] as never
const OF_SHAPES = ["!=", ["geometry-type"], "Point"] as never
type Drawn = LayerSpecification & { source: string }

/** Return how a layer is drawn. */
export function drawings(name: CityLayer, paint: Colours): Drawn[] {
  const source = sourceOf(name)
  const own = { source, "source-layer": name }
  const things: Record<CityLayer, Drawn[]> = {
    divisions: [
      { id: "city-divisions-line", type: "line", ...own, paint: { "line-color": paint.text, "line-width": ["match", ["get", "level"], "city", 2, "district", 1.8, "street", 1.2, 0.8], "line-dasharray": [3, 2] } },
    ],
    unit_grids: [{ id: "city-unit_grids-line", type: "line", ...own, paint: { "line-color": paint.line, "line-width": 0.8 } }],
    duty_grids: [{ id: "city-duty_grids-line", type: "line", ...own, paint: { "line-color": paint.accent, "line-width": 1.6 } }],
    components: [
      { id: TILED.components.layer, type: "circle", ...own, paint: { "circle-radius": 4, "circle-color": paint.ground, "circle-stroke-width": 2, "circle-stroke-color": ["match", ["get", "state"], "intact", paint.accent, paint.red] } },
    ],
    cases: [
      { id: TILED.cases.layer, type: "circle", ...own, paint: { "circle-radius": 6, "circle-color": ["match", ["get", "lamp"], "green", paint.green, "yellow", paint.yellow, "red", paint.red, paint.grey], "circle-stroke-width": 2, "circle-stroke-color": paint.ground } },
    ],
    places: [
      { id: "city-places-shape", type: "line", ...own, filter: OF_SHAPES, paint: { "line-color": paint.grey, "line-width": 1.6 } },
      { id: "city-places-point", type: "circle", ...own, filter: OF_POINTS, paint: { "circle-radius": ["match", ["get", "kind"], "doorplate", 2, 3.5], "circle-color": paint.grey, "circle-stroke-width": 1, "circle-stroke-color": paint.ground } },
      { id: "city-places-name", type: "symbol", ...own, minzoom: 16, layout: { "text-field": ["get", "name"], "text-size": 11, "text-anchor": "top", "text-offset": [0, 0.5], "text-optional": true }, paint: { "text-color": paint.text, "text-halo-color": paint.ground, "text-halo-width": 1 } },
    ],
  }
  const counts = COUNTS[name]
  if (counts === undefined) return things[name]
  const beside = BESIDE[name]
  const counted = { source, "source-layer": counts, filter: [">", ["get", "count"], 0] as never }
  return [
    ...things[name],
    { id: `city-${name}-counts`, type: "circle", ...counted, paint: { "circle-color": paint.ground, "circle-opacity": 0.85, "circle-radius": ["step", ["get", "count"], 11, 100, 14, 1000, 18, 10000, 22], "circle-stroke-color": rim(name, paint), "circle-stroke-width": name === "cases" ? 3 : 1.5, "circle-translate": beside } },
    { id: `city-${name}${FIGURES}`, type: "symbol", ...counted, layout: { "text-field": ["to-string", ["get", "count"]], "text-size": 11, "text-allow-overlap": true, "text-padding": 8 }, paint: { "text-color": paint.text, "text-translate": beside } },
  ]
}

/** Counts of cases take the colour of the worst of them. */
function rim(name: CityLayer, paint: Colours): string | ExpressionSpecification {
  if (name === "cases") return ["case", [">", ["get", "red"], 0], paint.red, [">", ["get", "yellow"], 0], paint.yellow, paint.green]
  return name === "components" ? paint.accent : paint.grey
}

/** Show these layers and no others. */
export function drawLayers(map: GlMap, wanted: readonly CityLayer[], paint: Colours): void {
  for (const name of CITY_LAYERS) {
    const [first] = drawings(name, paint)
    const isShown = first !== undefined && map.getLayer(first.id) !== undefined
    if (isShown && !wanted.includes(name)) {
      for (const { id } of drawings(name, paint)) map.removeLayer(id)
      if (name !== DIVISIONS) map.removeSource(sourceOf(name))
    } else if (!isShown && wanted.includes(name)) {
      if (name !== DIVISIONS) map.addSource(sourceOf(name), tiled(name))
      for (const drawn of drawings(name, paint)) map.addLayer(drawn, drawn.id.endsWith(FIGURES) ? OVER_NAMES : BELOW)
    }
  }
}

/** Ask again for what a layer shows. */
export function refresh(map: GlMap, name: CityLayer): void {
  if (map.getSource(sourceOf(name)) !== undefined) map.refreshTiles(sourceOf(name))
}

/** Return how much is in view. */
export function seen(map: GlMap): Seen {
  return { cases: count(map, "cases"), components: count(map, "components") }
}

export function tiled(name: CityLayer): { type: "vector"; url: string } {
  return { type: "vector", url: `${location.origin}/api/v1/tiles/${name}.json` }
}

export function sourceOf(name: CityLayer): string {
  return `city-${name}`
}

function count(map: GlMap, kind: keyof typeof TILED): number | null {
  const { layer, name } = TILED[kind]
  if (map.getLayer(layer) === undefined) return null
  if (map.queryRenderedFeatures({ layers: [`city-${kind}-counts`] }).length > 0) return null
  return new Set(map.queryRenderedFeatures({ layers: [layer] }).map(({ properties }) => String(properties[name]))).size
}
