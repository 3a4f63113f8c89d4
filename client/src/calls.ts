import type { FetchOptions } from 'openapi-fetch'
import type { operations, paths } from './schema.generated.ts'

/** What may be said with one request, beside what its operation takes. */
export type Asking = {
  /** Idempotency-Key of a POST; default a new UUIDv7. Give one to do a thing once across restarts of your own. */
  readonly key?: string
  /** Acts for this shop or firm. */
  readonly party?: string
}

/** The methods of the API. */
export type Method = 'get' | 'post' | 'put' | 'delete' | 'patch'
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

/** A page of any list. */
export type Page = { items: unknown[]; nextCursor: string | null }
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
