import Type from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { listConsents, storeConsent } from './consents.ts'
import { ConsentBody, ConsentsBody, PurposeParams } from './contract.ts'
import type { IdentityRoutes } from './routes.ts'

/** What a person agrees to; consent is one's own, also while acting for a shop. */
export function consentRoutes(app: App, { db, town, now }: IdentityRoutes): void {
  app.get(
    '/v1/consents',
    { schema: { summary: 'What you last said about each purpose', response: { 200: ConsentsBody } } },
    async (request) => {
      const { party, user } = actorOf(request)
      const rows = await listConsents(db, town.id, user ?? party)
      return { items: rows.map(({ at, ...row }) => ({ ...row, at: rfc3339(at) })) }
    },
  )
  app.put(
    '/v1/consents/:purpose',
    {
      schema: {
        summary: 'Agree to a purpose, or withdraw',
        params: PurposeParams,
        body: ConsentBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { party, user } = actorOf(request)
      const { purpose } = request.params
      await storeConsent(db, { town: town.id, party: user ?? party, purpose, at: now(), ...request.body })
      return reply.code(204).send(null)
    },
  )
}
