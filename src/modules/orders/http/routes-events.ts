import type { Actor } from '#kernel/commands'
import { newestPos, positionBefore, readEvents } from '#kernel/events'
import { type App, actorOf, isStillAdmitted } from '#kernel/http'
import { invalidAt } from '#kernel/http-problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { cloudEventMedia, cloudEventOf, cloudEventsMedia } from './cloud-events.ts'
import { EventsBody, EventsQuery, StreamQuery } from './contract-events.ts'
import type { OrderApi } from './routes.ts'
import type { Hub } from './stream.ts'
import {
  type LogCursor,
  audienceOf,
  behind,
  cursorText,
  isAfter,
  parseLogCursor,
  shownEvent,
  sightOf,
} from './stream-audience.ts'
import { eventSource, writer } from './stream-outlets.ts'

/** Events as they happen, and as they happened. */
export function eventRoutes(app: App, api: OrderApi, hub: Hub): void {
  app.get(
    '/v1/events/stream',
    {
      schema: {
        operationId: 'streamEvents',
        summary: 'Events as they are committed, as server-sent events',
        description:
          'Only those that concern you; the operator sees all. After a break send the last id as `Last-Event-ID`, ' +
          'as browsers do, or `after`. `Accept: application/cloudevents+json` asks for CloudEvents as `format` does.',
        querystring: StreamQuery,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const given = request.headers['last-event-id'] ?? request.query.after
      const from = await beginOf(api, { ...request.query, after: given === undefined ? undefined : String(given) })
      const format = isAsked(request, cloudEventMedia) ? 'cloudevents' : request.query.format
      const client = {
        begin: (cursor: string) => {
          reply.hijack()
          return eventSource(reply.raw, cursor, writer(format, api.config.publicUrl))
        },
        actor: actorOf(request),
        from,
        isAdmitted: () => isStillAdmitted(request, api.authenticate),
      }
      await hub.join(client)
    },
  )
  app.get(
    '/v1/events',
    {
      schema: {
        summary: 'Events that concern you, from a cursor on',
        description:
          'With `Accept: application/cloudevents-batch+json` a list of CloudEvents; the header `link` then has the next ' +
          'address, and none once you are up to date.',
        querystring: EventsQuery,
        response: { 200: EventsBody },
      },
    },
    async (request, reply) => {
      const { after, limit } = request.query
      const from = after === undefined ? behind(0) : parseLogCursor(after)
      const page = await readPage(api, actorOf(request), { from, limit })
      return isAsked(request, cloudEventsMedia) ? sendBatch(reply, page, api.config.publicUrl) : page
    },
  )
}

/** True when the client names a media type; nobody gets one that it does not know. */
function isAsked({ headers: { accept = '' } }: FastifyRequest, media: string): boolean {
  return accept.split(',').some((range) => range.split(';')[0]?.trim() === media)
}

/** CloudEvents 1.0, JSON batch format. */
function sendBatch(
  reply: FastifyReply,
  { items, next, isUpToDate }: Static<typeof EventsBody>,
  source: string,
): FastifyReply {
  if (!isUpToDate) reply.header('link', `</v1/events?after=${next}>; rel="next"`)
  const events = items.map((item) => cloudEventOf(item, source))
  return reply.type(cloudEventsMedia).serializer(JSON.stringify).send(events)
}

/** Where a stream begins; undefined: now. @throws {Problem} invalid-input */
export async function beginOf(
  { db, town, clock }: OrderApi,
  { after, backMs }: { after?: string | undefined; backMs?: number },
): Promise<LogCursor | undefined> {
  if (after !== undefined) return cursorFrom(after)
  return backMs === undefined ? undefined : behind(await positionBefore(db, town.id, clock.now() - backMs))
}

function cursorFrom(text: string): LogCursor {
  if (!/^\d{1,15}(\.\d{1,5})?$/.test(text)) throw invalidAt('/after', 'is not a cursor of the log')
  return parseLogCursor(text)
}

/** Positions read for one answer, however few of them concern the caller. */
const positionsMax = 2_000

async function readPage(
  { db, town, catalogue }: OrderApi,
  actor: Actor,
  { from, limit }: { from: LogCursor; limit: number },
): Promise<Static<typeof EventsBody>> {
  const newest = await newestPos(db, town.id)
  const after = Math.max(0, from.pos - 1)
  const upTo = Math.min(newest, after + positionsMax)
  const page = await readEvents(db, town.id, { after, limit: positionsMax, upTo })
  const events = page.filter((event) => isAfter(event, from))
  const audience = await audienceOf({ db, town: town.id, catalogue }, events)
  const seen = events.flatMap((event) => {
    const sight = sightOf(event, actor, audience)
    return sight === undefined ? [] : [shownEvent(event, sight)]
  })
  const isCut = seen.length > limit
  const items = seen.slice(0, limit)
  const next = isCut ? items.at(-1)!.cursor : cursorText(behind(Math.max(upTo, from.pos)))
  return { items, next, isUpToDate: !isCut && upTo >= newest }
}
