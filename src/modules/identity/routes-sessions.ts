import type { FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Actor } from '#kernel/commands'
import { type App, actorOf, credentialOf, refuseOtherOrigins } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { ExchangeBody, IdParams, IssuedBody, TokensBody } from './contract.ts'
import { mayRevokeToken } from './policies.ts'
import { linkUsed } from './problems.ts'
import { getCredential } from './routes-me.ts'
import type { IdentityRoutes } from './routes.ts'
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts'
import { type IssuedToken, findTokenOwner, issueToken, listTokens, revokeToken, takeLink } from './tokens.ts'

/** How people come in, and go out again. */
export function sessionRoutes(app: App, context: IdentityRoutes): void {
  linkRoutes(app, context)
  tokenRoutes(app, context)
  signOutRoute(app, context)
}

function linkRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now } = context
  app.post(
    '/v1/tokens/exchange',
    {
      // A link works once: a repetition is refused by itself.
      config: { access: 'open', idempotency: 'none', rate: 'guarded' },
      schema: {
        summary: 'Exchange the secret of a one-time link for a session',
        body: ExchangeBody,
        response: { 200: IssuedBody, ...problems(linkUsed) },
      },
    },
    async (request, reply) => {
      const { secret, session } = request.body
      if (session === 'cookie') refuseOtherOrigins(request) // before the link is used up
      const link = await takeLink(db, { town: town.id, secret, now: now() })
      if (link === undefined) throw new Problem(linkUsed)
      const issued = await issueToken(db, { town: town.id, party: link.party, label: link.label, now: now() })
      return answerSession(context, reply, { issued, isCookie: session === 'cookie' })
    },
  )
}

function tokenRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now, forget } = context
  app.get(
    '/v1/tokens',
    { schema: { summary: 'Your sessions, newest first', response: { 200: TokensBody } } },
    async (request) => tokensBody(context, actorOf(request)),
  )
  app.post(
    '/v1/tokens/:id/revoke',
    {
      // An ended token stays ended, however often it is ended.
      config: { idempotency: 'none' },
      schema: { summary: 'End a session', params: IdParams, response: { 204: Type.Null(), ...problems(notFound) } },
    },
    async (request, reply) => {
      const { id } = request.params
      const owner = await findTokenOwner(db, town.id, id)
      // Another's token is answered like one that does not exist.
      if (owner === undefined || !mayRevokeToken(actorOf(request), owner)) throw new Problem(notFound)
      await revokeToken(db, { town: town.id, id, now: now() })
      forget()
      return reply.code(204).send(null)
    },
  )
}

function signOutRoute(app: App, context: IdentityRoutes): void {
  const { db, town, now, forget, publicUrl } = context
  app.delete(
    '/v1/session',
    {
      // Open: whoever holds a cookie that has ended gets rid of it as well.
      config: { access: 'open' },
      schema: { summary: 'Sign out', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      if (credentialOf(request)?.isCookie === true) refuseOtherOrigins(request)
      if (request.actor !== null) {
        const { id } = await getCredential(context, request)
        await revokeToken(db, { town: town.id, id, now: now() })
        forget()
      }
      clearSessionCookie(reply, publicUrl)
      return reply.code(204).send(null)
    },
  )
}

/** Answers a new session, its secret in the cookie or in the body, never in both. */
export function answerSession(
  { publicUrl, now }: IdentityRoutes,
  reply: FastifyReply,
  { issued, isCookie }: { issued: IssuedToken; isCookie: boolean },
): Static<typeof IssuedBody> {
  reply.header('cache-control', 'no-store')
  const { id, token, party, expiresAt } = issued
  if (isCookie) setSessionCookie(reply, token, { publicUrl, maxAgeMs: expiresAt - now() })
  return { id, ...(isCookie ? {} : { token }), party, expiresAt: rfc3339(expiresAt) }
}

async function tokensBody({ db, town }: IdentityRoutes, actor: Actor): Promise<Static<typeof TokensBody>> {
  const rows = await listTokens(db, town.id, actor.user ?? actor.party)
  const items = rows.map(({ createdAt, expiresAt, revokedAt, ...row }) => ({
    ...row,
    createdAt: rfc3339(createdAt),
    expiresAt: rfc3339(expiresAt),
    revokedAt: revokedAt === null ? null : rfc3339(revokedAt),
  }))
  return { items }
}
