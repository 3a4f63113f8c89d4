import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { JsonObject } from '#kernel/commands'
import { type Tx, transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { Page, cursorOf, pageOf, pageQuery } from '#kernel/http-pages'
import { notFound, problems } from '#kernel/http-problems'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { announce } from '#modules/announcements'
import { type ActName, recordAudit } from '#modules/audit'
import { IdParams, IssuedBody } from './contract.ts'
import { GrantParams, ReasonBody, StandingBody, VerifyPartyBody } from './contract-operator.ts'
import { findProfile, setGrant, setSuspended } from './parties.ts'
import { lastOperator } from './problems.ts'
import { profileBody } from './routes-me.ts'
import { answerSession } from './routes-sessions.ts'
import type { IdentityRoutes } from './routes.ts'
import { keepAnOperator, listStandings, setVerified } from './standing.ts'
import { issueToken } from './tokens.ts'

/** What operators do to parties; every act is on record. */
export function operatorRoutes(app: App, context: IdentityRoutes): void {
  listRoute(app, context)
  suspensionRoutes(app, context)
  grantRoutes(app, context)
  verificationRoutes(app, context)
  viewRoute(app, context)
}

const config = { access: 'operator' } as const
/** Said twice, each of these is said once. */
const repeatable = { access: 'operator', idempotency: 'none' } as const
const cursor = cursorOf(Type.Object({ slug: Type.String() }))

function listRoute(app: App, { db, town }: IdentityRoutes): void {
  app.get(
    '/v1/parties',
    {
      config,
      schema: {
        summary: 'All parties of the town, by short name',
        querystring: pageQuery({
          text: Type.Optional(Type.String({ maxLength: 120, description: 'Part of a name or short name' })),
          isSuspended: Type.Optional(Type.Boolean()),
          id: Type.Optional(Type.String({ format: 'uuid', description: 'Only this party' })),
        }),
        response: { 200: Page(StandingBody) },
      },
    },
    async (request) => {
      const { limit, cursor: from, text, isSuspended, id } = request.query
      const after = from === undefined ? undefined : cursor.decode(from).slug
      const rows = await listStandings(db, { town: town.id, after, text, isSuspended, id, limit: limit + 1 })
      return pageOf(rows, {
        limit,
        item: (row) => {
          const { isSuspended: isOut, grants, verifiedNote } = row
          return { ...profileBody(row), isSuspended: isOut, grants, verifiedNote }
        },
        cursor: ({ slug }) => cursor.encode({ slug }),
      })
    },
  )
}

function suspensionRoutes(app: App, context: IdentityRoutes): void {
  const { town } = context
  for (const [verb, isSuspended, act] of [
    ['suspend', true, 'parties.suspended'],
    ['restore', false, 'parties.restored'],
  ] as const) {
    app.post(
      `/v1/parties/:id/${verb}`,
      {
        config: repeatable,
        schema: {
          summary: isSuspended ? 'Keep a party out' : 'Let a suspended party back in',
          description: isSuspended
            ? 'It can do nothing any more; its orders go on by their timers and by what the others do.'
            : 'It may do again what it could before.',
          params: IdParams,
          body: ReasonBody,
          response: { 204: Type.Null(), ...problems(notFound, lastOperator) },
        },
      },
      async (request, reply) => {
        const { id: party } = request.params
        await privileged(context, request, {
          act,
          details: { reason: request.body.reason },
          work: async (tx) => {
            if (isSuspended) await keepAnOperator(tx, town.id, party)
            await setSuspended(tx, { town: town.id, party, isSuspended })
            const type = isSuspended ? 'identity.suspended' : 'identity.restored'
            await announce(tx, town.id, [{ id: newId(), type, subject: party, by: actorOf(request), data: {} }])
          },
        })
        return reply.code(204).send(null)
      },
    )
  }
}

function grantRoutes(app: App, context: IdentityRoutes): void {
  const { town } = context
  for (const [method, isGranted, act] of [
    ['PUT', true, 'grants.given'],
    ['DELETE', false, 'grants.withdrawn'],
  ] as const) {
    app.route({
      method,
      url: '/v1/parties/:id/grants/:name',
      config,
      schema: {
        summary: isGranted ? 'Give a party a grant, such as `courier`' : 'Take a grant back',
        params: GrantParams,
        response: { 204: Type.Null(), ...problems(notFound, lastOperator) },
      },
      handler: async (request, reply) => {
        const { id: party, name } = request.params
        const by = actorOf(request).user ?? actorOf(request).party
        await privileged(context, request, {
          act,
          details: { grant: name },
          work: async (tx, now) => {
            if (!isGranted && name === 'operator') await keepAnOperator(tx, town.id, party)
            await setGrant(tx, { town: town.id, party, name, isGranted, by, now })
          },
        })
        return reply.code(204).send(null)
      },
    })
  }
}

function verificationRoutes(app: App, context: IdentityRoutes): void {
  const { town } = context
  const set = async (request: FastifyRequest<{ Params: { id: string } }>, note: string | null): Promise<void> => {
    const { party: by } = actorOf(request)
    const act = note === null ? 'parties.unverified' : 'parties.verified'
    await privileged(context, request, {
      act,
      details: { note },
      work: (tx, now) => setVerified(tx, { town: town.id, party: request.params.id, by, note, now }),
    })
  }
  app.put(
    '/v1/parties/:id/verification',
    {
      config,
      schema: {
        summary: 'Say that you have seen who a party is, and by what',
        params: IdParams,
        body: VerifyPartyBody,
        response: { 204: Type.Null(), ...problems(notFound) },
      },
    },
    async (request, reply) => {
      await set(request, request.body.note)
      return reply.code(204).send(null)
    },
  )
  app.delete(
    '/v1/parties/:id/verification',
    {
      config,
      schema: {
        summary: 'Take a verification back',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(notFound) },
      },
    },
    async (request, reply) => {
      await set(request, null)
      return reply.code(204).send(null)
    },
  )
}

