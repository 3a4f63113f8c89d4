import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import Type from 'typebox'
import type { Database } from '#kernel/db'
import { machineNow, type TownClock } from '#kernel/clock'
import { type App, type TypeBoxProvider, actorOf } from '#kernel/http'
import { cursorOf, instantMs, pageOf, rfc3339 } from '#kernel/http-pages'
import { problems } from '#kernel/http-problems'
import type { CommandIdOf } from '#kernel/idempotency'
import type { Vault } from '#kernel/vault'
import {
  CountersBody,
  CountersQuery,
  EventsBody,
  EventTypesBody,
  PublishBody,
  PublishedBody,
  QuarantineBody,
  QuarantineQuery,
  ReceiptBody,
  ReplayBody,
  StrangerEventsBody,
  StreamBody,
  StreamQuery,
  TakenBody,
} from './contract.ts'
import { listCounters, replayCounters } from './counters.ts'
import { EventSent } from './event-schema.ts'
import { type EventTypes, publishEventType } from './event-types.ts'
import type { Delivery, Receipt } from './intake.ts'
import { mayCollect } from './policies.ts'
import { eventTypeInvalid } from './problems.ts'
import { listQuarantined } from './quarantine.ts'
import { createStrangers, deliveryOf } from './strangers.ts'
import { type Interaction, newestInteraction, readInteractions } from './stream.ts'

/** What the routes of this module work on. */
export type InteractionRoutes = {
  db: Database
  town: number
  clock: TownClock
  vault: Vault
  types: EventTypes
  takeIn: (delivery: Delivery) => Promise<Receipt>
  commandIdOf: CommandIdOf
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The body has an escape of a character that PostgreSQL cannot hold. */
    mayBeUnstorable?: boolean
  }
}

/** Events in, and what becomes of them. */
export async function interactionRoutes(app: App, context: InteractionRoutes): Promise<void> {
  await app.register(async (scope) => intakeRoute(scope.withTypeProvider<TypeBoxProvider>(), context))
  strangersRoute(app, context)
  typeRoutes(app, context)
  counterRoutes(app, context)
  operatorRoutes(app, context)
}

/** NUL, and halves of surrogate pairs: the rest of what JSON can say, PostgreSQL can hold. */
const oddEscape = /\\u(?:0000|[dD][89a-fA-F])/

/** A scope whose parser of bodies is its own. */
type Scope = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxProvider>

function intakeRoute(app: Scope, { takeIn }: InteractionRoutes): void {
  // Elsewhere text that cannot be stored refuses the whole body; here it is one event's fault.
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.mayBeUnstorable = oddEscape.test(body)
    void parse(request, body, done)
  })
  app.post(
    '/v1/events',
    {
      // Each event has an id of its own, which makes a repetition harmless.
      config: { idempotency: 'none' },
      schema: {
        summary: 'Tell what people looked at and did',
        description:
          'Impressions, views, searches, clicks: a stream beside orders and their log. An id counts once; a malformed ' +
          'event is quarantined with its reason, and its neighbours are stored. Without the consent of the person to ' +
          'the purpose of the type, an event is stored as nobody’s.',
        body: EventsBody,
        response: { 200: ReceiptBody },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      return takeIn({
        sender: actor.user ?? actor.party,
        isCollector: mayCollect(actor),
        events: request.body.events,
        mayBeUnstorable: request.mayBeUnstorable ?? true,
      })
    },
  )
}

function strangersRoute(app: App, { takeIn }: InteractionRoutes): void {
  const strangers = createStrangers({ now: machineNow })
  app.post(
    '/v1/events/anonymous',
    {
      // A place of a page counts once, whoever tells it and however often.
      config: { access: 'open', idempotency: 'none' },
      schema: {
        operationId: 'tellAnonymously',
        summary: 'Tell what somebody who is not signed in did with the places of a page',
        description:
          'Stored as nobody’s: no name, no visit and no address is kept. One address counts a little only, and a ' +
          'request with `Sec-GPC: 1` counts for nothing; the answer is the same.',
        body: StrangerEventsBody,
        response: { 202: TakenBody },
      },
    },
    async (request, reply) => {
      const events = request.headers['sec-gpc'] === '1' ? [] : strangers.admit(request.ip, request.body.events)
      if (events.length > 0) await takeIn(deliveryOf(events))
      return reply.code(202).send({})
    },
  )
}

