import createFetchClient, { type FetchOptions } from 'openapi-fetch'
import { follow } from './following.ts'
import { problemOf } from './problem-error.ts'
import type { operations, paths } from './schema.generated.ts'
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
  readonly credentials?: RequestCredentials
  readonly fetch?: (request: Request) => Promise<Response>
  /** How long a request is tried again after a broken connection, 429 or 503, ms; default 20 s, 0 never. */
  readonly retryMs?: number
  /** Hears why a request is sent again. */
  readonly onRetry?: (reason: string) => void
}

/** What may be said with one request, beside what its operation takes. */
export type Asking = {
  /** Idempotency-Key of a POST; default a new UUIDv7. Give one to do a thing once across restarts of your own. */
  readonly key?: string
  /** Acts for this shop or firm. */
  readonly party?: string
}

type Method = 'get' | 'post' | 'put' | 'delete' | 'patch'
type PathOf<M extends Method> = {
  [Path in keyof paths]: paths[Path][M & keyof paths[Path]] extends { responses: unknown } ? Path : never
}[keyof paths]
type OperationAt<Path extends keyof paths, M extends Method> = paths[Path][M & keyof paths[Path]]
type Init<Operation> = FetchOptions<Operation> & Asking
type InitOf<Operation> = {} extends FetchOptions<Operation> ? [init?: Init<Operation>] : [init: Init<Operation>]
type JsonOf<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : undefined
type AnswerOf<Operation> = Operation extends { responses: infer R } ? JsonOf<R[keyof R]> : never

/** What an operation answers, by its name in the API's description: `Answer<'getOrder'>`. */
export type Answer<Name extends keyof operations> = AnswerOf<operations[Name]>
/** The JSON body that an operation takes: `Body<'placeOrder'>`. */
export type Body<Name extends keyof operations> = operations[Name] extends {
  requestBody?: { content: { 'application/json': infer Content } }
}
  ? Content
  : never

/** An event as the town tells it. */
export type TownEvent = Answer<'listEvents'>['items'][number]

type Call<M extends Method> = <Path extends PathOf<M>>(
  path: Path,
  ...init: InitOf<OperationAt<Path, M>>
) => Promise<AnswerOf<OperationAt<Path, M>>>

type Page = { items: unknown[]; nextCursor: string | null }
type ListPath = {
  [Path in PathOf<'get'>]: AnswerOf<OperationAt<Path, 'get'>> extends Page ? Path : never
}[PathOf<'get'>]
type ItemOf<Answered> = Answered extends { items: (infer Item)[] } ? Item : never

/** The town, as a program speaks with it. Every call answers the JSON of a success, or throws a `ProblemError`. */
export type Client = {
  readonly get: Call<'get'>
  readonly post: Call<'post'>
  readonly put: Call<'put'>
  readonly patch: Call<'patch'>
  readonly delete: Call<'delete'>
  /** Every item of a list, page after page. */
  readonly items: <Path extends ListPath>(
    path: Path,
    ...init: InitOf<OperationAt<Path, 'get'>>
  ) => AsyncGenerator<ItemOf<AnswerOf<OperationAt<Path, 'get'>>>, void>
  /** Events as they happen, behind a cursor (`event.cursor` of the last one seen) or from now on. Never ends. */
  readonly follow: (options?: {
    after?: string
    signal?: AbortSignal
    party?: string
  }) => AsyncGenerator<TownEvent, void>
  /** Any request, with the same credential and the same patience; answers whatever the status. */
  readonly send: (path: string, init?: RequestInit & Asking) => Promise<Response>
}

/** Without types: the types are what `Client` says of it. */
type Loose = (path: string, init: Record<string, unknown>) => Promise<{ data?: unknown; response: Response }>

/** A client of one town, for one credential. */
export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl = '', credentials = 'same-origin', onRetry } = options
  const sending: Sending = {
    fetch: options.fetch ?? ((request) => fetch(request)),
    retryMs: options.retryMs ?? 20_000,
    offsetMs: 0,
    onRetry,
  }
  const headersOf = ({ party }: Asking): Record<string, string> => {
    const token = asked(options.token)
    const actingFor = party ?? asked(options.party)
    return {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(actingFor === undefined ? {} : { 'lakeside-party': actingFor }),
    }
  }
  const inner = createFetchClient({ baseUrl, credentials })
  const callOf = (method: Uppercase<Method>) => {
    const call = inner[method] as unknown as Loose
    return async (path: string, init: Asking & { headers?: HeadersInit } = {}): Promise<unknown> => {
      const { key, party, ...rest } = init
      const { data, response } = await call(path, {
        ...rest,
        headers: { ...headersOf({ ...(party === undefined ? {} : { party }) }), ...rest.headers },
        fetch: async (request: Request) => {
          const answer = await send(sending, request, key)
          if (!answer.ok) throw await problemOf(answer)
          return answer
        },
      })
      return response.status === 204 ? undefined : data
    }
  }
  const get = callOf('GET')
  const sendAny: Client['send'] = (path, { key, party, ...init } = {}) => {
    const request = new Request(baseUrl + path, { credentials, ...init })
    for (const [name, value] of Object.entries(headersOf(party === undefined ? {} : { party }))) {
      request.headers.set(name, value)
    }
    return send(sending, request, key)
  }
  const stream: Client['follow'] = ({ after, signal, party } = {}) =>
    follow<TownEvent>({
      after,
      signal,
      onRetry,
      open: (cursor, within) => {
        const headers = { ...headersOf(party === undefined ? {} : { party }), accept: 'text/event-stream' }
        const query = cursor === undefined ? '' : `?after=${encodeURIComponent(cursor)}`
        return sending.fetch(
          new Request(`${baseUrl}/v1/events/stream${query}`, { headers, credentials, signal: within }),
        )
      },
    })
  return {
    get,
    post: callOf('POST'),
    put: callOf('PUT'),
    patch: callOf('PATCH'),
    delete: callOf('DELETE'),
    items: (path: string, init?: object) => allItems(get, path, init),
    follow: stream,
    send: sendAny,
  } as Client // one function a method; what it takes and answers follows from the path, which only types know
}

async function* allItems(
  get: (path: string, init: object) => Promise<unknown>,
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

function asked(value: string | (() => string | undefined) | undefined): string | undefined {
  return typeof value === 'function' ? value() : value
}
