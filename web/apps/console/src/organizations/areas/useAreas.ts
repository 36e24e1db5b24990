/** Areas of the city by code: districts, streets, communities. */
import { read } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed } from "vue"
import { useI18n } from "vue-i18n"

import { api } from "@/common/server"
import { areasOf, pathOf } from "@/organizations/areas/places"

export function useAreas() {
  const { t } = useI18n()
  const found = useQuery({ queryKey: ["divisions"], queryFn: () => read(api.GET("/api/v1/territory/divisions")), staleTime: 600_000 })
  const areas = computed(() => areasOf(found.data.value ?? []))
  const names = computed(() => new Map(found.data.value?.filter(({ level }) => level !== "CITY").map((division) => [division.code, division.name])))

  /** Return an area in words; no code is the whole city, a longer one than a community's is a grid. */
  function areaName(code: string): string {
    return code === "" ? t("organizations.area.city") : pathOf(code, names.value)
  }

  return { areas, areaName }
}
