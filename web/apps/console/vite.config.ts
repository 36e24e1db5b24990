import { fileURLToPath } from "node:url"

import vue from "@vitejs/plugin-vue"
import components from "unplugin-vue-components/vite"
import { ElementPlusResolver } from "unplugin-vue-components/resolvers"
import { defineConfig } from "vite"

const server = process.env["CITYLOOP_SERVER"] ?? "http://localhost:8000"

export default defineConfig({
  plugins: [vue(), components({ resolvers: [ElementPlusResolver({ importStyle: "css" })], dts: "src/components.d.ts" })],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  server: { proxy: { "/api": { target: server } } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200, // MapLibre is one file of that size; it is loaded when a map is shown
    reportCompressedSize: false,
  },
})
