/** Light or dark: what the person chose, else what their machine wishes. */
import { readonly, ref } from "vue"

const KEY = "cityloop.theme"
const dark = ref(document.documentElement.classList.contains("dark"))

export const isDark = readonly(dark)

export function toggleDark(): void {
  dark.value = !dark.value
  document.documentElement.classList.toggle("dark", dark.value)
  localStorage.setItem(KEY, dark.value ? "dark" : "light")
}
