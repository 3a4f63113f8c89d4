/** One wrong place in what was sent. `pointer` is a JSON Pointer (RFC 6901) into the body. */
export type FieldError = { readonly pointer: string; readonly detail: string }

/** Body of a refusal: RFC 9457, with what else the problem tells. */
export type ProblemBody = {
  readonly type?: string
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly errors?: readonly FieldError[]
  readonly [member: string]: unknown
}

/** A refusal of the town, or `offline` when there was no answer. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly slug: string
  readonly status: number
  readonly errors: readonly FieldError[]
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title ?? 'refused')
    this.slug = (body.type ?? '').split('/').at(-1)!
    this.status = body.status ?? 0
    this.errors = body.errors ?? []
    this.body = body
  }
}

/** What a lost connection looks like. */
export const offline: ProblemBody = { type: '/problems/offline', title: 'offline', status: 0 }

/** True when the same request may well succeed a moment later. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && ['offline', 'busy', 'unavailable', 'books-closed'].includes(error.slug)
}