/** An hour of looking is enough to answer a question. */
const viewTtlMs = 3_600_000

function viewRoute(app: App, context: IdentityRoutes): void {
  const { town } = context
  app.post(
    '/v1/parties/:id/view',
    {
      // Each call issues a session of its own; one that was lost expires within the hour.
      config: repeatable,
      schema: {
        summary: 'Look at the town as a party sees it: a session of an hour that only reads',
        params: IdParams,
        body: ReasonBody,
        response: { 200: IssuedBody, ...problems(notFound) },
      },
    },
    async (request, reply) => {
      const { id: party } = request.params
      const { party: viewer } = actorOf(request)
      const issued = await privileged(context, request, {
        act: 'parties.viewed',
        details: { reason: request.body.reason },
        work: (tx, now) => issueToken(tx, { town: town.id, party, label: 'view', viewer, now, ttlMs: viewTtlMs }),
      })
      return answerSession(context, reply, { issued, isCookie: false })
    },
  )
}

/**
 * Does something to the party that the path names, and records it in the same transaction; forgets what was known of
 * credentials.
 *
 * @throws {Problem} not-found
 */
async function privileged<T>(
  { db, town, now: clock, forget }: IdentityRoutes,
  request: FastifyRequest<{ Params: { id: string } }>,
  { act, details, work }: { act: ActName; details: JsonObject; work: (tx: Tx, now: number) => Promise<T> },
): Promise<T> {
  const now = clock()
  const { id: subject } = request.params
  const result = await transaction(db, async (tx) => {
    if ((await findProfile(tx, town.id, subject)) === undefined) throw new Problem(notFound)
    const done = await work(tx, now)
    await recordAudit(tx, { town: town.id, by: actorOf(request), act, subject, details, now })
    return done
  })
  forget()
  return result
}
