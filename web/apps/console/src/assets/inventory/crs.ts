/** Coordinate systems that are offered by name; any other that PROJ knows may be written. */
export interface Crs {
  value: string
  /** The key of its name below `assets.crs`. */
  name: string
}

/** `""` is what our own are in. */
export const SYSTEMS: readonly Crs[] = [
  { value: "", name: "own" },
  { value: "EPSG:4326", name: "wgs84" },
  { value: "GCJ02", name: "gcj02" },
  { value: "EPSG:3857", name: "web" },
]

const FIRST_MERIDIAN = 75
const LAST_MERIDIAN = 135
const FIRST_CODE = 4534

/** Return the zone of CGCS2000 / 3-degree Gauss-Krüger (by its central meridian) in which a longitude lies, or null. */
export function gaussKruger(longitude: number): { value: string; meridian: number } | null {
  const meridian = Math.round(longitude / 3) * 3
  if (meridian < FIRST_MERIDIAN || meridian > LAST_MERIDIAN) return null
  return { value: `EPSG:${FIRST_CODE + (meridian - FIRST_MERIDIAN) / 3}`, meridian }
}
