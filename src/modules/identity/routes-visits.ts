import Type from 'typebox'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { notFound, problems } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { IdParams } from './contract.ts'
import { NewVisitBody, OpennessBody, VisitMadeBody, VisitsBody } from './contract-operator.ts'
import { linkTo } from './links.ts'
import { noSandbox } from './problems.ts'
import { type IdentityRoutes, causeOf } from './routes.ts'
import { createVisit, listVisits, openPersonas, withdrawVisit } from './visits.ts'

const dayMs = 86_400_000
const daysDefault = 7
const config = { access: 'operator' } as const

/** How the operator of a sandbox lets others be its personas from elsewhere. */
export function visitRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now } = context
  makeRoute(app, context)
  app.get(
    '/v1/sandbox/visits',
    { config, schema: { summary: 'Links for visitors that still open', response: { 200: VisitsBody } } },
    async () => {
      const rows = await listVisits(db, town.id, now())
      return {
        items: rows.map(({ createdAt, expiresAt, ...row }) => ({
          ...row, createdAt: rfc3339(createdAt), expiresAt: rfc3339(expiresAt),
        })),
      } // prettier-ignore
    },
  )
  app.delete(
    '/v1/sandbox/visits/:id',
    {
      config,
      schema: {
        summary: 'Close a link for visitors',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(notFound) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await transaction(db, async (tx) => {
        if (!(await withdrawVisit(tx, { town: town.id, id, now: now() }))) throw new Problem(notFound)
        const by = actorOf(request)
        await recordAudit(tx, { town: town.id, by, act: 'visits.closed', subject: id, now: now() })
      })
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/v1/sandbox/personas/openness',
    {
      config,
      schema: {
        summary: 'Let anyone be the personas of the sandbox, except those who run it; or nobody',
        body: OpennessBody,
        response: { 204: Type.Null(), ...problems(noSandbox) },
      },
    },
    async (request, reply) => {
      if (!town.isSandbox) throw new Problem(noSandbox)
      const { areOpen } = request.body
      await transaction(db, async (tx) => {
        await openPersonas(tx, town.id, areOpen)
        const act = areOpen ? 'personas.opened' : 'personas.closed'
        await recordAudit(tx, { town: town.id, by: actorOf(request), act, now: now() })
      })
      return reply.code(204).send(null)
    },
  )
}

function makeRoute(app: App, context: IdentityRoutes): void {
  const { db, town, now, publicUrl } = context
  app.post(
    '/v1/sandbox/visits',
    {
      config,
      schema: {
        summary: 'Make a link by which visitors may be the personas of the sandbox',
        description: 'The same Idempotency-Key answers the same link with a new secret.',
        body: NewVisitBody,
        response: { 201: VisitMadeBody, ...problems(noSandbox) },
      },
    },
    async (request, reply) => {
      if (!town.isSandbox) throw new Problem(noSandbox)
      const { label, days = daysDefault } = request.body
      const actor = actorOf(request)
      const by = actor.user ?? actor.party
      const id = derivedId(await causeOf(context, request), `visit by ${by}`)
      const made = await transaction(db, async (tx) => {
        const visit = await createVisit(tx, { town: town.id, id, label, ttlMs: days * dayMs, by, now: now() })
        const details = { label, days }
        await recordAudit(tx, { town: town.id, by: actor, act: 'visits.made', subject: id, details, now: now() })
        return visit
      })
      const { secret, expiresAt } = made
      reply.header('cache-control', 'no-store')
      return reply
        .code(201)
        .send({ id, secret, link: linkTo(publicUrl, 'visit', secret), expiresAt: rfc3339(expiresAt) })
    },
  )
}
