import { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyTypeProvider,
  LogController,
  type RawServerDefault,
} from 'fastify'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Actor } from './commands.ts'
import { type Access, type Authenticate, admit } from './http-admission.ts'
import { newId } from './ids.ts'
import { deprecate } from './http-deprecation.ts'
import { setSecurityHeaders } from './http-headers.ts'
import { type RateLimits, limitRates } from './http-limits.ts'
import { invalidInput, malformedRequest, notFound, problemOf, sendProblem } from './http-problems.ts'
import { compileValidator, errorsOf, unstorable } from './http-validation.ts'
import type { Logger } from './log.ts'
import { Problem } from './problem.ts'

export {
  type Access,
  type Authenticate,
  type Use,
  actorOf,
  credentialOf,
  isLocal,
  isOperator,
  isStillAdmitted,
  refuseOtherOrigins,
  sessionCookie,
} from './http-admission.ts'

/**
 * The HTTP edge: Fastify with TypeBox schemas, RFC 9457 problems, an actor on every request.
 *
 *   const app = createHttp({ log, authenticate })
 *   app.get('/v1/things/:id', { config: { access: 'open' }, schema: { params, response: { 200: Thing } } }, handler)
 *
 * Routes are closed unless they say otherwise: `access` is `signed-in` by default. Every POST needs an
 * `Idempotency-Key` unless its `config.idempotency` is `none`.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** `none`: this POST changes nothing, or its own content makes a repetition harmless. Say which beside it. */
    idempotency?: 'key' | 'none'
  }
  interface FastifyRequest {
    /** Null on open routes without a valid credential; elsewhere `actorOf` gives it. */
    actor: Actor | null
  }
  interface FastifyInstance {
    /** In tests: replies are checked against their schemas, and problems must be listed. */
    isStrict: boolean
  }
}

/** Infers bodies, queries and replies from a route's TypeBox schemas. */
export interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

/** The server, as modules see it. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Logger, TypeBoxProvider>

/** What the edge needs from the rest. */
export type HttpOptions = {
  log: Logger
  authenticate: Authenticate
  /** Checks replies against their schemas and problems against their lists. For tests: it costs time. */
  isStrict?: boolean
  /** How much one caller may ask; without them, any amount. */
  limits?: RateLimits
  /** The town is reached by https. */
  isHttps?: boolean
  /** Answers an address that no route has, or leaves it to be a problem. */
  fallback?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined
}

/** A megabyte holds 200 commands with their inputs several times over; files have a route and limit of their own. */
const bodyLimit = 1024 * 1024
/** A client that needs longer than this to send its request is holding a socket, not shopping. */
const requestTimeout = 30_000
/** A town of a million offers reads its snapshots as it starts: on a busy machine longer than Fastify's ten seconds. */
const pluginTimeout = 120_000

/** A server without routes. `listen` or `inject` it, `close` it gracefully. */
export function createHttp({ log, authenticate, isStrict = false, ...options }: HttpOptions): App {
  const { fallback, limits, isHttps = false } = options
  const app: App = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout,
    pluginTimeout,
    genReqId: requestId,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => void renderError(error, request, reply),
    forceCloseConnections: 'idle',
    // A proxy on this machine says for whom it asks.
    trustProxy: 'loopback',
  }).withTypeProvider<TypeBoxProvider>()
  app.decorate('isStrict', isStrict)
  app.decorateRequest('actor', null)
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(({ schema, url, httpStatus }) =>
    isStrict ? checkingSerializer(schema as TSchema, `${httpStatus} of ${url}`) : JSON.stringify,
  )
  app.setErrorHandler(renderError)
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is no ${request.method} ${pathOf(request)}.`
    return fallback?.(request, reply) ?? sendProblem(reply, { ...notFound, detail })
  })
  readJson(app)
  closeSoon(app)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    setSecurityHeaders(reply, isHttps)
    deprecate(request, reply)
    done()
  })
  if (limits !== undefined) limitRates(app, limits)
  app.addHook('onRequest', async (request) => {
    // Browsers ask first, without a credential, whether another origin may call; no route answers OPTIONS itself.
    if (request.method !== 'OPTIONS') await admit(request, authenticate)
  })
  return app
}

/** How long a stop waits for requests that are under way. */
const drainMs = 5_000

/**
 * Lets a stop end soon. Node closes connections that wait for their next request; those on which nobody ever asked
 * anything (browsers and clients open some in advance) and those that never end would hold it up.
 */
function closeSoon(app: App): void {
  const unused = new Set<Socket>()
  let isClosing = false
  app.server.on('connection', (socket: Socket) => {
    if (isClosing) socket.destroy()
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket))
  app.addHook('preClose', (done) => {
    isClosing = true
    for (const socket of unused) socket.destroy()
    setTimeout(() => app.server.closeAllConnections(), drainMs).unref()
    done()
  })
}

/** A caller's own request id is kept when it is harmless in a log line. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : newId()
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

/** JSON bodies: prototype poisoning, unstorable text, inexact integers and deep nesting end here. */
function readJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A POST that has nothing to say may say it with an empty body.
    if (body === '') return done(null, {})
    void parse(request, body, (error, value) => {
      if (error !== null)
        return done(new Problem(malformedRequest, { detail: `The body is not JSON: ${error.message}` }))
      const wrong = unstorable(value)
      if (wrong === null) done(null, value)
      else done(new Problem(invalidInput, { detail: 'The body is not valid.', errors: [wrong] }))
    })
  })
}

function renderError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem === undefined) return sendInternal(reply, error)
  if (problem.kind.status === 503) request.log.warn({ reason: String(error), path: pathOf(request) }, 'unavailable')
  try {
    return sendProblem(reply, { ...problem.kind, ...problem.details })
  } catch (unlisted) {
    return sendInternal(reply, unlisted)
  }
}

/** Our own bug: the log has everything, the caller only what to quote. */
function sendInternal(reply: FastifyReply, error: unknown): FastifyReply {
  const { request } = reply
  request.log.error({ err: error, requestId: request.id, method: request.method, path: pathOf(request) }, 'failed')
  const body = {
    type: '/problems/internal',
    title: 'Something is broken on our side',
    status: 500,
    instance: `/requests/${request.id}`,
  }
  return reply.code(500).type('application/problem+json').serializer(JSON.stringify).send(body)
}

/** A reply that differs from its schema is a bug: clients generate their types from it. */
function checkingSerializer(schema: TSchema, what: string): (data: unknown) => string {
  const validator = Compile(schema)
  return (data) => {
    const text = JSON.stringify(data)
    const sent: unknown = text === undefined ? undefined : JSON.parse(text)
    if (validator.Check(sent)) return text
    throw new TypeError(`the reply ${what} differs from its schema: ${JSON.stringify(errorsOf(validator, sent))}`)
  }
}
