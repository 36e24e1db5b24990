import { beforeEach, describe, expect, it, vi } from "vitest"

import { createApi, csrfToken, ProblemError, read, UnreachableError } from "./index"

const sent: Request[] = []
let answer: () => Promise<Response>
const onSignedOut = vi.fn()
let language = "zh-CN"

function problem(status: number, slug: string): Response {
  const body = { type: `urn:cityloop:problem:${slug}`, title: slug, status, detail: "Because.", instance: "/", facts: {} }
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } })
}

function client(seat: string | null = "seat-1"): ReturnType<typeof createApi> {
  globalThis.fetch = (request) => {
    sent.push(request as Request)
    return answer()
  }
  return createApi({ seat: () => seat, language: () => language, onSignedOut }, "http://localhost:8000/")
}

beforeEach(() => {
  sent.length = 0
  language = "zh-CN"
  onSignedOut.mockReset()
  document.cookie = "csrftoken=proof"
  answer = () => Promise.resolve(new Response("{}", { headers: { "content-type": "application/json" } }))
})

describe("the client", () => {
  it("names the seat with every request, and proves with a write that it comes from our page", async () => {
    await client().GET("/api/v1/session")
    await client().DELETE("/api/v1/session")
    expect(sent.map(({ headers }) => [headers.get("X-CityLoop-Seat"), headers.get("X-CSRFToken")])).toEqual([["seat-1", null], ["seat-1", "proof"]])
  })

  it("names the language that is shown now with every request", async () => {
    const api = client()
    await api.GET("/api/v1/session")
    language = "en"
    await api.GET("/api/v1/session")
    expect(sent.map(({ headers }) => headers.get("Accept-Language"))).toEqual(["zh-CN", "en"])
  })

  it("names no seat while none is chosen", async () => {
    await client(null).GET("/api/v1/session")
    expect(sent[0]!.headers.has("X-CityLoop-Seat")).toBe(false)
  })

  it("throws what the server refused, by its name", async () => {
    answer = () => Promise.resolve(problem(409, "stale-version"))
    const refused = await read(client().GET("/api/v1/session")).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ProblemError)
    expect(refused).toMatchObject({ status: 409, slug: "stale-version", message: "Because." })
    expect(onSignedOut).not.toHaveBeenCalled()
  })

  it("says when the session has ended", async () => {
    answer = () => Promise.resolve(problem(401, "not-signed-in"))
    await client().GET("/api/v1/session").catch(() => undefined)
    expect(onSignedOut).toHaveBeenCalledOnce()
  })

  it("does not take a wrong password for the end of a session", async () => {
    answer = () => Promise.resolve(problem(401, "not-signed-in"))
    await client().POST("/api/v1/session", { body: { username: "a", password: "b" } }).catch(() => undefined)
    expect(onSignedOut).not.toHaveBeenCalled()
  })

  it.each([
    ["a proxy's page", () => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html" } }))],
    ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("calls the server unreachable for %s", async (_, given) => {
    answer = given
    await expect(client().GET("/api/v1/session")).rejects.toBeInstanceOf(UnreachableError)
  })

  it("leaves a request that was given up what it is", async () => {
    answer = () => Promise.reject(new DOMException("given up", "AbortError"))
    await expect(client().GET("/api/v1/session")).rejects.toMatchObject({ name: "AbortError" })
  })
})

describe("the CSRF cookie", () => {
  it.each([["csrftoken=a", "a"], ["other=1; csrftoken=b; x=2", "b"], ["mycsrftoken=c", ""], ["", ""]])("of %j is %j", (cookie, token) => {
    expect(csrfToken(cookie)).toBe(token)
  })
})
