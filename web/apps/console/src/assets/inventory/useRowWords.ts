/** Names of grids and bodies for rows, looked up once for the whole list. */
import { computed } from "vue"

import { useDivisions } from "@/cases/desk/useRowWords"
import { useBodyNames } from "@/common/bodies"

const COMMUNITY_DIGITS = 12

export function useRowWords() {
  const { bodyName } = useBodyNames()
  const divisions = useDivisions()
  const names = computed(() => new Map(divisions.data.value?.map(({ code, name }) => [code, name])))

  /** Return the community of a grid and the number of the grid within it. */
  function placeName(grid: string): string {
    const community = names.value.get(grid.slice(0, COMMUNITY_DIGITS))
    return community === undefined ? grid : `${community} ${grid.slice(COMMUNITY_DIGITS)}`
  }
  return { bodyName, placeName }
}
