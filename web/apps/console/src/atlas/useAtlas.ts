/** What a map shows: its layers, and the base map, which is remembered for all maps of this browser. */
import { read } from "@cityloop/api-client"
import type { CityLayer } from "@cityloop/map"
import { useQuery } from "@tanstack/vue-query"
import { StorageSerializers, useLocalStorage } from "@vueuse/core"
import { computed, ref } from "vue"
import { useI18n } from "vue-i18n"

import { api, may } from "@/common/server"

const OWN_GROUND = ""

export function useAtlas(preset: readonly CityLayer[]) {
  const { t } = useI18n()
  const { data } = useQuery({ queryKey: ["base-maps"], queryFn: () => read(api.GET("/api/v1/base-maps")), staleTime: 600_000 })
  const remembered = useLocalStorage<string | null>("cityloop.map.base", null, { serializer: StorageSerializers.string })
  const silent = ref<string[]>([])
  const wanted = ref<CityLayer[]>([...preset])

  const offered = computed<CityLayer[]>(() => [
    ...(may("territory.read") ? (["divisions", "unit_grids", "duty_grids"] as const) : []),
    ...(may("assets.read") ? (["components"] as const) : []),
    ...(may("places.read") ? (["places"] as const) : []),
    ...(may("cases.read") ? (["cases"] as const) : []),
  ])
  const layers = computed({ get: () => wanted.value.filter((name) => offered.value.includes(name)), set: (names) => { wanted.value = names } })

  const baseMaps = computed(() => (data.value ?? []).map((each) => ({ ...each, isReady: each.state === "READY" && !silent.value.includes(each.name) })))
  const base = computed({
    get: () => remembered.value ?? (baseMaps.value.find(({ isReady }) => isReady) ?? baseMaps.value[0])?.name ?? OWN_GROUND,
    set: (name) => {
      silent.value = silent.value.filter((one) => one !== name)
      remembered.value = name
    },
  })
  const asked = computed(() => baseMaps.value.find(({ name }) => name === base.value))
  /** The base map as it is drawn; null is our own ground. */
  const baseMap = computed(() => (asked.value?.isReady === true ? { ...asked.value, attribution: credit(asked.value) } : null))
  const trouble = computed(() => (asked.value === undefined || asked.value.isReady ? "" : t(asked.value.state === "WRONG" ? "atlas.base.wrong" : "atlas.base.silent", { name: asked.value.name })))

  function credit({ attribution, system }: { attribution: string; system: string }): string {
    return system === "GCJ-02" ? `${attribution} · ${t("atlas.base.shifted")}` : attribution
  }
  function failed(name: string): void {
    silent.value = [...silent.value, name]
  }
  return { offered, layers, baseMaps, base, baseMap, trouble, failed }
}
