/** Texts in both languages, and how moments, dates and figures are written. A test finds the keys that one of them lacks. */
import { createI18n } from "vue-i18n"

import { en } from "@/text/en"
import { zhCN } from "@/text/zh-CN"

export type Language = "zh-CN" | "en"

const KEY = "cityloop.language"
const kept = localStorage.getItem(KEY)
const preferred: Language = navigator.language.startsWith("zh") ? "zh-CN" : "en"

export const i18n = createI18n({
  legacy: false,
  locale: kept === "en" || kept === "zh-CN" ? kept : preferred,
  fallbackLocale: "zh-CN",
  messages: { "zh-CN": zhCN, en },
})

/** The language that is shown. */
export function language(): Language {
  return i18n.global.locale.value
}

export function setLanguage(chosen: Language): void {
  i18n.global.locale.value = chosen
  localStorage.setItem(KEY, chosen)
  document.documentElement.lang = chosen
}

document.documentElement.lang = language()
