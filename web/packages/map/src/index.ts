export { default as CityMap } from "./CityMap.vue"
export type { MapPoint, MapShape } from "./drawing"
export type { BaseMapChoice, CityLayer } from "./layers"
export type { Measured, MeasureKind } from "./measuring"
