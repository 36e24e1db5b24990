import { ref } from "vue"

/** Whether somebody wishes to change their password; one that must is asked anyway. */
export const passwordDialogShown = ref(false)
