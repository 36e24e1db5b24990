/** A change without a form: asked once more, then made, and refused with a notice. */
import type { QueryKey } from "@tanstack/vue-query"
import { ElMessage, ElMessageBox } from "element-plus"
import { useI18n } from "vue-i18n"

import { useWrite } from "@/standards/setup/useWrite"

export function useAct(touches: readonly QueryKey[]) {
  const { t } = useI18n()
  const { busy, refused, run } = useWrite(touches)

  /** Ask, unless there is nothing to ask; then do it, with the key that makes one thing of several tries. Return whether it was done. */
  async function act(send: (key: string) => Promise<unknown>, done: string, question?: { title: string; text: string }): Promise<boolean> {
    if (question !== undefined && !(await isMeant(question))) return false
    const isDone = await run(send, done)
    if (!isDone && refused.value !== "") ElMessage.error({ message: refused.value, duration: 6000, showClose: true })
    return isDone
  }

  async function isMeant({ title, text }: { title: string; text: string }): Promise<boolean> {
    try {
      await ElMessageBox.confirm(text, title, { confirmButtonText: t("standards.setup.confirm"), cancelButtonText: t("common.cancel"), type: "warning" })
      return true
    } catch {
      return false
    }
  }

  return { busy, act }
}
