/** The one way to the server: the client, who is signed in, and the cache of what the server said. */
import { createApi, ProblemError, read, UnreachableError, type Schemas } from "@cityloop/api-client"
import { QueryClient } from "@tanstack/vue-query"
import { computed, ref, shallowRef } from "vue"

import { language } from "@/text"

export type Me = Schemas["Me"]
export type Seat = Schemas["HeldSeat"]
export type Post = Seat["post"]

const SEAT_KEY = "cityloop.seat"
const PATIENCE_MS = 10_000

const seatId = ref(sessionStorage.getItem(SEAT_KEY) ?? localStorage.getItem(SEAT_KEY))
export const me = shallowRef<Me | null>(null)
export const signedOut = ref(false)
export const seat = computed(() => me.value?.seats.find((held) => held.seat_id === me.value?.seat_id) ?? null)

export const api = createApi({
  seat: () => seatId.value,
  language,
  onSignedOut: () => {
    signedOut.value = true
  },
})

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000, // the event stream says when something has changed
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof UnreachableError && count < 3,
    },
  },
})

/** Ask who is signed in; nobody gives null. A seat that is no longer held is forgotten. */
export async function whoAmI(): Promise<Me | null> {
  try {
    me.value = await seated(await read(api.GET("/api/v1/session")))
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) me.value = null
    else if (error instanceof ProblemError && error.status === 403 && seatId.value !== null) {
      choose(null)
      return whoAmI()
    } else throw error
  }
  return me.value
}

/** Return whether the server answers; whether it still knows us is then told by `signedOut`. */
export async function isReached(): Promise<boolean> {
  try {
    await api.GET("/api/v1/session", { signal: AbortSignal.timeout(PATIENCE_MS) })
    return true
  } catch (error) {
    return error instanceof ProblemError
  }
}

/** Begin a session. */
export async function signIn(username: string, password: string): Promise<Me> {
  choose(null)
  const known = await read(api.POST("/api/v1/session", { body: { username, password } }))
  queryClient.clear()
  me.value = await seated(known)
  signedOut.value = false
  return me.value
}

/** End the session. */
export async function signOut(): Promise<void> {
  await api.DELETE("/api/v1/session")
  choose(null)
  me.value = null
  queryClient.clear()
}

/** Act in another seat from now on. */
export async function takeSeat(id: string): Promise<void> {
  choose(id)
  queryClient.clear()
  await whoAmI()
}

export function may(permission: string): boolean {
  return me.value?.permissions.includes(permission) === true
}

/** Where somebody holds several seats and none is chosen, the first one is taken. */
async function seated(known: Me): Promise<Me> {
  const first = known.seats[0]
  if (known.seat_id !== null || first === undefined) return known
  choose(first.seat_id)
  return read(api.GET("/api/v1/session"))
}

function choose(id: string | null): void {
  seatId.value = id
  for (const store of [sessionStorage, localStorage]) {
    if (id === null) store.removeItem(SEAT_KEY)
    else store.setItem(SEAT_KEY, id)
  }
}
