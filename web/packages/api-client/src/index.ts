/** The API of the server. The types are generated from its description (`npm run generate`); nothing here repeats them. */
import createFetchClient, { type Client, type Middleware } from "openapi-fetch"

import type { components, paths } from "./schema"

export type Schemas = components["schemas"]
export type Api = Client<paths>
export type Problem = Schemas["Problem"]

/** What the server refused, in its own words. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = "ProblemError"
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  /** The last part of the problem's type: `stale-version`, `move-refused` … */
  get slug(): string {
    return this.problem.type.split(":").at(-1) ?? ""
  }
}

/** The server could not be reached, or what answered was not it. */
export class UnreachableError extends Error {}

export interface Session {
  /** The seat to act in, sent with every request. */
  seat: () => string | null
  /** The language that is shown, sent with every request: refusals come back in it. */
  language: () => string
  /** Called when the server says that nobody is signed in. */
  onSignedOut: () => void
}

/** Return a client that names the seat and the language, proves that a write comes from our pages, and throws what was refused. */
export function createApi(session: Session, baseUrl = "/"): Api {
  const api = createFetchClient<paths>({ baseUrl, credentials: "same-origin" })
  api.use(named(session))
  return api
}

/** Return the value of the CSRF cookie, to be sent with every write. */
export function csrfToken(cookie: string = document.cookie): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookie)?.[1] ?? ""
}

function named(session: Session): Middleware {
  return {
    onRequest({ request }) {
      const seat = session.seat()
      if (seat !== null) request.headers.set("X-CityLoop-Seat", seat)
      request.headers.set("Accept-Language", session.language())
      if (request.method !== "GET") request.headers.set("X-CSRFToken", csrfToken())
      return request
    },
    async onResponse({ request, response }) {
      if (response.ok) return
      const isOurs = response.headers.get("content-type")?.startsWith("application/problem+json") === true
      if (!isOurs) throw new UnreachableError(`${response.status} ${response.statusText}`)
      const problem = (await response.json()) as Problem
      if (response.status === 401 && !(request.method === "POST" && new URL(request.url).pathname === SESSION)) {
        session.onSignedOut()
      }
      throw new ProblemError(problem)
    },
    onError({ error }) {
      return error instanceof Error && error.name === "AbortError" ? error : new UnreachableError(String(error))
    },
  }
}

const SESSION = "/api/v1/session"

/** Return the data of an answer; a failure has been thrown already. */
export async function read<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  return data as T
}
