/** Which lists a post has. The lifecycle says who ever has something to do or to decide. */
import { computed } from "vue"
import { useRoute } from "vue-router"

import type { Desk } from "@/cases/desk/filters"
import { useLifecycle } from "@/cases/words"
import { seat } from "@/common/server"

const TABS: readonly Desk[] = ["todo", "approvals", "urged", "suspended", "done", "self_disposed", "void", "all"]
/** A collector's tasks are no stage of a case, so the lifecycle does not name them. */
const TASKS: readonly Desk[] = ["todo", "done"]
const OF_COLLECTORS: readonly Desk[] = ["todo", "done", "self_disposed", "all"]

export function useTabs() {
  const route = useRoute()
  const lifecycle = useLifecycle()
  const post = computed(() => seat.value?.post)
  const isCollector = computed(() => post.value === "COLLECTOR")
  const tabs = computed(() => {
    if (isCollector.value) return OF_COLLECTORS
    const loop = lifecycle.data.value
    if (loop === undefined) return TABS
    const hasStage = loop.stages.some((stage) => stage.post === post.value)
    const decides = loop.requests.some(({ chain }) => chain.includes(post.value ?? ""))
    return TABS.filter((tab) => (tab !== "todo" || hasStage) && (tab !== "approvals" || decides))
  })
  const tab = computed<Desk>(() => tabs.value.find((known) => known === route.params["tab"]) ?? tabs.value[0] ?? "all")
  return { tabs, tab, post, areTasks: (of: Desk) => isCollector.value && TASKS.includes(of), isLoading: lifecycle.isLoading }
}
