import "element-plus/theme-chalk/base.css"
import "element-plus/theme-chalk/dark/css-vars.css"
import "@cityloop/ui/tokens.css"

import { VueQueryPlugin } from "@tanstack/vue-query"
import { createApp } from "vue"

import App from "@/App.vue"
import { queryClient } from "@/common/server"
import { router } from "@/router"
import { i18n } from "@/text"

createApp(App).use(i18n).use(router).use(VueQueryPlugin, { queryClient }).mount("#app")
