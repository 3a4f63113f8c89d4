import Type from 'typebox'
import type { Actor } from '#kernel/commands'
import { type Database, type Tx, transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { newId } from '#kernel/ids'
import { announce } from '#modules/announcements'
import { OwnPlaceBody, PartyParams, PlaceInput, ShownPlaceBody } from './contract.ts'
import { findPlace, removePlace, shownPlaces, storePlace } from './places.ts'

/** Where shops are, and where one's own is. */
export function placesRoutes(app: App, context: PlacesRoutes): void {
  readingRoutes(app, context)
  writingRoutes(app, context)
}

type PlacesRoutes = { db: Database; town: number }

function readingRoutes(app: App, { db, town }: PlacesRoutes): void {
  app.get(
    '/v1/places/:party',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getPlace',
        summary: 'Where a shop is, when it shows it',
        params: PartyParams,
        response: { 200: ShownPlaceBody },
      },
    },
    async ({ params: { party } }) => ({ place: (await shownPlaces(db, town, [party])).get(party) ?? null }),
  )
  app.get(
    '/v1/profile/place',
    {
      schema: {
        operationId: 'getOwnPlace',
        summary: 'Where the party you act for is, shown or not',
        response: { 200: OwnPlaceBody },
      },
    },
    async (request) => ({ place: (await findPlace(db, town, actorOf(request).party)) ?? null }),
  )
}

function writingRoutes(app: App, { db, town }: PlacesRoutes): void {
  app.put(
    '/v1/profile/place',
    {
      schema: {
        operationId: 'putPlace',
        summary: 'Say where the party you act for is',
        body: PlaceInput,
        response: { 200: OwnPlaceBody },
      },
    },
    async (request) => {
      const by = actorOf(request)
      const place = await transaction(db, async (tx) => {
        const stored = await storePlace(tx, town, { party: by.party, place: request.body })
        await tellOfChange(tx, town, by)
        return stored
      })
      return { place }
    },
  )
  app.delete(
    '/v1/profile/place',
    {
      schema: {
        operationId: 'removePlace',
        summary: 'Take back where the party you act for is',
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const by = actorOf(request)
      await transaction(db, async (tx) => {
        if (await removePlace(tx, town, by.party)) await tellOfChange(tx, town, by)
      })
      return reply.code(204).send(null)
    },
  )
}

/** What shows a place follows this; the place itself is not in the log, where nothing can be erased. */
async function tellOfChange(tx: Tx, town: number, by: Actor): Promise<void> {
  await announce(tx, town, [{ id: newId(), type: 'places.changed', subject: by.party, by, data: {} }])
}
