/** Areas of the city by code: districts, streets, communities. */
import { read, type Schemas } from "@cityloop/api-client"
import { useQuery } from "@tanstack/vue-query"
import { computed } from "vue"
import { useI18n } from "vue-i18n"

import { api } from "@/common/server"
import { areaTree, pathOf } from "@/organizations/areas/areaTree"

export type Division = Schemas["DivisionOut"]

export function useAreas() {
  const { t } = useI18n()
  const found = useQuery({ queryKey: ["divisions"], queryFn: () => read(api.GET("/api/v1/territory/divisions")), staleTime: 600_000 })
  const divisions = computed(() => found.data.value ?? [])
  const tree = computed(() => areaTree(divisions.value))
  const names = computed(() => new Map(divisions.value.filter(({ level }) => level !== "CITY").map((division) => [division.code, division.name])))

  /** Return an area in words; no code is the whole city, a longer one than a community's is a grid. */
  function areaName(code: string): string {
    return code === "" ? t("organizations.area.city") : pathOf(code, names.value)
  }

  return { tree, areaName }
}
