/** How the city is drawn: the style without a base map of others, and what lies on it. */
import type { FeatureCollection } from "geojson"
import type { ExpressionSpecification, GeoJSONSource, Map as GlMap, StyleSpecification } from "maplibre-gl"

/** A case, a component or a place, to be seen and clicked. */
export interface MapPoint {
  id: string
  longitude: number
  latitude: number
  label: string
  lamp: string
  kind?: "case" | "component"
}

/** A boundary: of a district, a street, a unit grid. */
export interface MapShape {
  id: string
  /** A `flaw` must be mended, `advice` need not; a `fault` is one that is looked at. */
  kind: "division" | "grid" | "begun" | "flaw" | "advice" | "fault" | "highlight"
  label: string
  geometry: GeoJSON.Geometry
}

export interface Colours {
  ground: string
  page: string
  line: string
  text: string
  accent: string
  green: string
  yellow: string
  red: string
  grey: string
}

/** Read the design tokens that hold within an element, or on the whole page. */
export function colours(within: Element = document.documentElement): Colours {
  const style = getComputedStyle(within)
  const of = (name: string): string => style.getPropertyValue(`--cl-${name}`).trim()
  return {
    ground: of("surface"), page: of("page"), line: of("grey"), text: of("text-2"), accent: of("accent"),
    green: of("green"), yellow: of("yellow-dot"), red: of("red"), grey: of("grey"),
  }
}

/** How many of a cluster show this lamp; a cluster takes the colour of its worst. */
const counted = (lamp: string): ExpressionSpecification => ["+", ["case", ["==", ["get", "lamp"], lamp], 1, 0]]
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] }

