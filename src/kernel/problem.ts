/** A refusal that a caller can act on: one constant for each, declared in the `problems.ts` of its module. */
export type ProblemKind = {
  /** Public name, unique in the project, the last part of the problem's `type` URI. */
  readonly slug: string
  readonly title: string
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503
}

/** One place in the input that is wrong. `pointer` is a JSON Pointer (RFC 6901) into the body. */
export type FieldError = { pointer: string; detail: string }

/** What a problem tells beyond its kind. `extra` members are part of the public answer. */
export type ProblemDetails = {
  detail?: string
  errors?: readonly FieldError[]
  extra?: Readonly<Record<string, unknown>>
}

/** Declares a kind of problem; `npm run check` refuses a slug used twice. */
export function defineProblem(
  slug: string,
  { title, status }: { title: string; status: ProblemKind['status'] },
): ProblemKind {
  return { slug, title, status }
}

/** Thrown to refuse; rendered by the HTTP layer as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly details: ProblemDetails

  constructor(kind: ProblemKind, details: ProblemDetails = {}) {
    super(details.detail ?? kind.title)
    this.name = 'Problem'
    this.kind = kind
    this.details = details
  }
}
