import Type from 'typebox'
import { type App, refuseOtherOrigins } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import { accountProblems } from './accounts/refusals.ts'
import { IdParams, IssuedBody } from './contract.ts'
import { CeremonyBody, PasskeyBody, PasskeySignInBody, PasskeysBody, RegisterPasskeyBody } from './contract-accounts.ts' // prettier-ignore
import { type Ask, signedIn } from './routes-accounts.ts'
import type { IdentityRoutes } from './routes.ts'

/** Passkeys (WebAuthn): each ceremony is a question with a challenge, then an answer that uses the challenge up. */
export function passkeyRoutes(app: App, context: IdentityRoutes, ask: Ask): void {
  registerRoutes(app, ask)
  signInRoutes(app, context, ask)
  listRoutes(app, ask)
}

function registerRoutes(app: App, ask: Ask): void {
  app.get(
    '/v1/auth/passkey/generate-register-options',
    {
      schema: {
        summary: 'Begin to register a passkey; needs a sign-in of the last day',
        response: { 200: CeremonyBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const { body } = await ask({ request, reply }, { method: 'GET', path: '/passkey/generate-register-options' })
      return { challenge: '', ...body }
    },
  )
  app.post(
    '/v1/auth/passkey/verify-registration',
    {
      // A challenge is answered once: a repetition is refused by itself.
      config: { idempotency: 'none' },
      schema: {
        summary: 'Register a passkey with the answer of the browser',
        body: RegisterPasskeyBody,
        response: { 201: PasskeyBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      const call = { method: 'POST', path: '/passkey/verify-registration', body: request.body } as const
      const { body } = await ask({ request, reply }, call)
      return reply.code(201).send({ id: String(body['id']) })
    },
  )
}

function signInRoutes(app: App, context: IdentityRoutes, ask: Ask): void {
  app.get(
    '/v1/auth/passkey/generate-authenticate-options',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Begin to sign in with a passkey',
        response: { 200: CeremonyBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const { body } = await ask({ request, reply }, { method: 'GET', path: '/passkey/generate-authenticate-options' })
      return { challenge: '', ...body }
    },
  )
  app.post(
    '/v1/auth/passkey/verify-authentication',
    {
      // As above.
      config: { access: 'open', idempotency: 'none', rate: 'guarded' },
      schema: {
        summary: 'Sign in with the answer of the browser',
        body: PasskeySignInBody,
        response: { 200: IssuedBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      const { session, response } = request.body
      if (session === 'cookie') refuseOtherOrigins(request)
      const call = { method: 'POST', path: '/passkey/verify-authentication', body: { response } } as const
      const answer = await ask({ request, reply }, call)
      return signedIn(context, reply, { answer, isCookie: session === 'cookie' })
    },
  )
}

function listRoutes(app: App, ask: Ask): void {
  app.get(
    '/v1/auth/passkeys',
    { schema: { summary: 'Your passkeys', response: { 200: PasskeysBody, ...problems(...accountProblems) } } },
    async (request, reply) => {
      const { body } = await ask({ request, reply }, { method: 'GET', path: '/passkey/list-user-passkeys' })
      return { items: Object.values(body).map(passkeyBody) }
    },
  )
  app.delete(
    '/v1/auth/passkeys/:id',
    {
      schema: {
        summary: 'Delete one of your passkeys',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await ask({ request, reply }, { method: 'POST', path: '/passkey/delete-passkey', body: { id } })
      return reply.code(204).send(null)
    },
  )
}

function passkeyBody(value: unknown) {
  const { id, name, deviceType, backedUp, createdAt }: Record<string, unknown> = Object(value)
  return {
    id: String(id),
    name: typeof name === 'string' ? name : null,
    deviceType: String(deviceType),
    isBackedUp: backedUp === true,
    createdAt: String(createdAt),
  }
}