function typeRoutes(app: App, { db, town, types, commandIdOf }: InteractionRoutes): void {
  app.get(
    '/v1/event-types',
    {
      schema: {
        summary: 'Types of events with the schemas of their data, every version',
        response: { 200: EventTypesBody },
      },
    },
    async () => {
      await types.settle()
      const items = types
        .list()
        .map(({ type, version, purpose, title, schema }) => ({ type, version, purpose, title, schema }))
      return { items, envelope: EventSent }
    },
  )
  app.post(
    '/v1/event-types',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'Publish a type of events, or the next version of one',
        body: PublishBody,
        response: { 201: PublishedBody, ...problems(eventTypeInvalid) },
      },
    },
    async (request, reply) => {
      const { party, user = party } = actorOf(request)
      const id = await commandIdOf(user, 'POST /v1/event-types', String(request.headers['idempotency-key']))
      const published = await publishEventType({ db, town }, request.body, { id, party: user })
      types.forget()
      return reply.code(201).send(published)
    },
  )
}

const hourMs = 3_600_000

function counterRoutes(app: App, { db, town, clock }: InteractionRoutes): void {
  app.get(
    '/v1/event-counters',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'How often what happened to what; follows within a second. Default: the last hour',
        querystring: CountersQuery,
        response: { 200: CountersBody },
      },
    },
    async ({ query: { by, type, subject, limit, ...times } }) => {
      const until = times.until === undefined ? clock.now() + hourMs : instantMs(times.until, '/until')
      const from = times.from === undefined ? until - 2 * hourMs : instantMs(times.from, '/from')
      const { items, position } = await listCounters(db, town, { by, type, subject, limit, from, until })
      const shown = items.map(({ minute, ...item }) => ({
        ...item,
        ...(minute === undefined ? {} : { minute: rfc3339(minute) }),
      }))
      return { items: shown, position }
    },
  )
  app.post(
    '/v1/event-counters/rebuild',
    {
      // Reading again what is there changes nothing, or mends what was wrong.
      config: { access: 'operator', idempotency: 'none' },
      schema: { summary: 'Count the whole stream again, and compare', response: { 200: ReplayBody } },
    },
    async () => replayCounters(db, town),
  )
}

const quarantineCursor = cursorOf(Type.Object({ receivedAt: Type.Integer(), id: Type.String({ format: 'uuid' }) }))

function operatorRoutes(app: App, context: InteractionRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/event-quarantine',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'Events that were not taken in, and why, the newest first',
        querystring: QuarantineQuery,
        response: { 200: QuarantineBody },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const after = cursor === undefined ? undefined : quarantineCursor.decode(cursor)
      const rows = await listQuarantined(context, { limit: limit + 1, after })
      return pageOf(rows, {
        limit,
        item: (row) => ({ ...row, receivedAt: rfc3339(row.receivedAt) }),
        cursor: ({ receivedAt, id }) => quarantineCursor.encode({ receivedAt, id }),
      })
    },
  )
  app.get(
    '/v1/interactions',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'The stream in order of position, from behind one on',
        querystring: StreamQuery,
        response: { 200: StreamBody },
      },
    },
    async ({ query }) => {
      const newest = await newestInteraction(db, town)
      const rows = await readInteractions(db, town, query)
      return { items: rows.map(shownInteraction), newest }
    },
  )
}

/** An event of the stream without what is sealed. */
function shownInteraction({ pos: position, id, type, version, subject, person, session, data, ...times }: Interaction) {
  const [at, receivedAt] = [rfc3339(times.at), rfc3339(times.receivedAt)]
  return { position, id, type, version, subject, person, session, data, at, receivedAt }
}
