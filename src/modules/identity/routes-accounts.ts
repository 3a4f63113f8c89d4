import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { type App, actorOf, credentialOf, refuseOtherOrigins } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import type { Auth } from './accounts/auth.ts'
import { type Answer, type Call, forward } from './accounts/forward.ts'
import { openAccount } from './accounts/first-account.ts'
import { accountProblems } from './accounts/refusals.ts'
import { ChangePasswordBody, EmailBody, ResetBody, SignInBody, SignUpBody, SignedUpBody, VerifyBody } from './contract-accounts.ts' // prettier-ignore
import { IssuedBody } from './contract.ts'
import { accountExists } from './problems.ts'
import { passkeyRoutes } from './routes-passkeys.ts'
import { answerSession } from './routes-sessions.ts'
import type { IdentityRoutes } from './routes.ts'
import { findCredential } from './tokens.ts'

/** Asks better-auth for one request. */
export type Ask = (on: { request: FastifyRequest; reply: FastifyReply }, call: Call) => Promise<Answer>

/** Each of these is harmless when it is repeated, or refuses the repetition by itself. */
const once = { access: 'open', idempotency: 'none', rate: 'guarded' } as const

/** Signing up, in and back in: better-auth does it, on our routes. */
export function accountRoutes(app: App, context: IdentityRoutes): void {
  const ask = asking(context)
  signRoutes(app, context, ask)
  letterRoutes(app, ask)
  firstAccountRoute(app, context)
  passwordRoutes(app, context, ask)
  passkeyRoutes(app, context, ask)
}

/**
 * better-auth is loaded when the first person wants to sign in: a town of programs never needs it. It is made anew when
 * what it was made with has changed: the town's name, and whether letters leave.
 */
function asking(context: IdentityRoutes): Ask {
  const { db, town, publicUrl, mailer } = context
  let made: { from: string; auth: Promise<Auth> } | undefined
  return async (on, call) => {
    const mustConfirm = await mustConfirmIn(context)
    const from = JSON.stringify([town.name, mustConfirm])
    if (made?.from !== from) {
      const loaded = import('./accounts/auth.ts')
      const auth = loaded.then(({ createAuth }) => createAuth({ db, town, publicUrl, mailer, mustConfirm }))
      made = { from, auth }
    }
    return forward(await made.auth, on, call)
  }
}

/** In a sandbox without a mail server nobody could confirm an address. */
async function mustConfirmIn({ hasMailServer, town }: IdentityRoutes): Promise<boolean> {
  return !town.isSandbox || (await hasMailServer())
}

function signRoutes(app: App, context: IdentityRoutes, ask: Ask): void {
  app.post(
    '/v1/auth/sign-up/email',
    {
      config: once,
      schema: {
        summary: 'Sign up with an address and a password',
        description: 'Answers the same for an address that is known already.',
        body: SignUpBody,
        response: { 202: SignedUpBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      await ask({ request, reply }, { method: 'POST', path: '/sign-up/email', body: request.body })
      return reply.code(202).send({ mustConfirm: await mustConfirmIn(context) })
    },
  )
  app.post(
    '/v1/auth/sign-in/email',
    {
      config: once,
      schema: {
        summary: 'Sign in with an address and a password',
        body: SignInBody,
        response: { 200: IssuedBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      const { session, ...body } = request.body
      if (session === 'cookie') refuseOtherOrigins(request)
      const answer = await ask({ request, reply }, { method: 'POST', path: '/sign-in/email', body })
      return signedIn(context, reply, { answer, isCookie: session === 'cookie' })
    },
  )
}

function letterRoutes(app: App, ask: Ask): void {
  const letters = [
    ['/v1/auth/send-verification-email', '/send-verification-email', 'Send the letter that confirms an address again'],
    ['/v1/auth/request-password-reset', '/request-password-reset', 'Send a letter that lets you choose a new password'],
  ] as const
  for (const [url, path, summary] of letters) {
    app.post(
      url,
      {
        config: once,
        schema: {
          summary,
          description: 'Answers the same whether the address is known or not.',
          body: EmailBody,
          response: { 204: Type.Null(), ...problems(...accountProblems) },
        },
      },
      async (request, reply) => {
        await ask({ request, reply }, { method: 'POST', path, body: request.body, isAnonymous: true })
        return reply.code(204).send(null)
      },
    )
  }
  app.post(
    '/v1/auth/verify-email',
    {
      config: once,
      schema: {
        summary: 'Confirm an address with the token of the letter',
        body: VerifyBody,
        response: { 204: Type.Null(), ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      await ask({ request, reply }, { method: 'GET', path: '/verify-email', query: { token: request.body.token } })
      return reply.code(204).send(null)
    },
  )
}

/** Who came in by the link on the terminal gets a way back in. */
function firstAccountRoute(app: App, { db, town, now, forget }: IdentityRoutes): void {
  app.post(
    '/v1/me/account',
    {
      // The address is unique, and so is the account of a party.
      config: { access: 'operator', idempotency: 'none', rate: 'guarded' },
      schema: {
        operationId: 'openOwnAccount',
        summary: 'An operator who came by a link gets a name, an address and a password to sign in by',
        description: 'The address counts as confirmed: the link was as good a proof.',
        body: SignUpBody,
        response: { 204: Type.Null(), ...problems(accountExists) },
      },
    },
    async (request, reply) => {
      const { party, user } = actorOf(request)
      await openAccount(db, { town: town.id, party: user ?? party, ...request.body, now: now() })
      forget()
      return reply.code(204).send(null)
    },
  )
}

function passwordRoutes(app: App, context: IdentityRoutes, ask: Ask): void {
  const { forget } = context
  app.post(
    '/v1/auth/reset-password',
    {
      config: once,
      schema: {
        summary: 'Choose a new password with the token of the letter; ends all sessions',
        body: ResetBody,
        response: { 204: Type.Null(), ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      await ask({ request, reply }, { method: 'POST', path: '/reset-password', body: request.body })
      forget()
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/v1/auth/change-password',
    {
      // The current password is another one after it has been changed.
      config: { idempotency: 'none', rate: 'guarded' },
      schema: {
        summary: 'Change your password; ends all sessions and begins one',
        body: ChangePasswordBody,
        response: { 200: IssuedBody, ...problems(...accountProblems) },
      },
    },
    async (request, reply) => {
      const body = { ...request.body, revokeOtherSessions: true }
      const answer = await ask({ request, reply }, { method: 'POST', path: '/change-password', body })
      forget()
      return signedIn(context, reply, { answer, isCookie: credentialOf(request)?.isCookie === true })
    },
  )
}

/** Answers the session that better-auth has begun, as every other session is answered. */
export async function signedIn(
  context: IdentityRoutes,
  reply: FastifyReply,
  { answer: { token }, isCookie }: { answer: Answer; isCookie: boolean },
): Promise<Static<typeof IssuedBody>> {
  const { db, town, now } = context
  const found = token === undefined ? undefined : await findCredential(db, { town: town.id, token, now: now() })
  if (token === undefined || found === undefined) throw new Error('better-auth signed somebody in without a session')
  const { id, party, expiresAt } = found
  return answerSession(context, reply, { issued: { id, token, party, expiresAt }, isCookie })
}
