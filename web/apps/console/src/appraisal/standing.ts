/** Where somebody stands, and with what: told beside a visit and its photographs. */

const PATIENCE_MS = 6000 // outdoors a position comes within seconds; nobody is kept waiting for one, or for leave to ask
const LONGEST = 120

export interface Place { longitude: number; latitude: number }

/** Return where the device stands; null where it does not tell: asked not to, indoors, or on a page without HTTPS. */
export function standing(): Promise<Place | null> {
  const found = navigator.geolocation as Geolocation | null | undefined
  if (!found) return Promise.resolve(null)
  return new Promise((resolve) => {
    setTimeout(() => { resolve(null) }, PATIENCE_MS)
    found.getCurrentPosition(
      ({ coords }) => { resolve({ longitude: coords.longitude, latitude: coords.latitude }) },
      () => { resolve(null) },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 30_000 },
    )
  })
}

/** Return what the browser says of the device. */
export function device(): string {
  return navigator.userAgent.slice(0, LONGEST)
}
