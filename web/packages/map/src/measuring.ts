/** Measuring on the ground: how long a line is, how large an area. */
import type { GeoJSONSource, LngLat, Map as GlMap } from "maplibre-gl"

import type { Colours } from "./drawing"

export type MeasureKind = "length" | "area"
export type Position = readonly [number, number]
/** Metres of a line, square metres of an area. */
export interface Measured { kind: MeasureKind; value: number; corners: number }

const SOURCE = "measure"
const EARTH_M = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** The way over the ground between two positions, on a sphere. */
export function distance([x1, y1]: Position, [x2, y2]: Position): number {
  const half = Math.sin(radians(y2 - y1) / 2) ** 2 + Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(radians(x2 - x1) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(half))
}

export function length(line: readonly Position[]): number {
  return line.slice(1).reduce((sum, here, index) => sum + distance(line[index] ?? here, here), 0)
}

/** The area within a ring that closes by itself, on a sphere. */
export function area(ring: readonly Position[]): number {
  const doubled = ring.reduce((sum, [x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1]
    return sum + radians(x2 - x1) * (2 + Math.sin(radians(y1)) + Math.sin(radians(y2)))
  }, 0)
  return Math.abs((doubled * EARTH_M * EARTH_M) / 2)
}

/** A measurement under way on a map. */
export class Measuring {
  private readonly corners: Position[] = []
  private readonly map: GlMap
  private readonly kind: MeasureKind

  constructor(map: GlMap, kind: MeasureKind) {
    this.map = map
    this.kind = kind
  }

  add(place: LngLat): Measured {
    this.corners.push([place.lng, place.lat])
    return this.told()
  }

  undo(): Measured {
    this.corners.pop()
    return this.told()
  }

  /** Draw it, also on a map whose style was made anew, or on another one that shows the same. */
  drawOn(map: GlMap, paint: Colours): void {
    if (map.getSource(SOURCE) === undefined) {
      map.addSource(SOURCE, { type: "geojson", data: this.shape() })
      map.addLayer({ id: `${SOURCE}-fill`, type: "fill", source: SOURCE, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": paint.accent, "fill-opacity": 0.15 } })
      map.addLayer({ id: `${SOURCE}-line`, type: "line", source: SOURCE, paint: { "line-color": paint.accent, "line-width": 2.5 } })
      map.addLayer({ id: `${SOURCE}-corners`, type: "circle", source: SOURCE, paint: { "circle-radius": 4, "circle-color": paint.ground, "circle-stroke-color": paint.accent, "circle-stroke-width": 2 } })
    }
    void map.getSource<GeoJSONSource>(SOURCE)?.setData(this.shape())
  }

  end(): void {
    for (const part of ["fill", "line", "corners"]) if (this.map.getLayer(`${SOURCE}-${part}`) !== undefined) this.map.removeLayer(`${SOURCE}-${part}`)
    if (this.map.getSource(SOURCE) !== undefined) this.map.removeSource(SOURCE)
  }

  private told(): Measured {
    return { kind: this.kind, value: this.kind === "length" ? length(this.corners) : area(this.corners), corners: this.corners.length }
  }

  private shape(): GeoJSON.Feature {
    const line = this.corners.map(([x, y]) => [x, y])
    const geometry: GeoJSON.Geometry =
      this.kind === "area" && line.length > 2 ? { type: "Polygon", coordinates: [[...line, line[0] ?? []]] }
      : line.length > 1 ? { type: "LineString", coordinates: line }
      : { type: "MultiPoint", coordinates: line }
    return { type: "Feature", properties: {}, geometry }
  }
}
