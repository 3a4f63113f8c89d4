import type { FastifyReply } from 'fastify'
import type { Submit, Verdict } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { answerDirect, submitDirect } from '#kernel/http-commands'
import { anyRefusal, invalidAt, problems } from '#kernel/http-problems'
import type { CommandIdOf } from '#kernel/idempotency'
import { Problem } from '#kernel/problem'
import type { Search } from '#modules/search'
import type { NoteSearch } from '#modules/searches'
import { knownCategories, listCategories } from './categories.ts'
import {
  ArchiveBody,
  CategoriesBody,
  DetailBody,
  IdParams,
  ListBody,
  ListQuery,
  PutBody,
  PutReply,
  StockBody,
  StockReply,
} from './contract.ts'
import { OwnBody, OwnQuery } from './contract-own.ts'
import { listOwn } from './own.ts'
import { offerNotFound } from './problems.ts'
import { findPageFor } from './reading.ts'
import { listOffers } from './searching.ts'

/** What the routes of this module work on. */
export type OffersRoutes = {
  db: Database
  town: number
  submit: Submit
  commandIdOf: CommandIdOf
  /** Without one the database answers every search. */
  search?: Pick<Search, 'find' | 'best'>
  /** Sellers who are open now; without it nobody is known to be. */
  openSellers?: () => Promise<readonly string[]>
  /** Hears of each search. */
  noteSearch?: NoteSearch
}

/** Finding things, and offering them. */
export function offersRoutes(app: App, context: OffersRoutes): void {
  readingRoutes(app, context)
  writingRoutes(app, context)
}

function readingRoutes(app: App, context: OffersRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/offers',
    {
      config: { access: 'open' },
      schema: { summary: 'What is offered, by page', querystring: ListQuery, response: { 200: ListBody } },
    },
    async (request, reply) => {
      const text = await listOffers(context, request.query)
      const { q = '', cursor, facets } = request.query
      const isEmpty = text.startsWith('{"items":[]')
      // Whoever narrows down without words is looking for something too: what is left out of sight is a dead end.
      const isSearch = q !== '' || (isEmpty && facets !== undefined)
      if (isSearch && cursor === undefined) context.noteSearch?.({ text: q, isEmpty, actor: request.actor })
      return sendText(reply, text)
    },
  )
  app.get(
    '/v1/offers/mine',
    {
      schema: {
        operationId: 'listOwnOffers',
        summary: 'Your own offers, each variant for itself, archived ones too',
        querystring: OwnQuery,
        response: { 200: OwnBody },
      },
    },
    async (request) => listOwn(db, town, { seller: actorOf(request).party, query: request.query }),
  )
  app.get(
    '/v1/offers/:id',
    {
      config: { access: 'open' },
      schema: {
        summary: 'One thing with its variants; any of their ids finds it',
        params: IdParams,
        response: { 200: DetailBody, ...problems(offerNotFound) },
      },
    },
    async (request, reply) => {
      const text = await findPageFor(db, town, { id: request.params.id, actor: request.actor })
      if (text === undefined) throw new Problem(offerNotFound)
      return sendText(reply, text)
    },
  )
  app.get(
    '/v1/categories',
    { config: { access: 'open' }, schema: { summary: 'The shelves of the town', response: { 200: CategoriesBody } } },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=30')
      return { items: await listCategories(db, town) }
    },
  )
}

function writingRoutes(app: App, context: OffersRoutes): void {
  const put = { business: 'offers', type: 'put' }
  const putSchema = { body: PutBody, response: { 200: PutReply, 201: PutReply, ...problems(anyRefusal) } }
  app.post('/v1/offers', { schema: { summary: 'Offer something new', ...putSchema } }, async (request, reply) => {
    await checkCategory(context, request.body.category)
    return answerPut(reply, await submitDirect(context, request, { ...put, input: request.body }))
  })
  app.put(
    '/v1/offers/:id',
    { schema: { summary: 'Offer something under an id of your own, or change it', params: IdParams, ...putSchema } },
    async (request, reply) => {
      await checkCategory(context, request.body.category)
      const input = { ...request.body, offerId: request.params.id }
      return answerPut(reply, await submitDirect(context, request, { ...put, input }))
    },
  )
  app.post(
    '/v1/offers/:id/archive',
    {
      schema: {
        summary: 'Offer it no longer; orders that have begun go on',
        params: IdParams,
        body: ArchiveBody,
        response: { 200: PutReply, ...problems(anyRefusal) },
      },
    },
    async (request, reply) => {
      const input = { ...request.body, offerId: request.params.id }
      return answerDirect(reply, await submitDirect(context, request, { business: 'offers', type: 'archive', input }))
    },
  )
  app.post(
    '/v1/offers/:id/stock',
    {
      schema: {
        operationId: 'adjustStock',
        summary: 'Count more or fewer in stock',
        params: IdParams,
        body: StockBody,
        response: { 200: StockReply, ...problems(anyRefusal) },
      },
    },
    async (request, reply) => {
      const input = { ...request.body, offerId: request.params.id }
      return answerDirect(reply, await submitDirect(context, request, { business: 'capacity', type: 'adjust', input }))
    },
  )
}

/** A category that nobody has drawn up would hide the offer from everyone who looks by category. */
async function checkCategory({ db, town }: OffersRoutes, slug: string): Promise<void> {
  const known = await knownCategories(db, town, [slug])
  if (!known.has(slug)) throw invalidAt('/category', 'is not a category of this town')
}

/** 201 for an offer that is new: it begins with rev 1. */
function answerPut(reply: FastifyReply, verdict: Verdict): FastifyReply {
  const isMade = verdict.status === 'accepted' && verdict.result['rev'] === 1
  return answerDirect(reply, verdict, isMade ? 201 : 200)
}

/** JSON that is text already. */
function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text)
}
