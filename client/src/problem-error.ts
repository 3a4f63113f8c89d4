import type { ListedProblem, components } from './schema.generated.ts'

/** Name of a problem: one that the API lists, or one that the manifest of a business names. */
export type ProblemSlug = ListedProblem | (string & {})

/** The body of a problem, with the members that belong to its kind. */
export type ProblemBody = components['schemas']['Problem']

/** A refusal of the town (RFC 9457). `slug` says what it is; `body` has the members of that kind. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly slug: ProblemSlug
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  /** Names this one occurrence; quote it when asking for help. */
  readonly instance: string
  /** Places in the input that are wrong, by JSON Pointer. */
  readonly errors: readonly { pointer: string; detail: string }[]
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title)
    this.slug = body.type.slice(body.type.lastIndexOf('/') + 1)
    this.status = body.status
    this.title = body.title
    this.detail = body.detail
    this.instance = body.instance
    this.errors = body.errors ?? []
    this.body = body
  }

  /** True for one of these kinds. */
  is(...slugs: readonly ProblemSlug[]): boolean {
    return slugs.includes(this.slug)
  }
}

/** The problem in a response, or one that stands for an answer that is none, such as a proxy's page. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const isProblem = response.headers.get('content-type')?.includes('problem+json') === true
  if (isProblem) return new ProblemError((await response.json()) as ProblemBody)
  const { status, statusText } = response
  return new ProblemError({
    type: '/problems/not-a-problem',
    title: statusText === '' ? `The answer has status ${status}` : statusText,
    status,
    instance: response.headers.get('x-request-id') ?? '',
  })
}
