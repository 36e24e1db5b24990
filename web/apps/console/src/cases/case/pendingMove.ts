/** A form that another part of the page asks to be opened, with something filled in already. */
import { ref } from "vue"

import type { Values } from "@/cases/case/form/form"

export const pendingMove = ref<{ verb: string; values: Values } | null>(null)
