import type { FastifyRequest } from 'fastify'
import type { Actor } from './commands.ts'
import { idempotencyKeyMissing, invalidInput, notAllowed, notSignedIn } from './http-problems.ts'
import { Problem } from './problem.ts'

/** Who may call a route: anyone; a signed-in party (default); holders of the grant `operator`. */
export type Access = 'open' | 'signed-in' | 'operator'

/** Answers who a credential belongs to, acting for another party when asked; null when it is not valid. */
export type Authenticate = (token: string, actingAs: string | null) => Promise<Actor | null>

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

/**
 * True when the caller sits on this machine: no proxy stands between, the address is a loopback one, and so is the name
 * it was asked by. Without the last a web page from elsewhere could point its own name at this machine (DNS rebinding).
 */
export function isLocal(request: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in request.headers)
  const isNamedLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(request.hostname)
  return !isForwarded && isNamedLocal && /^(::1|(::ffff:)?127\.)/.test(request.ip)
}

/** Lets a request through to its route, with its actor, or refuses it. */
export async function admit(request: FastifyRequest, authenticate: Authenticate): Promise<void> {
  if (request.is404) return
  const { access = 'signed-in', idempotency = 'key' } = request.routeOptions.config
  const token = tokenOf(request)
  if (token !== null) request.actor = await authenticate(token, actingAsOf(request))
  if (access !== 'open') requireActor(request, access)
  if (request.method === 'POST' && idempotency === 'key') requireKey(request)
}

/** Whether the credential of a long request still stands for the same party; for streams, which outlive tokens. */
export async function isStillAdmitted(request: FastifyRequest, authenticate: Authenticate): Promise<boolean> {
  const token = tokenOf(request)
  if (token === null) return request.actor === null
  const actor = await authenticate(token, actingAsOf(request)).catch((error: unknown) => {
    if (error instanceof Problem) return null // suspended, or no longer a member
    throw error
  })
  return actor?.party === request.actor?.party
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

/** Only a header: a browser never sends it by itself, so another site cannot act in a visitor's name. */
function tokenOf({ headers: { authorization } }: FastifyRequest): string | null {
  if (authorization === undefined) return null
  const token = bearerShape.exec(authorization)?.[1]
  if (token === undefined) throw new Problem(notSignedIn, { detail: 'The Authorization header must be: Bearer TOKEN' })
  return token
}

/** `Lakeside-Party` names the shop or firm that a person acts for. */
function actingAsOf(request: FastifyRequest): string | null {
  const party = request.headers['lakeside-party']
  return typeof party === 'string' && party !== '' ? party : null
}
