/** Where somebody wants to go: coordinates as they write them, or the code of a grid or component. */
export type Wanted = { kind: "place"; longitude: number; latitude: number } | { kind: "grid" | "component"; code: string }

const PAIR = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/

/** Return what was meant, or null. Longitude comes first, unless only the other order lies on the globe. */
export function wanted(text: string): Wanted | null {
  const code = text.trim()
  if (/^\d{15}$/.test(code)) return { kind: "grid", code }
  if (/^\d{16,17}$/.test(code)) return { kind: "component", code }
  const pair = PAIR.exec(text)
  if (pair === null) return null
  const [first, second] = [Number(pair[1]), Number(pair[2])]
  const [longitude, latitude] = Math.abs(second) > 90 ? [second, first] : [first, second]
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { kind: "place", longitude, latitude } : null
}

/** Return a position within a shape: the middle of its outline. */
export function middle(geometry: { coordinates: unknown }): { longitude: number; latitude: number } {
  const flat = (geometry.coordinates as unknown[]).flat(Infinity) as number[]
  const xs = flat.filter((_, index) => index % 2 === 0)
  const ys = flat.filter((_, index) => index % 2 === 1)
  const half = (values: number[]): number => (Math.min(...values) + Math.max(...values)) / 2
  return { longitude: half(xs), latitude: half(ys) }
}
