import type { paths } from '@lakeside/client'

/** Types of requests and replies, read off the API's own description. */

/** Verbs that the app uses. */
export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Paths that have an operation under this verb. */
export type PathsOf<V extends Verb> = {
  [P in keyof paths]: paths[P] extends { readonly [verb in V]: object } ? P : never
}[keyof paths]

type Operation<V extends Verb, P extends PathsOf<V>> = paths[P] extends { readonly [verb in V]: infer O } ? O : never

type Content<R> = R extends { content: { 'application/json': infer B } } ? B : null

/** What a successful reply holds; null when it holds nothing. */
export type Reply<V extends Verb, P extends PathsOf<V>> =
  Operation<V, P> extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202 | 204)]> : never

type Parameters<V extends Verb, P extends PathsOf<V>, Kind extends 'path' | 'query'> =
  Operation<V, P> extends { parameters: { [kind in Kind]?: infer Q } } ? NonNullable<Q> : never

/** Members that a request must or may have. A default makes a query member optional, whatever its schema says. */
export type Wanted<V extends Verb, P extends PathsOf<V>> = {
  path?: Parameters<V, P, 'path'>
  query?: Partial<Parameters<V, P, 'query'>>
}

/** The JSON body of a request. */
export type BodyOf<V extends Verb, P extends PathsOf<V>> =
  Operation<V, P> extends { requestBody?: infer R } ? Content<NonNullable<R>> : never
