/** Which version is looked at: the one chosen, else the one in force, else the newest. */
import { computed, reactive, ref } from "vue"

import { useVersions, type VersionKind } from "@/standards/versions/useVersions"

export function useChosenVersion(kind: VersionKind) {
  const versions = reactive(useVersions(kind))
  const wanted = ref("")
  const version = computed(() => {
    const all = versions.data ?? []
    const inForce = all.filter(({ state }) => state === "PUBLISHED")
    return all.find(({ id }) => id === wanted.value) ?? inForce.find(({ name }) => name === "default") ?? inForce[0] ?? all[0]
  })
  const chosen = computed({ get: () => version.value?.id ?? "", set: (id) => { wanted.value = id } })
  return { versions, version, chosen }
}
