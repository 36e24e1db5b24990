import { baseCompile } from "@intlify/message-compiler"
import { describe, expect, it } from "vitest"

import { en } from "@/text/en"
import { zhCN } from "@/text/zh-CN"

type Texts = { [key: string]: string | Texts }

function flat(texts: Texts, above = ""): Map<string, string> {
  const all = new Map<string, string>()
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text === "string") all.set(above + name, text)
    else for (const [key, below] of flat(text, `${above}${name}.`)) all.set(key, below)
  }
  return all
}

/** The names that a text is filled with: `{n}`, `{detail}`. */
function filledWith(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort()
}

const chinese = flat(zhCN)
const english = flat(en)

describe("the texts", () => {
  it("have the same keys in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it("are nowhere empty", () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === "")).toEqual([])
  })

  it("are filled with the same things in both languages", () => {
    const differing = [...chinese].filter(([key, text]) => String(filledWith(text)) !== String([...new Set(filledWith(english.get(key) ?? ""))]))
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it("can be read by vue-i18n, which takes @, | and braces for signs of its own", () => {
    const faults: string[] = []
    for (const [key, text] of [...chinese, ...english]) {
      baseCompile(text, { onError: (fault) => faults.push(`${key}: ${fault.message}`) })
    }
    expect(faults).toEqual([])
  })

  it("hold Chinese in the Chinese ones and none in the English ones, but for the name of the other language", () => {
    const stray = [...english].filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== "shell.otherLanguage")
    expect(stray).toEqual([])
  })
})
