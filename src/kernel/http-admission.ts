import type { FastifyRequest } from 'fastify'
import type { Actor } from './commands.ts'
import { idempotencyKeyMissing, invalidInput, notAllowed, notSignedIn } from './http-problems.ts'
import { Problem } from './problem.ts'

/** Who may call a route: anyone; a signed-in party (default); holders of the grant `operator`. */
export type Access = 'open' | 'signed-in' | 'operator'

/**
 * What a credential is about to be used for. One rule names it for every route: the first segment of its path after
 * `/v1`, and whether it writes; `orders:read` is what a scope then says.
 */
export type Use = { readonly area: string; readonly isWrite: boolean }

/**
 * Answers who a credential belongs to, acting for another party when asked; null when it is not valid.
 *
 * @throws {Problem} not-allowed when it is valid, but not for this
 */
export type Authenticate = (token: string, actingAs: string | null, use: Use) => Promise<Actor | null>

/** The browser's credential, out of reach of its scripts. */
export const sessionCookie = 'lakeside_session'

/** Long enough for any reference a partner makes up, short enough for an index. */
const keyLengthMax = 200

/** The party behind a request to a route that is not open. @throws {Problem} not-signed-in */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null)
    throw new Problem(notSignedIn, { detail: 'The credential is missing, wrong or no longer valid.' })
  return request.actor
}

/** True for the operator of the town, in person or by an API key that holds the grant. */
export function isOperator(actor: Actor | null): boolean {
  return actor?.grants.includes('operator') ?? false
}

/** What a proxy leaves on a request; `x-forwarded-host` would even choose the name that the request came by. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/**
 * True when the caller sits on this machine: no proxy stands between, the address is a loopback one, and so is the name
 * it was asked by. Without the last a web page from elsewhere could point its own name at this machine (DNS rebinding).
 */
export function isLocal(request: FastifyRequest): boolean {
  const isForwarded = proxyHeaders.some((name) => name in request.headers)
  const isNamedLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(request.hostname)
  return !isForwarded && isNamedLocal && /^(::1|(::ffff:)?127\.)/.test(request.ip)
}

/** Lets a request through to its route, with its actor, or refuses it. */
export async function admit(request: FastifyRequest, authenticate: Authenticate): Promise<void> {
  if (request.is404) return
  const { access = 'signed-in', idempotency = 'key' } = request.routeOptions.config
  request.actor = await actorBehind(request, authenticate, access)
  if (access !== 'open') requireActor(request, access)
  if (request.method === 'POST' && idempotency === 'key') requireKey(request)
}

/** Whether the credential of a long request still stands for the same party; for streams, which outlive tokens. */
export async function isStillAdmitted(request: FastifyRequest, authenticate: Authenticate): Promise<boolean> {
  const credential = credentialOf(request)
  if (credential === null) return request.actor === null
  const actor = await authenticate(credential.token, actingAsOf(request), useOf(request)).catch((error: unknown) => {
    if (error instanceof Problem) return null // suspended, or no longer a member
    throw error
  })
  return actor?.party === request.actor?.party
}

async function actorBehind(request: FastifyRequest, authenticate: Authenticate, access: Access): Promise<Actor | null> {
  const credential = credentialOf(request)
  if (credential === null) return null
  const use = useOf(request)
  const { token, isCookie } = credential
  if (!isCookie) return authenticate(token, actingAsOf(request), use)
  try {
    if (changesSomething(request)) refuseOtherOrigins(request)
    return await authenticate(token, actingAsOf(request), use)
  } catch (error) {
    // A browser cannot leave its cookie at home: on a route for everyone it is a stranger, not locked out.
    if (access === 'open' && error instanceof Problem) return null
    throw error
  }
}

/** What the route of a request counts as. */
function useOf(request: FastifyRequest): Use {
  const [, first = '', second = ''] = (request.routeOptions.url ?? '').split('/', 3)
  return { area: first === 'v1' ? second : first, isWrite: !isReading(request) }
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/** A socket counts as well: no browser asks before it opens one to another origin, and much may be said on it. */
function changesSomething(request: FastifyRequest): boolean {
  return !isReading(request) || request.headers.upgrade !== undefined
}

/**
 * A browser sends its cookies whichever page asked. So what a cookie is to change must be asked for by a page of ours:
 * by the browser's own word (Fetch Metadata), or, where it gives none, by the origin of the page (RFC 6454 §7).
 *
 * @throws {Problem} not-allowed
 */
export function refuseOtherOrigins({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  const isOurs = site === undefined ? isOriginOf(origin, headers.host) : site === 'same-origin'
  if (!isOurs) throw new Problem(notAllowed, { detail: 'A session cookie counts for requests of our own pages only.' })
}

function isOriginOf(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

function requireActor(request: FastifyRequest, access: 'signed-in' | 'operator'): void {
  const actor = actorOf(request)
  if (access === 'operator' && !isOperator(actor)) throw new Problem(notAllowed, { detail: 'Operators only.' })
}

function requireKey(request: FastifyRequest): void {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') throw new Problem(idempotencyKeyMissing)
  if (key.length > keyLengthMax) {
    throw new Problem(invalidInput, { detail: `An Idempotency-Key has at most ${keyLengthMax} characters.` })
  }
}

const bearerShape = /^Bearer +([\w.~+/=-]+)$/i
/** RFC 6265 §4.2.1; the value may be percent-encoded. */
const cookieShape = new RegExp(`(?:^|; *)${sessionCookie}=([\\w.~+/=%-]+)`)

/** The token of a request: in a header, which no browser sends by itself, or else in the session cookie. */
export function credentialOf({ headers }: FastifyRequest): { token: string; isCookie: boolean } | null {
  const { authorization, cookie } = headers
  if (authorization === undefined) {
    const found = cookie === undefined ? undefined : cookieShape.exec(cookie)?.[1]
    return found === undefined ? null : { token: found, isCookie: true }
  }
  const token = bearerShape.exec(authorization)?.[1]
  if (token === undefined) throw new Problem(notSignedIn, { detail: 'The Authorization header must be: Bearer TOKEN' })
  return { token, isCookie: false }
}

/** `Lakeside-Party` names the shop or firm that a person acts for. */
function actingAsOf(request: FastifyRequest): string | null {
  const party = request.headers['lakeside-party']
  return typeof party === 'string' && party !== '' ? party : null
}
