import createFetchClient from 'openapi-fetch'
import type { Asking, Client, Method, Page, TownEvent } from './calls.ts'
import { follow } from './following.ts'
import { problemOf } from './problem-error.ts'
import { type Sending, send } from './sending.ts'

/** How a client behaves. */
export type ClientOptions = {
  /** `https://town.example`; in a page of the town itself leave it out. */
  readonly baseUrl?: string
  /** Of a person, a device or a program; a function is asked each time. Without one, cookies or a stranger. */
  readonly token?: string | (() => string | undefined)
  /** The shop or firm that the person acts for; a function is asked each time. */
  readonly party?: string | (() => string | undefined)
  /** Whether cookies go along; default `same-origin`, as in any page. */
  readonly credentials?: Request['credentials']
  readonly fetch?: (request: Request) => Promise<Response>
  /** How long a request is tried again after a broken connection, 429 or 503, ms; default 20 s, 0 never. */
  readonly retryMs?: number
  /** Hears why a request is sent again. */
  readonly onRetry?: (reason: string) => void
}

/** A client of one town, for one credential. */
export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl = '', credentials = 'same-origin', onRetry } = options
  const sending: Sending = {
    fetch: options.fetch ?? ((request) => fetch(request)),
    retryMs: options.retryMs ?? 20_000,
    offsetMs: 0,
    onRetry,
  }
  const requestOf = (path: string, { party, ...init }: RequestInit & Asking = {}): Request =>
    withCredential(new Request(baseUrl + path, { credentials, ...init }), options, party)
  const call = callerOf(options, sending)
  const client = {
    get: call('GET'),
    post: call('POST'),
    put: call('PUT'),
    patch: call('PATCH'),
    delete: call('DELETE'),
    items: (path: string, init?: object) => allItems(client.get, path, init),
    follow: ({ after, signal, ...asking }: Following = {}) =>
      follow<TownEvent>({
        after,
        signal,
        onRetry,
        open: (cursor, within) => sending.fetch(requestOf(streamAfter(cursor), { ...asking, signal: within })),
      }),
    send: (path: string, { key, ...init }: RequestInit & Asking = {}) => send(sending, requestOf(path, init), key),
  }
  return client as unknown as Client // what a method takes and answers follows from the path, which only types know
}

type Following = { after?: string; signal?: AbortSignal; party?: string }

function streamAfter(cursor: string | undefined): string {
  return cursor === undefined ? '/v1/events/stream' : `/v1/events/stream?after=${encodeURIComponent(cursor)}`
}

function withCredential(request: Request, { token, party }: ClientOptions, actingFor = asked(party)): Request {
  const bearer = asked(token)
  if (bearer !== undefined) request.headers.set('authorization', `Bearer ${bearer}`)
  if (actingFor !== undefined) request.headers.set('lakeside-party', actingFor)
  return request
}

function asked(value: string | (() => string | undefined) | undefined): string | undefined {
  return typeof value === 'function' ? value() : value
}

type Call = (path: string, init?: Asking & Record<string, unknown>) => Promise<unknown>

/** Calls by method, which answer the JSON of a success and throw everything else. */
function callerOf(options: ClientOptions, sending: Sending): (method: Uppercase<Method>) => Call {
  const { baseUrl = '', credentials = 'same-origin' } = options
  const inner = createFetchClient({ baseUrl, credentials })
  return (method) => {
    const call = inner[method] as unknown as (path: string, init: object) => Promise<{ data?: unknown }>
    return async (path, { key, party, ...init } = {}) => {
      const { data } = await call(path, {
        ...init,
        fetch: async (request: Request) => {
          const answer = await send(sending, withCredential(request, options, party), key)
          if (answer.ok) return answer
          throw await problemOf(answer)
        },
      })
      return data
    }
  }
}

async function* allItems(
  get: Call,
  path: string,
  init: { params?: { query?: object } } = {},
): AsyncGenerator<unknown, void> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const query = { ...init.params?.query, ...(cursor === undefined ? {} : { cursor }) }
    const page = (await get(path, { ...init, params: { ...init.params, query } })) as Page
    yield* page.items
    cursor = page.nextCursor
  }
}
