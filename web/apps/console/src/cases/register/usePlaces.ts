/** Places by what a caller names: addresses of earlier cases, the city's places, components, divisions. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { refDebounced } from "@vueuse/core"
import { computed, type Ref } from "vue"
import { useI18n } from "vue-i18n"

import type { PickedComponent, Position } from "@/cases/register/draft"
import { api, may } from "@/common/server"

export interface FoundPlace {
  id: string
  kind: "address" | "component" | "street" | "division"
  label: string
  detail: string
  position: Position
  /** It is the very place that was named, not just one to look around from. */
  isExact: boolean
  component: Schemas["Component"] | null
}

const ONLY_DIGITS = /^\d+$/

export function usePlaces(typed: Ref<string>) {
  const { t } = useI18n()
  const words = refDebounced(computed(() => typed.value.trim()), 200)
  const params = computed(() => ({ params: { query: { words: words.value } } }))
  const isAsked = (): boolean => words.value.length >= 2
  const addresses = useQuery({
    queryKey: ["places", "addresses", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/cases/addresses", { ...params.value, signal })),
    enabled: isAsked,
  })
  const places = useQuery({
    queryKey: ["places", "geocoded", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/places/search", { params: { query: { address: words.value, limit: 3 } }, signal })),
    enabled: () => isAsked() && may("places.read"),
  })
  const components = useQuery({
    queryKey: ["places", "components", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/search", { ...params.value, signal })),
    enabled: () => isAsked() && may("assets.read"),
  })
  const divisions = useQuery({
    queryKey: ["places", "divisions", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/territory/places", { ...params.value, signal })),
    enabled: () => isAsked() && may("territory.read"),
  })

  const found = computed<FoundPlace[]>(() => (isAsked() ? [
    ...(addresses.data.value ?? []).map((known): FoundPlace => ({
      id: `address/${known.address}`, kind: "address", label: known.address, position: at(known), component: null, isExact: known.houses_off == null,
      detail: known.houses_off == null ? t("cases.register.place.known") : t("cases.register.place.near", { n: known.houses_off }),
    })),
    ...geocoded(places.data.value, addresses.data.value ?? []).map((known): FoundPlace => ({
      id: `place/${known.label}`, kind: "address", label: known.label, position: at(known), component: null, isExact: known.isExact,
      detail: t(`cases.register.place.precision.${known.precision}`),
    })),
    ...(components.data.value ?? []).map((known): FoundPlace => {
      const isIt = ONLY_DIGITS.test(words.value)
      return {
        id: `component/${known.code}`, kind: isIt ? "component" : "street", label: known.name, position: at(known), isExact: isIt,
        component: isIt ? known : null, detail: isIt ? known.code : t("cases.register.place.street"),
      }
    }),
    ...(divisions.data.value ?? []).map((known): FoundPlace => ({
      id: `division/${known.code}`, kind: "division", label: known.label, position: at(known), component: null, isExact: false,
      detail: t("cases.register.place.division"),
    })),
  ] : []))
  const isLoading = computed(() => [addresses, places, components, divisions].some((query) => query.isFetching.value))
  const error = computed(() => addresses.error.value ?? places.error.value ?? components.error.value ?? divisions.error.value)
  return { found, isLoading, error }
}

interface GeocodedPlace extends Position { label: string, precision: Schemas["Precision"], isExact: boolean }

/** What an address may mean. It is the very place only where nothing but its name was said: "opposite" stays as it was typed. */
function geocoded(answer: Schemas["Geocoded"] | undefined, known: readonly Schemas["KnownAddress"][]): GeocodedPlace[] {
  if (answer === undefined) return []
  const { direction, building } = answer.parts
  const isWhole = direction === null && building === "" && answer.not_understood === ""
  return answer.candidates
    .filter((found) => !known.some((each) => each.address === found.label))
    .map((found) => ({ ...found, isExact: isWhole && found.precision !== "STREET" && found.precision !== "AREA" }))
}

export function picked(known: Schemas["Component"]): PickedComponent {
  return { code: known.code, name: known.name, ownerBodyId: known.owner_body_id }
}

function at({ longitude, latitude }: Position): Position {
  return { longitude, latitude }
}
