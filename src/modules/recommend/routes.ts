import type { FastifyReply } from 'fastify'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import type { App } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { CardBody, cardsOf, findPageFor, NearText, placeIn, Sponsor } from '#modules/offers'
import { AlsoQuery, BecauseQuery, feedQuery, placesBody } from './contract.ts'
import { thingUnknown } from './problems.ts'
import type { FindAsker } from './serving/looking.ts'
import { coarse } from './state/nearness.ts'
import { makeAlso, makeBecause, makeFeed, type Maker, type Placed } from './serving/pages.ts'

const PlacesBody = placesBody(CardBody, Sponsor)
const FeedQuery = feedQuery(NearText)

/** What the routes of this module work on. */
export type RecommendRoutes = Maker & {
  db: Database
  town: number
  asker: FindAsker
  /** Resolves when pages are made by the numbers that the operator has set. */
  refresh: () => Promise<void>
}

/** Pages that are made for whoever looks. */
export function recommendRoutes(app: App, context: RecommendRoutes): void {
  feedRoute(app, context)
  besideRoutes(app, context)
}

function feedRoute(app: App, context: RecommendRoutes): void {
  app.get(
    '/v1/feed',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'readFeed',
        summary: 'What the home page shows to whoever asks',
        querystring: FeedQuery,
        response: { 200: PlacesBody },
      },
    },
    async ({ actor, query: { limit, business, trail, near } }, reply) => {
      const spot = near === undefined ? {} : { near: coarse(placeIn(near)) }
      const [asker] = await Promise.all([context.asker(actor, idsOf(trail)), context.refresh()])
      return sendText(reply, await textOf(context, makeFeed(context, { ...asker, ...spot }, { limit, business })))
    },
  )
}

function besideRoutes(app: App, context: RecommendRoutes): void {
  const { catalogue } = context.knowledge
  app.get(
    '/v1/feed/also',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'readAlso',
        summary: 'What people who looked at a thing chose',
        querystring: AlsoQuery,
        response: { 200: PlacesBody, ...problems(thingUnknown) },
      },
    },
    async ({ actor, query: { offer, limit, trail } }, reply) => {
      const id = offer.toLowerCase()
      const thing = catalogue.find(id)
      if (thing === undefined) return sendText(reply, await textBesideUnlisted(context, { id, actor }))
      const asker = await context.asker(actor, idsOf(trail))
      return sendText(reply, await textOf(context, makeAlso(context, asker, { thing, limit })))
    },
  )
  app.get(
    '/v1/feed/because',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'readBecause',
        summary: 'What goes with the thing that was looked at before',
        querystring: BecauseQuery,
        response: { 200: PlacesBody },
      },
    },
    async ({ actor, query: { except, limit, trail } }, reply) => {
      const asker = await context.asker(actor, idsOf(trail))
      const known = except === undefined ? undefined : catalogue.find(except.toLowerCase())
      const { anchor, placed } = makeBecause(context, asker, { except: known, limit })
      return sendText(reply, await textOf(context, placed, anchor))
    },
  )
}

/** Beside what was listed a moment ago, or is on offer no more, stands nothing. @throws {Problem} thing-unknown */
async function textBesideUnlisted(
  context: RecommendRoutes,
  asked: { id: string; actor: Actor | null },
): Promise<string> {
  if ((await findPageFor(context.db, context.town, asked)) === undefined) throw new Problem(thingUnknown)
  return textOf(context, [])
}

function idsOf(trail: string | undefined): string[] {
  return trail?.toLowerCase().split(',') ?? []
}

/** The reply as text: cards are text already. What was unlisted meanwhile is left out, and the places stay as told. */
async function textOf(
  { db, town, knowledge }: RecommendRoutes,
  placed: readonly Placed[],
  anchor?: number,
): Promise<string> {
  const { things } = knowledge.catalogue
  const ids = [
    ...placed.map(({ thing }) => things.nameOf(thing)),
    ...(anchor === undefined ? [] : [things.nameOf(anchor)]),
  ]
  const cards = await cardsOf(db, town, { ids, filters: {} })
  const items = placed.flatMap(({ thing, sponsor, ...rest }, position) => {
    const card = cards.get(things.nameOf(thing))
    if (card === undefined) return []
    return [`{"offer":${card},${JSON.stringify({ ...rest, position, ...sponsoring(sponsor) }).slice(1)}`]
  })
  const around = anchor === undefined ? undefined : cards.get(things.nameOf(anchor))
  const named = around === undefined ? '' : `,"anchor":${JSON.stringify(titled(around))}`
  return `{"items":[${items.join(',')}]${named}}`
}

/** What a place says of who paid for it: never that somebody did without saying who. */
function sponsoring(sponsor: Placed['sponsor']): { isSponsored: boolean; sponsor?: Placed['sponsor'] } {
  return sponsor === undefined ? { isSponsored: false } : { isSponsored: true, sponsor }
}

function titled(card: string): { id: string; title: string } {
  const { id, title } = JSON.parse(card) as { id: string; title: string } // a card as offers write it
  return { id, title }
}

/** Made for one person at one moment. */
function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply.header('cache-control', 'private, no-store').type('application/json; charset=utf-8').send(text)
}
