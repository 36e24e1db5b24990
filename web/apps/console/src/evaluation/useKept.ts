/** Choices that are kept in the link: the page can be passed on, and going back goes back. */
import { computed, type WritableComputedRef } from "vue"
import { useRoute, useRouter } from "vue-router"

/** Return what keeps a choice under a name; `read` says what a text of the link means, "" where there is none. */
export function useKept(): <T extends string>(name: string, read: (text: string) => T) => WritableComputedRef<T> {
  const route = useRoute()
  const router = useRouter()
  return (name, read) => computed({
    get: () => {
      const value = route.query[name]
      return read(typeof value === "string" ? value : "")
    },
    set: (chosen) => { void router.replace({ query: { ...route.query, [name]: chosen || undefined } }) },
  })
}
