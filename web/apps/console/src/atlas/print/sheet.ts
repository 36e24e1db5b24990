/** The sheet of paper that a map is printed on: its sizes in millimetres, its scale and scale bar. */
export const PAPERS = ["A4", "A3"] as const
export const DIRECTIONS = ["landscape", "portrait"] as const
export type PaperSize = (typeof PAPERS)[number]
export type Direction = (typeof DIRECTIONS)[number]
export interface Size { width: number; height: number }

export const MARGIN_MM = 10
export const TITLE_MM = 15
export const FOOT_MM = 11
const MM_PER_PIXEL = 25.4 / 96
const SIZES: Record<PaperSize, [number, number]> = { A4: [210, 297], A3: [297, 420] }
const BAR_MM = 50

export function sheetOf(paper: PaperSize, direction: Direction): Size {
  const [short, long] = SIZES[paper]
  return direction === "portrait" ? { width: short, height: long } : { width: long, height: short }
}

/** Return what is left for the map between margins, title and foot. */
export function frameOf({ width, height }: Size): Size {
  return { width: width - 2 * MARGIN_MM, height: height - 2 * MARGIN_MM - TITLE_MM - FOOT_MM }
}

export function pixels(millimetres: number): number {
  return Math.round(millimetres / MM_PER_PIXEL)
}

/** Return N of the scale 1 : N, to two figures that count: a map in Mercator is not truer than that. */
export function scaleOf(metresPerPixel: number): number {
  return Number(((metresPerPixel * 1000) / MM_PER_PIXEL).toPrecision(2))
}

/** Return the longest round length on the ground that is at most five centimetres on paper. */
export function barOf(metresPerPixel: number): { metres: number; millimetres: number } {
  const most = (BAR_MM / MM_PER_PIXEL) * metresPerPixel
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power
  return { metres, millimetres: (metres / metresPerPixel) * MM_PER_PIXEL }
}
