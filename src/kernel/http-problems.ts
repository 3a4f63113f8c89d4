import assert from 'node:assert/strict'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { busy } from './batcher.ts'
import type { Refusal } from './commands.ts'
import { sqlState } from './db.ts'
import { Problem, type ProblemDetails, type ProblemKind, defineProblem } from './problem.ts'

/**
 * Refusals as they leave over HTTP: RFC 9457 problems, listed by the routes that answer them.
 *
 *   app.get('/v1/things/:id', { schema: { response: { 200: thing, ...problems(notFound) } } }, handler)
 */

export const invalidInput = defineProblem('invalid-input', { title: 'Some of the input is not valid', status: 422 })
export const malformedRequest = defineProblem('malformed-request', { title: 'The request cannot be read', status: 400 })
export const bodyTooLarge = defineProblem('body-too-large', { title: 'The body is too large', status: 413 })
export const unsupportedMedia = defineProblem('unsupported-media', {
  title: 'The content type is not supported',
  status: 415,
})
export const notSignedIn = defineProblem('not-signed-in', { title: 'Sign in first', status: 401 })
export const notAllowed = defineProblem('not-allowed', { title: 'You may not do this', status: 403 })
export const notFound = defineProblem('not-found', { title: 'There is nothing here', status: 404 })
export const unavailable = defineProblem('unavailable', {
  title: 'A part of the server is away for a moment',
  status: 503,
})

export const tooManyRequests = defineProblem('too-many-requests', { title: 'Too many requests', status: 429 })

export const idempotencyKeyMissing = defineProblem('idempotency-key-missing', {
  title: 'A POST needs an Idempotency-Key',
  status: 400,
})

/** What any route may answer without listing it. */
export const everywhere: readonly ProblemKind[] = [
  invalidInput,
  malformedRequest,
  bodyTooLarge,
  unsupportedMedia,
  notSignedIn,
  notAllowed,
  unavailable,
  busy,
  tooManyRequests,
  idempotencyKeyMissing,
]

/** Stands in a route's list for the refusals that manifests name (`sold-out` …): no program knows them beforehand. */
export const anyRefusal = '*'

/** Media type of RFC 9457. */
export const problemMedia = 'application/problem+json'

