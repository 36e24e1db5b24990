/** A spot of the map in the address of a page: longitude, latitude. */
import { wanted } from "@/atlas/locating"

export interface Spot { longitude: number; latitude: number }

export function writeSpot({ longitude, latitude }: Spot): string {
  return `${longitude},${latitude}`
}

/** Return the spot that an address names, or null. */
export function spotOf(written: unknown): Spot | null {
  const meant = typeof written === "string" ? wanted(written) : null
  return meant?.kind === "place" ? { longitude: meant.longitude, latitude: meant.latitude } : null
}
