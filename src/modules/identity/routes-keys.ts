import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { invalidAt, notAllowed, notFound, problems } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { IdParams, type KeyBody, KeysBody, NewKeyBody, NewKeyReply } from './contract.ts'
import { type KeyRow, createKey, findKeyOwner, listKeys } from './keys.ts'
import { mayHaveScope, mayRevokeKey } from './policies.ts'
import { tooManyKeys } from './problems.ts'
import { getCredential } from './routes-me.ts'
import { type IdentityRoutes, causeOf } from './routes.ts'
import { revokeToken } from './tokens.ts'

const dayMs = 86_400_000
const daysDefault = 365

/** Keys of programs: each belongs to a party and is good for its scopes only. */
export function keyRoutes(app: App, context: IdentityRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/keys',
    { schema: { summary: 'Keys of the party you act for, newest first', response: { 200: KeysBody } } },
    async (request) => ({ items: (await listKeys(db, town.id, actorOf(request).party)).map(keyBody) }),
  )
  app.post(
    '/v1/keys',
    {
      schema: {
        summary: 'Make a key for a program',
        description: 'The same Idempotency-Key answers the same key with a new secret.',
        body: NewKeyBody,
        response: { 201: NewKeyReply, ...problems(tooManyKeys) },
      },
    },
    async (request, reply) => {
      const made = await makeKey(context, request, request.body)
      return reply.code(201).header('cache-control', 'no-store').send(made)
    },
  )
  revokeRoute(app, context)
}

function revokeRoute(app: App, { db, town, now, forget }: IdentityRoutes): void {
  app.post(
    '/v1/keys/:id/revoke',
    {
      // An ended key stays ended, however often it is ended.
      config: { idempotency: 'none' },
      schema: { summary: 'End a key', params: IdParams, response: { 204: Type.Null(), ...problems(notFound) } },
    },
    async (request, reply) => {
      const { id } = request.params
      const actor = actorOf(request)
      const owner = await findKeyOwner(db, town.id, id)
      // Another's key is answered like one that does not exist.
      if (owner === undefined || !mayRevokeKey(actor, owner)) throw new Problem(notFound)
      await transaction(db, async (tx) => {
        await revokeToken(tx, { town: town.id, id, now: now() })
        await recordAudit(tx, { town: town.id, by: actor, act: 'keys.revoked', subject: id, now: now() })
      })
      forget()
      return reply.code(204).send(null)
    },
  )
}

async function makeKey(
  context: IdentityRoutes,
  request: FastifyRequest,
  { label, scopes, expiresInDays = daysDefault }: Static<typeof NewKeyBody>,
): Promise<Static<typeof NewKeyReply>> {
  const { db, town, now } = context
  const actor = actorOf(request)
  // A program that could make itself keys would outlive the end of its own.
  if ((await getCredential(context, request)).kind === 'key')
    throw new Problem(notAllowed, { detail: 'Keys are made by people who are signed in, not by keys.' })
  const wrong = scopes.findIndex((scope) => !mayHaveScope(actor, scope))
  if (wrong >= 0) throw invalidAt(`/scopes/${wrong}`, 'is only for an operator’s own key')
  const [party, by] = [actor.party, actor.user ?? actor.party]
  const id = derivedId(await causeOf(context, request), `key of ${party}`)
  const ttlMs = expiresInDays * dayMs
  const { row, secret } = await transaction(db, async (tx) => {
    const made = await createKey(tx, { town: town.id, id, party, label, scopes, ttlMs, by, now: now() })
    const details = { party, label, scopes }
    await recordAudit(tx, { town: town.id, by: actor, act: 'keys.made', subject: id, details, now: now() })
    return made
  })
  return { key: secret, ...keyBody(row) }
}

function keyBody({ createdAt, expiresAt, lastUsedAt, revokedAt, ...row }: KeyRow): Static<typeof KeyBody> {
  return {
    ...row,
    createdAt: rfc3339(createdAt),
    expiresAt: rfc3339(expiresAt),
    lastUsedAt: lastUsedAt === null ? null : rfc3339(lastUsedAt),
    revokedAt: revokedAt === null ? null : rfc3339(revokedAt),
  }
}
