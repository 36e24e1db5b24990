/** What the words in the bar may mean: cases first, then components and places of the city. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed, type Ref } from "vue"
import { useI18n } from "vue-i18n"
import type { RouteLocationRaw } from "vue-router"

import { writeSpot } from "@/cases/desk/looked"
import { mayBeComponent, mayBePlace, usePlaceWords } from "@/common/placeWords"
import { api, may } from "@/common/server"

export interface SearchHit {
  id: string
  /** Of a case; nothing else has one. */
  lamp: Schemas["Lamp"] | null
  isComponent: boolean
  title: string
  words: string
  note: string
  to: RouteLocationRaw
}

const MOST_PLACES = 5

export function useSearch(asked: Ref<string>) {
  const { t } = useI18n()
  const said = usePlaceWords()
  const isAsked = (): boolean => asked.value !== ""
  const cases = useQuery({
    queryKey: ["search", asked],
    queryFn: ({ signal }) => read(api.POST("/api/v1/cases/search", { body: { words: asked.value }, signal })),
    enabled: () => isAsked() && may("cases.read"),
  })
  const components = useQuery({
    queryKey: ["search", "components", asked],
    queryFn: ({ signal }) => read(api.GET("/api/v1/assets/search", { params: { query: { words: asked.value } }, signal })),
    enabled: () => mayBeComponent(asked.value) && may("assets.read"),
  })
  const places = useQuery({
    queryKey: ["search", "places", asked],
    queryFn: ({ signal }) => read(api.GET("/api/v1/places/search", { params: { query: { address: asked.value, limit: MOST_PLACES, half_typed: true } }, signal })),
    enabled: () => mayBePlace(asked.value) && may("places.read") && may("cases.read"), // shown on the map of a desk
  })
  const hits = computed<SearchHit[]>(() => (isAsked() ? [
    ...(cases.data.value ?? []).map((found): SearchHit => ({
      id: found.id, lamp: found.lamp, isComponent: false, title: found.number, words: found.address || found.description, note: t(`search.by.${found.by}`),
      to: { name: "case", params: { id: found.id } },
    })),
    ...((mayBeComponent(asked.value) ? components.data.value : undefined) ?? []).map(({ code, name }): SearchHit => ({
      id: code, lamp: null, isComponent: true, title: code, words: name, note: t("search.by.component"), to: { name: "component", params: { code } },
    })),
    ...((mayBePlace(asked.value) ? places.data.value?.candidates : undefined) ?? []).map((found): SearchHit => ({
      id: `${found.label}/${found.longitude}`, lamp: null, isComponent: false, title: t("search.place"), words: found.label, note: said(found),
      to: { name: "desk", query: { at: writeSpot(found) } },
    })),
  ] : []))
  const isFetching = computed(() => cases.isFetching.value || components.isFetching.value || places.isFetching.value)
  const isError = computed(() => cases.isError.value || components.isError.value || places.isError.value)
  return { hits, isFetching, isError }
}
