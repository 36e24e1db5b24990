import { expect, test } from "vitest"

import { fileName, taken, type Progress } from "@/cases/query/download"

function stream(...pieces: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })
}

test("rows are counted as they come, wherever the pieces break", async () => {
  const told: Progress[] = []

  const file = await taken(stream("编号,地址\r", "\n1,东街\r\n2,", "西\n街\r\n"), (progress) => told.push(progress))

  expect(told.map(({ rows }) => rows)).toEqual([0, 1, 2])
  expect(await file.text()).toBe("编号,地址\r\n1,东街\r\n2,西\n街\r\n")
  expect(told.at(-1)?.bytes).toBe(file.size)
})

test("what is broken off is an error, not half a file", async () => {
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({ start(controller) { controller.error(new DOMException("enough", "AbortError")) } })

  await expect(taken(broken, () => undefined)).rejects.toThrow("enough")
})

test("a file is called as the server says", () => {
  expect(fileName('attachment; filename="cases-20261122.csv"', "x")).toBe("cases-20261122.csv")
  expect(fileName(null, "cases.csv")).toBe("cases.csv")
})
