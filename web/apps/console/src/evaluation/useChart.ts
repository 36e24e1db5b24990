/** A chart in a box: drawn in the colours of the theme, anew when they or its figures change, as wide as its box. */
import { useResizeObserver } from "@vueuse/core"
import { init, type ECElementEvent, type ECharts, type EChartsCoreOption } from "echarts/core"
import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from "vue"

import { isDark } from "@/shell/theme"

export interface Paint {
  colour: (name: string) => string
  text: { color: string; fontFamily: string }
  tooltip: { backgroundColor: string; borderColor: string; textStyle: { color: string } }
}

export function useChart(box: Readonly<Ref<HTMLElement | null>>, option: (paint: Paint) => EChartsCoreOption, click: (event: ECElementEvent) => void): void {
  const chart = shallowRef<ECharts | null>(null)

  onMounted(() => {
    if (box.value === null) return
    chart.value = init(box.value)
    chart.value.on("click", click)
    draw()
  })
  onBeforeUnmount(() => chart.value?.dispose())
  useResizeObserver(box, () => chart.value?.resize())
  watch(isDark, draw, { flush: "post" })
  watch(() => option(paint()), draw, { flush: "post" })

  function draw(): void {
    chart.value?.setOption({ animationDuration: 250, ...option(paint()) }, { notMerge: true })
  }
}

function paint(): Paint {
  const tokens = getComputedStyle(document.documentElement)
  const colour = (name: string): string => tokens.getPropertyValue(`--cl-${name}`).trim()
  return {
    colour,
    text: { color: colour("text-2"), fontFamily: tokens.getPropertyValue("--cl-font").trim() },
    tooltip: { backgroundColor: colour("raised"), borderColor: colour("line"), textStyle: { color: colour("text") } },
  }
}
