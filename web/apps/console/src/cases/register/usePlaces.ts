/** Places by what a caller names: addresses of earlier cases and of the city's places, components, divisions. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { refDebounced } from "@vueuse/core"
import { computed, type Ref } from "vue"
import { useI18n } from "vue-i18n"

import type { PickedComponent, Position } from "@/cases/register/draft"
import { type Meant, usePlaceWords } from "@/common/placeWords"
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
/** Fewer letters find an address or a place, but no component and no division. */
const FEWEST_FOR_THINGS = 2

export function usePlaces(typed: Ref<string>) {
  const { t } = useI18n()
  const said = usePlaceWords()
  const words = refDebounced(computed(() => typed.value.trim()), 200)
  const params = computed(() => ({ params: { query: { words: words.value } } }))
  const isAsked = (): boolean => words.value.length > 0
  const isLong = (): boolean => words.value.length >= FEWEST_FOR_THINGS
  const addresses = useQuery({
    queryKey: ["places", "addresses", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/cases/addresses", { ...params.value, signal })),
    enabled: isAsked,
  })
  const components = useQuery({
    queryKey: ["places", "components", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/search", { ...params.value, signal })),
    enabled: () => isLong() && may("assets.read"),
  })
  const divisions = useQuery({
    queryKey: ["places", "divisions", words],
    queryFn: ({ signal }) => read(api.GET("/api/v1/territory/places", { ...params.value, signal })),
    enabled: () => isLong() && may("territory.read"),
  })

  const isNamed = (label: string): boolean => (addresses.data.value ?? []).some(({ address }) => address === label)
  const found = computed<FoundPlace[]>(() => (isAsked() ? [
    ...(addresses.data.value ?? []).map((known): FoundPlace => ({
      id: `${known.source}/${known.address}/${known.longitude}`, kind: "address", label: known.address, position: at(known), component: null,
      isExact: known.is_exact, detail: detail(known),
    })),
    ...(components.data.value ?? []).map((known): FoundPlace => {
      const isIt = ONLY_DIGITS.test(words.value)
      return {
        id: `component/${known.code}`, kind: isIt ? "component" : "street", label: known.name, position: at(known), isExact: isIt,
        component: isIt ? known : null, detail: isIt ? known.code : t("cases.register.place.street"),
      }
    }),
    ...(divisions.data.value ?? []).filter(({ label }) => !isNamed(label)).map((known): FoundPlace => ({
      id: `division/${known.code}`, kind: "division", label: known.label, position: at(known), component: null, isExact: false,
      detail: t("cases.register.place.division"),
    })),
  ] : []))
  function detail(known: Schemas["KnownAddress"]): string {
    const meant = meantBy(known)
    if (meant !== null) return said(meant)
    return known.houses_off === null ? t("cases.register.place.known") : t("cases.register.place.near", { n: known.houses_off })
  }
  const isLoading = computed(() => [addresses, components, divisions].some((query) => query.isFetching.value))
  const error = computed(() => addresses.error.value ?? components.error.value ?? divisions.error.value)
  return { found, isLoading, error }
}

/** What is said of a place; nothing of an address that only earlier cases know. */
export function meantBy({ precision, score, matched }: Schemas["KnownAddress"]): Meant | null {
  return precision === null || score === null ? null : { precision, score, matched }
}

export function picked(known: Schemas["Component"]): PickedComponent {
  return { code: known.code, name: known.name, ownerBodyId: known.owner_body_id }
}

function at({ longitude, latitude }: Position): Position {
  return { longitude, latitude }
}