/** The body of every problem. Further members are allowed: each problem documents its own. */
export const ProblemBody = Type.Object(
  {
    type: Type.String({ description: 'URI reference of the kind of problem: /problems/SLUG' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    instance: Type.String({ description: 'Names this one occurrence; quote it when asking for help' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON Pointer (RFC 6901) to what is wrong' }),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { additionalProperties: true, title: 'Problem' },
)

/** A route's problems of one status, in the shape that OpenAPI wants. */
export type ProblemResponse = {
  readonly description: string
  readonly content: { readonly 'application/problem+json': ProblemContent }
  readonly 'x-problems': readonly ListedProblem[]
}

type ProblemContent = {
  readonly schema: typeof ProblemBody
  readonly examples: Readonly<Record<string, ProblemExample>>
}

/** A problem as it looks when it is answered. */
export type ProblemExample = { readonly summary: string; readonly value: object }

/** A problem as the API's description lists it. */
export type ListedProblem = Pick<ProblemKind, 'slug' | 'title'>

const refusalStatuses: readonly ProblemKind['status'][] = [403, 404, 409, 422]
const anyListed: ListedProblem = { slug: '*', title: 'Whatever the manifest of the business names' }

/**
 * The `response` entries for the problems a route can answer; `anyRefusal` admits the refusals of manifests. For the
 * compiler they are no entries: handlers throw problems, and what they return is the success alone.
 */
export function problems(...kinds: readonly (ProblemKind | typeof anyRefusal)[]): Record<never, ProblemResponse> {
  const byStatus = new Map<number, ListedProblem[]>()
  const note = (status: number, listed: ListedProblem): void => {
    byStatus.set(status, [...(byStatus.get(status) ?? []), listed])
  }
  for (const kind of kinds) {
    if (kind === anyRefusal) for (const status of refusalStatuses) note(status, anyListed)
    else note(kind.status, { slug: kind.slug, title: kind.title })
  }
  const entries = [...byStatus].map(([status, listed]) => [String(status), problemResponse(status, listed)] as const)
  return Object.fromEntries(entries)
}

function problemResponse(status: number, listed: readonly ListedProblem[]): ProblemResponse {
  const named = listed.filter(({ slug }) => slug !== anyRefusal)
  const examples = Object.fromEntries(named.map(({ slug, title }) => [slug, exampleOf({ slug, title, status })]))
  const lines = listed.map(({ slug, title }) => `\`${slug}\`: ${title}`)
  return {
    description: `Problem. ${lines.join('. ')}.`,
    content: { [problemMedia]: { schema: ProblemBody, examples } },
    'x-problems': listed,
  }
}

/** What a problem looks like, for the API's description. */
export function exampleOf({ slug, title, status }: Pick<Rendered, 'slug' | 'title' | 'status'>): ProblemExample {
  const errors = slug === 'invalid-input' ? { errors: [{ pointer: '/priceMinor', detail: 'is required' }] } : {}
  const instance = '/requests/01990000-0000-7000-8000-000000000000'
  return { summary: title, value: { type: `/problems/${slug}`, title, status, instance, ...errors } }
}

/** True when the route of a request lists this problem, or every route may answer it. */
export function isListed(request: FastifyRequest, status: number, slug: string): boolean {
  if (request.is404 || everywhere.some((kind) => kind.slug === slug)) return true
  // Fastify types `response` as unknown; what matters here is only whether the members are there.
  const response = request.routeOptions.schema?.response as Record<string, Partial<ProblemResponse>> | undefined
  const listed = response?.[String(status)]?.['x-problems'] ?? []
  return listed.some((kind) => kind.slug === slug || kind.slug === anyRefusal)
}

/** What `sendProblem` renders. */
export type Rendered = { slug: string; title: string; status: number } & ProblemDetails

/** Sends a problem. In tests an unlisted one is our bug and becomes a 500. */
export function sendProblem(
  reply: FastifyReply,
  { slug, title, status, detail, errors, extra }: Rendered,
): FastifyReply {
  const isUnlisted = reply.server.isStrict && !isListed(reply.request, status, slug)
  assert.ok(!isUnlisted, `${reply.request.method} ${reply.request.routeOptions.url} does not list the problem ${slug}`)
  if (status === 503 || status === 429) reply.header('retry-after', String(Number(extra?.['retryAfter'] ?? 1)))
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  const body = {
    ...extra,
    type: `/problems/${slug}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    instance: `/requests/${reply.request.id}`,
    ...(errors === undefined ? {} : { errors }),
  }
  return reply.code(status).type(problemMedia).serializer(JSON.stringify).send(body)
}

/** Sends a refusal of the engine; its title is the slug in words, since manifests name slugs only. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendProblem(reply, { ...refusal, title: titleOf(refusal.slug) })
}

/** `sold-out` → `Sold out`. */
export function titleOf(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The problem for one wrong place in the input. */
export function invalidAt(pointer: string, detail: string): Problem {
  return new Problem(invalidInput, { errors: [{ pointer, detail }] })
}

/** SQLSTATE classes and codes of a server that is away or full: connection, shutdown, too many connections. */
const outageStates = /^(08...|57P0[1-5]|53300)$/
const outageCodes: readonly unknown[] = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']
/** `pg` and `pg-pool` give these errors neither a code nor a class. */
const outageMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed',
  'Cannot use a pool after',
]

/** True for an error that says a dependency is away: retried later, it may well succeed. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (outageStates.test(sqlState(error)) || outageMessages.some((start) => error.message.startsWith(start))) return true
  return 'code' in error && outageCodes.includes(error.code)
}

/** The problem that an error stands for, or undefined when the error is our own bug. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (isOutage(error)) return new Problem(unavailable, { detail: 'A part of the server is restarting. Try again.' })
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  return problemOfStatus(Number(error.statusCode), error.message)
}

/** What Fastify and its plugins refuse, by the status they give it. */
function problemOfStatus(status: number, detail: string): Problem | undefined {
  switch (status) {
    case 404:
      return new Problem(notFound)
    case 413:
      return new Problem(bodyTooLarge, { detail })
    case 415:
      return new Problem(unsupportedMedia, { detail })
    default:
      return status >= 400 && status < 500 ? new Problem(malformedRequest, { detail }) : undefined
  }
}
