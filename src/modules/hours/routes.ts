import Type from 'typebox'
import type { TownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import type { Town } from '#kernel/towns'
import { HoursBody, HoursShown, PartyParams } from './contract.ts'
import { listHours, storeHours } from './hours.ts'
import { type Hours, openingAt } from './opening.ts'

/** What the routes of hours need. */
export type HoursRoutes = {
  db: Database
  town: Pick<Town, 'id' | 'timeZone'>
  clock: Pick<TownClock, 'now'>
}

const none: Hours = { week: [], exceptions: [] }

export function hoursRoutes(app: App, { db, town, clock }: HoursRoutes): void {
  app.get(
    '/v1/hours/:party',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getHours',
        summary: 'When a shop is open, and whether it is now; without any, its hours are not known',
        params: PartyParams,
        response: { 200: HoursShown },
      },
    },
    async ({ params: { party } }) => {
      const hours = (await listHours(db, town.id, [party])).get(party) ?? none
      const now = clock.now()
      const { isOpen, changesAt } = openingAt(hours, now, town.timeZone)
      return {
        week: hours.week.map((span) => ({ ...span })),
        exceptions: hours.exceptions.map((one) => ({ ...one, spans: one.spans.map((span) => ({ ...span })) })),
        timeZone: town.timeZone,
        isOpen,
        changesAt: changesAt === null ? null : rfc3339(changesAt),
        asOf: rfc3339(now),
      }
    },
  )
  app.put(
    '/v1/profile/hours',
    {
      schema: {
        operationId: 'putHours',
        summary: 'Say when the party you act for is open; nothing in it takes it back',
        body: HoursBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await storeHours(db, town.id, { party: actorOf(request).party, hours: request.body })
      return reply.code(204).send(null)
    },
  )
}
