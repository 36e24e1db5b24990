import { fileURLToPath } from "node:url"

import vue from "@vitejs/plugin-vue"
import components from "unplugin-vue-components/vite"
import { ElementPlusResolver } from "unplugin-vue-components/resolvers"
import { defineConfig } from "vitest/config"

export default defineConfig({
  plugins: [vue(), components({ resolvers: [ElementPlusResolver({ importStyle: false })], dts: false })],
  resolve: { alias: { "@": fileURLToPath(new URL("apps/console/src", import.meta.url)) } },
  test: {
    include: ["apps/*/src/**/*.test.ts", "packages/*/src/**/*.test.ts"],
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://localhost:8000/" } },
    server: { deps: { inline: ["element-plus"] } },
    restoreMocks: true,
    unstubGlobals: true,
  },
})
