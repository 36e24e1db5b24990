import { computed, ref, shallowRef, type Ref } from "vue"

import { findClasses, indexed, reader, type Reader } from "@/cases/register/classFinder"
import { useClasses } from "@/cases/words"

const read = shallowRef<Reader | null>(null)
const isAsked = ref(false)

/** Return the classes that fit what is typed. Pinyin is loaded beside the page; until then codes and Chinese are found. */
export function useClassFinder(typed: Ref<string>) {
  if (!isAsked.value) {
    isAsked.value = true
    void import("pinyin-pro").then(({ pinyin }) => { read.value = reader(pinyin) }, () => { isAsked.value = false })
  }
  const classes = useClasses()
  const index = computed(() => indexed(classes.data.value ?? [], read.value))
  return { classes, found: computed(() => findClasses(index.value, typed.value)) }
}
