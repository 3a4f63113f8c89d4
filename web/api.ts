import { type UseQueryOptions, type UseQueryResult, queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { BodyOf, PathsOf, Reply, Verb, Wanted } from './api-types.ts'
import { newKey } from './ids.ts'
import { ApiProblem, isPassing, offline } from './problem.ts'

export type { Reply } from './api-types.ts'
export { ApiProblem, isPassing } from './problem.ts'

/** The town's public HTTP API, typed by its own description. There is no other door. */

/** `fetch`, or what stands for it while the server renders. */
export type Transport = (path: string, init: RequestInit) => Promise<Response>

/** Headers that say who asks: the credential of the session, and for whom one acts. */
export type Credentials = () => Readonly<Record<string, string>>

type Sent<V extends Verb, P extends PathsOf<V>> = Wanted<V, P> & {
  body?: BodyOf<V, P>
  /** The Idempotency-Key; the same for each attempt of one wish. */
  key?: string
}

/** Sends requests and answers their replies; throws `ApiProblem` for refusals. */
export type Api = {
  get: <P extends PathsOf<'get'>>(
    path: P,
    wanted?: Wanted<'get', P> & { signal?: AbortSignal },
  ) => Promise<Reply<'get', P>>
  post: <P extends PathsOf<'post'>>(path: P, sent?: Sent<'post', P>) => Promise<Reply<'post', P>>
  put: <P extends PathsOf<'put'>>(path: P, sent?: Sent<'put', P>) => Promise<Reply<'put', P>>
  patch: <P extends PathsOf<'patch'>>(path: P, sent?: Sent<'patch', P>) => Promise<Reply<'patch', P>>
  delete: <P extends PathsOf<'delete'>>(path: P, sent?: Sent<'delete', P>) => Promise<Reply<'delete', P>>
  /** For what has no JSON body or no path in the description: files, downloads. */
  raw: (path: string, init?: RequestInit) => Promise<Response>
}

/** Times a POST is sent at most; its key stays the same, so nothing happens twice. */
const triesMax = 4
/** Before the second try; doubled each time. */
const pauseMs = 400

/** @param transport what carries the requests; @param credentials asked anew for each of them */
export function createApi(transport: Transport, credentials: Credentials): Api {
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await send(transport, path, { ...init, headers: { ...credentials(), ...headersOf(init) } })
    if (!response.ok) throw await problemOf(response)
    return response
  }
  const ask = async (verb: Verb, template: string, wanted: Request_): Promise<never> => {
    const { body, key, signal } = wanted
    const init: RequestInit = {
      method: verb.toUpperCase(),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(verb === 'get' ? {} : { 'idempotency-key': key ?? newKey() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }
    const response = await patiently(() => raw(addressOf(template, wanted), init), verb === 'get' ? 1 : triesMax)
    // The description of the API says what it is; the server checks its own replies against it in tests.
    return (response.status === 204 ? null : await response.json()) as never
  }
  return {
    get: async (path, wanted = {}) => ask('get', path, wanted),
    post: async (path, sent = {}) => ask('post', path, sent),
    put: async (path, sent = {}) => ask('put', path, sent),
    patch: async (path, sent = {}) => ask('patch', path, sent),
    delete: async (path, sent = {}) => ask('delete', path, sent),
    raw,
  }
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers).entries())
}

type Request_ = { path?: object; query?: object; body?: unknown; key?: string; signal?: AbortSignal }

/** `/v1/offers/{id}` with its parameters filled in. */
function addressOf(template: string, { path = {}, query = {} }: Request_): string {
  const values: Readonly<Record<string, unknown>> = { ...path }
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(wanted.map(([name, value]): [string, string] => [name, String(value)])).toString()
  return text === '' ? filled : `${filled}?${text}`
}

async function patiently(attempt: () => Promise<Response>, triesLeft: number, waitMs = pauseMs): Promise<Response> {
  try {
    return await attempt()
  } catch (error) {
    if (triesLeft <= 1 || !isPassing(error)) throw error
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    return patiently(attempt, triesLeft - 1, waitMs * 2)
  }
}

async function send(transport: Transport, path: string, init: RequestInit): Promise<Response> {
  try {
    return await transport(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem(offline) // `fetch` rejects for a lost connection only
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text()
  try {
    return new ApiProblem({ status: response.status, ...JSON.parse(text) })
  } catch {
    return new ApiProblem({ status: response.status, title: `HTTP ${response.status}` }) // a proxy's page, not ours
  }
}

const ApiContext = createContext<Api | undefined>(undefined)

/** Hands the API to the screens below. */
export const ApiProvider = ApiContext.Provider

/** The API as the person on this page uses it. */
export function useApi(): Api {
  const api = useContext(ApiContext)
  if (api === undefined) throw new Error('there is no ApiProvider above')
  return api
}

/** Key and function of a GET for TanStack Query; screens and the server's prefetch share it. */
// eslint-disable-next-line typescript/explicit-module-boundary-types -- the library's branded type has no short name
export function getOptions<P extends PathsOf<'get'>>(api: Api, path: P, wanted: Wanted<'get', P> = {}) {
  return queryOptions<Reply<'get', P>, ApiProblem>({
    queryKey: [path, { ...wanted.path }, { ...wanted.query }],
    queryFn: async ({ signal }) => api.get(path, { ...wanted, signal }),
  })
}

type Extra<P extends PathsOf<'get'>> = Pick<
  UseQueryOptions<Reply<'get', P>, ApiProblem>,
  'enabled' | 'staleTime' | 'refetchInterval' | 'placeholderData' | 'retry'
>

/** A GET of the API, cached, and read anew when an event says that it changed. */
export function useGet<P extends PathsOf<'get'>>(
  path: P,
  { path: filled, query, ...extra }: Wanted<'get', P> & Extra<P> = {},
): UseQueryResult<Reply<'get', P>, ApiProblem> {
  const api = useApi()
  const wanted = { ...(filled === undefined ? {} : { path: filled }), ...(query === undefined ? {} : { query }) }
  return useQuery({ ...getOptions(api, path, wanted as Wanted<'get', P>), ...extra })
}
