import type { Actor } from '#kernel/commands'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { invalidAt, problems } from '#kernel/http-problems'
import { machineNow } from '#kernel/clock'
import { Problem } from '#kernel/problem'
import { ErasedBody, ErasureBody, ErasureOutlook } from './contract.ts'
import { erase, type Erasing, forgetAgain, hindrancesOf, keptOf } from './erasure.ts'
import { exportOf } from './export.ts'
import { mayErase } from './policies.ts'
import { erasureHindered, onlyPersons } from './problems.ts'

/** What the routes need beside what erasing needs. */
export type PrivacyRoutes = Erasing & {
  /** The handle of a party. */
  handleOf: (party: string) => Promise<string | undefined>
}

/** Taking one's data along, and being forgotten. */
export function privacyRoutes(app: App, context: PrivacyRoutes): void {
  const { db, sources } = context
  // Before the first request: a backup that was brought back remembers whom the town has forgotten.
  app.addHook('onReady', async () => void (await forgetAgain(context)))
  app.get(
    '/v1/me/export',
    {
      schema: {
        summary: 'Everything the town holds about you, as one JSON document',
        description:
          'Streamed, section by section; `isComplete` at its end says that nothing is missing. ' +
          'Acting for a shop (`Lakeside-Party`), it is what the town holds about the shop.',
        produces: ['application/json'],
      },
    },
    async (request, reply) => {
      const { party } = actorOf(request)
      reply.header('content-disposition', 'attachment; filename="lakeside-export.json"')
      reply.header('cache-control', 'no-store')
      return reply.type('application/json; charset=utf-8').send(exportOf(sources, party, machineNow()))
    },
  )
  app.get(
    '/v1/me/erasure',
    {
      schema: {
        summary: 'What stands in the way of your erasure, and what the law keeps',
        response: { 200: ErasureOutlook, ...problems(onlyPersons) },
      },
    },
    async (request) => {
      const { party } = personBehind(actorOf(request))
      return { hindrances: await hindrancesOf(db, sources, party), kept: keptOf(sources) }
    },
  )
  eraseRoute(app, context)
}

function eraseRoute(app: App, context: PrivacyRoutes): void {
  app.post(
    '/v1/me/erasure',
    {
      // Whoever has been erased cannot ask again.
      config: { idempotency: 'none' },
      schema: {
        summary: 'Erase yourself',
        description:
          'Name, handle, profile, memberships, consents and credentials go; the key of everything personal you ever ' +
          'wrote is destroyed. Open orders, offers and money must come to an end first. It cannot be undone.',
        body: ErasureBody,
        response: { 200: ErasedBody, ...problems(onlyPersons, erasureHindered) },
      },
    },
    async (request) => {
      const actor = personBehind(actorOf(request))
      const handle = await context.handleOf(actor.party)
      if (request.body.confirm !== handle) throw invalidAt('/confirm', 'must be your handle, as `GET /v1/me` shows it')
      const erasedAt = await erase(context, actor)
      return { erasedAt: rfc3339(erasedAt), kept: keptOf(context.sources) }
    },
  )
}

/** @throws {Problem} only-persons */
function personBehind(actor: Actor): Actor {
  if (mayErase(actor)) return actor
  throw new Problem(onlyPersons, { detail: 'A shop, a firm or a device is closed by its owner or the operator.' })
}
