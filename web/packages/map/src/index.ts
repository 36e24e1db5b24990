export { default as CityMap } from "./CityMap.vue"
export type { MapPoint, MapShape } from "./drawing"
