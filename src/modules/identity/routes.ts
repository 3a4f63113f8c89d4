import Type, { type Static } from 'typebox'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type App, actorOf, isLocal } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notAllowed, notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import {
  ExchangeBody,
  IdParams,
  IssuedBody,
  MeBody,
  PersonasBody,
  ProfileBody,
  SlugParams,
  TokensBody,
} from './contract.ts'
import { type Profile, findProfile, listMemberships } from './parties.ts'
import { findPersona, listPersonas } from './personas.ts'
import { mayBecomePersona, mayRevokeToken } from './policies.ts'
import { linkUsed, noSandbox } from './problems.ts'
import { type IssuedToken, findTokenOwner, issueToken, listTokens, revokeToken, takeLink } from './tokens.ts'

/** What the routes of this module work on. */
export type IdentityRoutes = {
  db: Database
  town: number
  /** Machine time, ms. */
  now: () => number
  /** A sandbox town has personas without passwords. */
  isSandbox: boolean
  /** Called after a token was ended, so that this process does not remember it. */
  forget: () => void
}

/** A minute: who shops look like changes rarely, and every page shows some. */
const profileCache = 'public, max-age=60'

/** Who am I, who is that, and how tokens come and go. */
export function identityRoutes(app: App, context: IdentityRoutes): void {
  partyRoutes(app, context)
  tokenRoutes(app, context)
  sandboxRoutes(app, context)
}

function partyRoutes(app: App, context: IdentityRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/me',
    { schema: { summary: 'Who the credential stands for', response: { 200: MeBody } } },
    async (request) => meBody(context, actorOf(request)),
  )
  app.get(
    '/v1/parties/:id',
    {
      config: { access: 'open' },
      schema: { summary: 'Public profile', params: IdParams, response: { 200: ProfileBody, ...problems(notFound) } },
    },
    async (request, reply) => {
      const profile = await findProfile(db, town, request.params.id)
      if (profile === undefined) throw new Problem(notFound)
      reply.header('cache-control', profileCache)
      return bodyOf(profile)
    },
  )
}

function tokenRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now, forget } = context
  app.post(
    '/v1/tokens/exchange',
    {
      // A link works once: a repetition is refused by itself.
      config: { access: 'open', idempotency: 'none' },
      schema: {
        summary: 'Exchange the secret of a one-time link for a token',
        body: ExchangeBody,
        response: { 200: IssuedBody, ...problems(linkUsed) },
      },
    },
    async (request, reply) => {
      const link = await takeLink(db, { town, secret: request.body.secret, now: now() })
      if (link === undefined) throw new Problem(linkUsed)
      reply.header('cache-control', 'no-store')
      return issuedBody(await issueToken(db, { town, party: link.party, label: link.label, now: now() }))
    },
  )
  app.get(
    '/v1/tokens',
    { schema: { summary: 'Your tokens, newest first', response: { 200: TokensBody } } },
    async (request) => tokensBody(context, actorOf(request)),
  )
  app.post(
    '/v1/tokens/:id/revoke',
    {
      // An ended token stays ended, however often it is ended.
      config: { idempotency: 'none' },
      schema: { summary: 'End a token', params: IdParams, response: { 204: Type.Null(), ...problems(notFound) } },
    },
    async (request, reply) => {
      const { id } = request.params
      const owner = await findTokenOwner(db, town, id)
      // Another's token is answered like one that does not exist.
      if (owner === undefined || !mayRevokeToken(actorOf(request), owner)) throw new Problem(notFound)
      await revokeToken(db, { town, id, now: now() })
      forget()
      return reply.code(204).send(null)
    },
  )
}

function sandboxRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now, isSandbox } = context
  app.get(
    '/v1/sandbox/personas',
    {
      config: { access: 'open' },
      schema: { summary: 'Whom a newcomer may be', response: { 200: PersonasBody, ...problems(noSandbox) } },
    },
    async (request) => personasBody(context, isLocal(request)),
  )
  app.post(
    '/v1/sandbox/personas/:slug/token',
    {
      // Each call issues a token of its own; one that was lost expires.
      config: { access: 'open', idempotency: 'none' },
      schema: {
        summary: 'Become a persona of the sandbox',
        params: SlugParams,
        response: { 200: IssuedBody, ...problems(notFound, noSandbox) },
      },
    },
    async (request, reply) => {
      if (!mayBecomePersona({ isSandbox, isLocal: isLocal(request) })) throw new Problem(noSandbox)
      const { slug } = request.params
      const party = await findPersona(db, town, slug)
      if (party === undefined) throw new Problem(notFound)
      reply.header('cache-control', 'no-store')
      return issuedBody(await issueToken(db, { town, party, label: `persona ${slug}`, now: now() }))
    },
  )
}

async function meBody({ db, town }: IdentityRoutes, { party, user, grants }: Actor): Promise<Static<typeof MeBody>> {
  const [profile, shops] = await Promise.all([findProfile(db, town, party), listMemberships(db, town, user ?? party)])
  if (profile === undefined) throw new Problem(notAllowed)
  const me = { party: bodyOf(profile), grants: [...grants], actsFor: shops.map(bodyOf) }
  return user === undefined ? me : { ...me, user }
}

async function tokensBody({ db, town }: IdentityRoutes, actor: Actor): Promise<Static<typeof TokensBody>> {
  const rows = await listTokens(db, town, actor.user ?? actor.party)
  const items = rows.map(({ createdAt, expiresAt, revokedAt, ...row }) => ({
    ...row,
    createdAt: rfc3339(createdAt),
    expiresAt: rfc3339(expiresAt),
    revokedAt: revokedAt === null ? null : rfc3339(revokedAt),
  }))
  return { items }
}

async function personasBody(
  { db, town, isSandbox }: IdentityRoutes,
  isAtMachine: boolean,
): Promise<Static<typeof PersonasBody>> {
  if (!mayBecomePersona({ isSandbox, isLocal: isAtMachine })) throw new Problem(noSandbox)
  const personas = await listPersonas(db, town)
  return { items: personas.map((persona) => ({ ...persona, title: { ...persona.title } })) }
}

function bodyOf({ joinedAt, ...profile }: Profile) {
  return { ...profile, joinedAt: rfc3339(joinedAt) }
}

function issuedBody({ expiresAt, ...token }: IssuedToken) {
  return { ...token, expiresAt: rfc3339(expiresAt) }
}