export function style(paint: Colours): StyleSpecification {
  const lamp = ["match", ["get", "lamp"], "GREEN", paint.green, "YELLOW", paint.yellow, "RED", paint.red, paint.grey]
  return {
    version: 8,
    sources: {
      shapes: { type: "geojson", data: EMPTY },
      points: {
        type: "geojson", data: EMPTY, cluster: true, clusterRadius: 44, clusterMaxZoom: 16,
        clusterProperties: { red: counted("RED"), yellow: counted("YELLOW"), green: counted("GREEN") },
      },
      line: { type: "geojson", data: EMPTY },
      chosen: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": paint.page } },
      { id: "division", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "division"], paint: { "fill-color": paint.ground, "fill-outline-color": paint.line } },
      { id: "grids", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "grid"], paint: { "fill-color": paint.ground, "fill-opacity": 0.4 } },
      { id: "begun", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "begun"], paint: { "fill-color": paint.green, "fill-opacity": 0.18 } },
      { id: "begun-line", type: "line", source: "shapes", filter: ["==", ["get", "kind"], "begun"], paint: { "line-color": paint.green, "line-width": 2 } },
      { id: "advice", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "advice"], paint: { "fill-color": paint.yellow, "fill-opacity": 0.16 } },
      { id: "flaw", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "flaw"], paint: { "fill-color": paint.red, "fill-opacity": 0.3 } },
      { id: "flaw-line", type: "line", source: "shapes", filter: ["==", ["get", "kind"], "flaw"], paint: { "line-color": paint.red, "line-width": 1.5 } },
      { id: "grid", type: "line", source: "shapes", minzoom: 13.5, filter: ["==", ["get", "kind"], "grid"], paint: { "line-color": paint.line, "line-opacity": 0.45, "line-width": 0.7 } },
      { id: "border", type: "line", source: "shapes", filter: ["==", ["get", "kind"], "division"], paint: { "line-color": paint.line, "line-width": 1.2 } },
      { id: "highlight", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "highlight"], paint: { "fill-color": paint.accent, "fill-opacity": 0.16 } },
      { id: "highlight-line", type: "line", source: "shapes", filter: ["==", ["get", "kind"], "highlight"], paint: { "line-color": paint.accent, "line-width": 2 } },
      { id: "fault", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "fault"], paint: { "fill-color": paint.red, "fill-opacity": 0.35 } },
      { id: "fault-line", type: "line", source: "shapes", filter: ["==", ["get", "kind"], "fault"], paint: { "line-color": paint.red, "line-width": 3 } },
      { id: "numbers", type: "symbol", source: "shapes", minzoom: 14.5, filter: ["in", ["get", "kind"], ["literal", ["grid", "begun"]]], layout: { "text-field": ["get", "label"], "text-size": 11 }, paint: { "text-color": paint.text, "text-halo-color": paint.ground, "text-halo-width": 1.2 } },
      { id: "names", type: "symbol", source: "shapes", maxzoom: 17, filter: ["==", ["get", "kind"], "division"], layout: { "text-field": ["get", "label"], "text-size": 12 }, paint: { "text-color": paint.text, "text-halo-color": paint.ground, "text-halo-width": 1.4 } },
      {
        id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"],
        paint: {
          "circle-color": ["case", [">", ["get", "red"], 0], paint.red, [">", ["get", "yellow"], 0], paint.yellow, [">", ["get", "green"], 0], paint.green, paint.grey],
          "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 21], "circle-stroke-color": paint.ground, "circle-stroke-width": 2,
        },
      },
      { id: "counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-padding": 8 }, paint: { "text-color": "#fff" } },
      { id: "components", type: "circle", source: "points", filter: ["all", ["!", ["has", "point_count"]], ["==", ["get", "kind"], "component"]], paint: { "circle-color": paint.ground, "circle-radius": 4.5, "circle-stroke-color": paint.accent, "circle-stroke-width": 2 } },
      { id: "cases", type: "circle", source: "points", filter: ["all", ["!", ["has", "point_count"]], ["!=", ["get", "kind"], "component"]], paint: { "circle-color": lamp as never, "circle-radius": 7, "circle-stroke-color": paint.ground, "circle-stroke-width": 2 } },
      { id: "line", type: "line", source: "line", paint: { "line-color": paint.accent, "line-width": 2.5, "line-dasharray": [2, 1.5] } },
      { id: "line-points", type: "circle", source: "line", paint: { "circle-color": paint.ground, "circle-radius": 4, "circle-stroke-color": paint.accent, "circle-stroke-width": 2 } },
      { id: "chosen", type: "circle", source: "chosen", paint: { "circle-color": paint.accent, "circle-opacity": 0.25, "circle-radius": 15, "circle-stroke-color": paint.accent, "circle-stroke-width": 3 } },
    ],
  }
}

export function drawPoints(map: GlMap, points: readonly MapPoint[]): void {
  void source(map, "points")?.setData(collection(points))
}

export function drawChosen(map: GlMap, point: { longitude: number; latitude: number } | null): void {
  void source(map, "chosen")?.setData(point === null ? EMPTY : collection([{ id: "", label: "", lamp: "", ...point }]))
}

export function drawLine(map: GlMap, line: readonly (readonly [number, number])[]): void {
  const coordinates = line.map(([longitude, latitude]) => [longitude, latitude])
  const geometry: GeoJSON.Geometry = coordinates.length > 1 ? { type: "LineString", coordinates } : { type: "MultiPoint", coordinates }
  void source(map, "line")?.setData({ type: "Feature", geometry, properties: {} })
}

export function drawShapes(map: GlMap, shapes: readonly MapShape[]): void {
  void source(map, "shapes")?.setData({
    type: "FeatureCollection",
    features: shapes.map(({ id, kind, label, geometry }) => ({ type: "Feature", geometry, properties: { id, kind, label } })),
  })
}

function collection(points: readonly MapPoint[]): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: points.map(({ id, label, lamp, kind = "case", longitude, latitude }) => ({
      type: "Feature", geometry: { type: "Point", coordinates: [longitude, latitude] }, properties: { id, label, lamp, kind },
    })),
  }
}

function source(map: GlMap, name: string): GeoJSONSource | undefined {
  return map.getSource<GeoJSONSource>(name)
}
