/** Areas in the colours of their figures: divisions of one level, or unit grids from near by. */
import type { ExpressionSpecification, FilterSpecification, Map as GlMap } from "maplibre-gl"

import type { Colours } from "./drawing"
import { DIVISIONS, sourceOf, tiled } from "./layers"

/** Areas that have one colour, by their codes. */
export interface Tint {
  colour: "green" | "accent" | "yellow" | "red" | "text"
  /** 0 to 1: how strong the colour is. */
  strength: number
  codes: readonly string[]
}

export interface Tints {
  level: "city" | "district" | "street" | "community" | "grid"
  tints: readonly Tint[]
  /** The area that is looked at. */
  chosen: string
}

const FILL = "tint-fill"
const RIM = "tint-rim"
const GRIDS = "tint-grids" // a source of its own: layers of the city come and go
const BELOW = "highlight"
const NOWHERE: FilterSpecification = ["==", ["get", "code"], ""]

/** Colour these areas, and no others. */
export function drawTints(map: GlMap, wanted: Tints | null, paint: Colours): void {
  for (const id of [FILL, RIM]) if (map.getLayer(id) !== undefined) map.removeLayer(id)
  if (map.getSource(GRIDS) !== undefined && wanted?.level !== "grid") map.removeSource(GRIDS)
  if (wanted === null) return
  const ofGrids = wanted.level === "grid"
  if (ofGrids && map.getSource(GRIDS) === undefined) map.addSource(GRIDS, tiled("unit_grids"))
  const own = ofGrids ? { source: GRIDS, "source-layer": "unit_grids" } : { source: sourceOf(DIVISIONS), "source-layer": "divisions" }
  const level: FilterSpecification = ofGrids ? ["has", "code"] : ["==", ["get", "level"], wanted.level]
  const tints = wanted.tints.filter(({ codes }) => codes.length > 0)
  map.addLayer({ id: FILL, type: "fill", ...own, filter: tints.length > 0 ? level : NOWHERE, paint: { "fill-color": colourOf(tints, paint), "fill-opacity": strengthOf(tints) } }, BELOW)
  map.addLayer({ id: RIM, type: "line", ...own, filter: level, paint: { "line-color": paint.text, "line-width": ["case", ["==", ["get", "code"], wanted.chosen], 3.5, 0.8] } }, BELOW)
}

/** Return the code of the coloured area at a point, null where there is none. */
export function tintedAt(map: GlMap, point: { x: number; y: number }): string | null {
  if (map.getLayer(FILL) === undefined) return null
  const found = map.queryRenderedFeatures([point.x, point.y], { layers: [FILL] })[0]
  return found === undefined ? null : String(found.properties["code"])
}

export function colourOf(tints: readonly Tint[], paint: Colours): ExpressionSpecification | string {
  if (tints.length === 0) return paint.grey
  return ["match", ["get", "code"], ...tints.flatMap(({ codes, colour }) => [[...codes], paint[colour]]), paint.grey] as unknown as ExpressionSpecification
}

export function strengthOf(tints: readonly Tint[]): ExpressionSpecification | number {
  if (tints.length === 0) return 0
  return ["match", ["get", "code"], ...tints.flatMap(({ codes, strength }) => [[...codes], strength]), 0.08] as unknown as ExpressionSpecification
}
