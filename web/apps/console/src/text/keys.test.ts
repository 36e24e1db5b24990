/** Every text that a screen asks for by a whole key is there. */
import { describe, expect, it } from "vitest"

import { zhCN } from "@/text/zh-CN"

const sources = import.meta.glob<string>(["/apps/console/src/**/*.{vue,ts}", "!/apps/console/src/**/*.test.ts", "!/apps/console/src/**/text*.ts"], { query: "?raw", import: "default", eager: true })
// t("a.b"), te('a.b'), keypath="a.b", does: "a.b", title: "a.b": a key that stands there whole.
const WHOLE_KEY = /(?:\bt\(\s*|\bkeypath=|\bdoes: |\btitle: )["'`]([a-z]\w*(?:\.[\w-]+)+)["'`]/g

function has(key: string): boolean {
  let found: unknown = zhCN
  for (const part of key.split(".")) {
    if (typeof found !== "object" || found === null) return false
    found = (found as Record<string, unknown>)[part]
  }
  return typeof found === "string"
}

describe("a text that a screen asks for", () => {
  it("is there", () => {
    const asked = Object.entries(sources).flatMap(([file, source]) => [...source.matchAll(WHOLE_KEY)].map((found) => ({ file, key: found[1] ?? "" })))
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter(({ key }) => !has(key))).toEqual([])
  })
})
