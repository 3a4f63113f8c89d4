/**
 * OFREP: how OpenFeature's own clients evaluate flags here. Its errors have shapes of their own, so these routes read
 * bodies themselves and answer no problem for what is wrong in them.
 *
 * Source: OpenFeature Remote Evaluation Protocol, https://github.com/open-feature/protocol (service/openapi.yaml).
 */
import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import type { Static } from 'typebox'
import Type from 'typebox'
import type { JsonObject } from '#kernel/commands'
import type { App, TypeBoxProvider } from '#kernel/http'
import { flagTypes } from '../core/flag.ts'
import type { Experiments, FlagContext } from '../experiments.ts'
import type { Evaluated } from '../flags/evaluating.ts'
import { contextOf } from '../flags/provider.ts'
import { BulkBody, ConfigurationBody, EvaluatedBody, FailedBody, KeyParams, OfrepRequest } from './contract-flags.ts'
import type { ExperimentRoutes } from './routes.ts'

type Scope = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxProvider>
type Failed = Static<typeof FailedBody>
type Answer = Static<typeof EvaluatedBody>

// Evaluating changes nothing: only what is used is recorded.
const config = { access: 'operator', idempotency: 'none' } as const
const failures = { 400: FailedBody, 404: FailedBody }

export async function ofrepRoutes(app: App, context: ExperimentRoutes): Promise<void> {
  await app.register(async (scope) => {
    const own = scope.withTypeProvider<TypeBoxProvider>()
    readText(own)
    oneRoute(own, context)
    bulkRoute(own, context)
    configurationRoute(own)
  })
}

/** The body as text: what is wrong with it is told in OFREP's words. */
function readText(app: Scope): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
}

/** The context of a body, or what is wrong with it. */
function contextIn({ body }: FastifyRequest): FlagContext | Failed {
  const parsed = parse(typeof body === 'string' ? body : '')
  if (parsed === undefined) return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not JSON.' }
  if (!isObject(parsed)) return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not an object.' }
  const given = parsed['context'] ?? {}
  if (!isObject(given)) return { errorCode: 'INVALID_CONTEXT', errorDetails: 'The context is not an object.' }
  const { targetingKey, session, ...attributes } = given
  const wrong = [targetingKey ?? '', session ?? ''].find((one) => !isKey(one))
  if (wrong === undefined) return contextOf({ ...attributes, ...keysOf({ targetingKey, session }) })
  const errorDetails = `A targetingKey or session is a text of at most ${keyMax} characters.`
  return { errorCode: 'INVALID_CONTEXT', errorDetails }
}

/** Characters of a key; a unit is stored under it. */
const keyMax = 200

/** A text that can be stored. */
function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= keyMax && !value.includes('\0') && value.isWellFormed()
}

/** What is there of the two; null is as good as nothing. */
function keysOf(given: { targetingKey: unknown; session: unknown }): { targetingKey?: string; session?: string } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'))
}

function parse(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFailed(found: FlagContext | Failed): found is Failed {
  return 'errorCode' in found
}

/** What the protocol says of an evaluation. */
function told(found: Evaluated): Answer | (Failed & { key: string }) {
  const { key } = found
  if ('error' in found) return { key, errorCode: found.error, errorDetails: found.detail }
  const { metadata } = found.flag
  if (!('value' in found)) return { key, reason: 'DISABLED', metadata }
  const { variant, value, reason, trial } = found
  if (trial === null) return { key, reason, variant, value: value as Answer['value'] & {}, metadata }
  const { arm, epoch } = trial.assigned
  const experiment = { experiment: trial.live.declaration.name, arm, epoch }
  return { key, reason, variant, value: value as Answer['value'] & {}, metadata: { ...metadata, ...experiment } }
}

function oneRoute(app: Scope, { experiments }: ExperimentRoutes): void {
  app.post(
    '/ofrep/v1/evaluate/flags/:key',
    {
      config,
      schema: {
        operationId: 'evaluateFlag',
        summary: 'OFREP: evaluate one flag',
        description: 'Tell by `POST /v1/experiments/exposures` when a variant of an experiment is really used.',
        params: KeyParams,
        body: OfrepRequest,
        response: { 200: EvaluatedBody, ...failures },
      },
    },
    async (request, reply) => {
      const { key } = request.params
      const context = contextIn(request)
      if (isFailed(context)) return reply.code(400).send({ key, ...context })
      const answer = told(await experiments.evaluate(key, context))
      if (!('errorCode' in answer)) return answer
      return reply.code(answer.errorCode === 'FLAG_NOT_FOUND' ? 404 : 400).send(answer)
    },
  )
}

function bulkRoute(app: Scope, { experiments }: ExperimentRoutes): void {
  const { registry } = experiments
  app.post(
    '/ofrep/v1/evaluate/flags',
    {
      config,
      schema: {
        operationId: 'evaluateFlags',
        summary: 'OFREP: evaluate all flags; with If-None-Match only when something differs',
        body: OfrepRequest,
        response: { 200: BulkBody, 304: Type.Null(), 400: FailedBody },
      },
    },
    async (request, reply) => {
      const context = contextIn(request)
      if (isFailed(context)) return reply.code(400).send(context)
      const asked = { ...context, unit: await personUnit(experiments, context) }
      const flags = []
      for (const { key } of registry.flags()) flags.push(told(await experiments.evaluate(key, asked)))
      return unlessKnown(request, reply, { flags, metadata: { revision: registry.revision() } })
    },
  )
}

/** Looked up once for all flags, where any experiment asks for it. */
async function personUnit(
  { registry, identities }: Experiments,
  { targetingKey, session }: FlagContext,
): Promise<string | undefined> {
  const isAsked = registry.flags().some(({ key }) => registry.driving(key)?.declaration.unit === 'person')
  if (!isAsked || targetingKey === undefined || targetingKey === '') return undefined
  return identities.unitOf({ key: targetingKey, session })
}

/** RFC 9110 §13.1.2: a list of entity tags, or `*`. */
function unlessKnown(request: FastifyRequest, reply: FastifyReply, body: Static<typeof BulkBody>): FastifyReply {
  const tag = `"${hash('sha256', JSON.stringify(body.flags), 'base64url').slice(0, 22)}"`
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  reply.header('etag', tag)
  return known.includes(tag) || known.includes('*') ? reply.code(304).send() : reply.code(200).send(body)
}

/** How often a client may ask for all flags, ms. */
const pollMs = 5_000

function configurationRoute(app: Scope): void {
  app.get(
    '/ofrep/v1/configuration',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'getOfrepConfiguration',
        summary: 'OFREP: what this server can do',
        response: { 200: ConfigurationBody },
      },
    },
    async () => ({
      name: 'lakeside',
      capabilities: {
        cacheInvalidation: { polling: { enabled: true, minPollingIntervalMs: pollMs } },
        flagEvaluation: { supportedTypes: flagTypes.flatMap((one) => (one === 'number' ? ['int', 'float'] : [one])) },
        caching: { enabled: false, ttl: 0 },
      },
    }),
  )
}
