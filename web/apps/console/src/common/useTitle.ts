import { watchEffect } from "vue"

/** Keep the title of the browser's tab. */
export function useTitle(title: () => string): void {
  watchEffect(() => {
    document.title = `${title()} · CityLoop`
  })
}
