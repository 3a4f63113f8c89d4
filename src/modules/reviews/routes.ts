import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { invalidAt, notAllowed, problems } from '#kernel/http-problems'
import type { CommandIdOf } from '#kernel/idempotency'
import { loadOffers, offerOf } from '#modules/offers'
import {
  AnswerBody,
  ChangeBody,
  DueBody,
  DueQuery,
  IdParams,
  RatingBody,
  RatingQuery,
  ReceivedQuery,
} from './contract.ts'
import { RemovedQuery, ReviewsPage, ReviewsQuery, WriteBody, WrittenBody } from './contract.ts'
import { answeredAlready, notReviewable, reviewNotFound, reviewSettled } from './problems.ts'
import { findRating } from './ratings.ts'
import { dueReviews, reviewsPage } from './showing.ts'
import { type ReviewPlace, type Said, answerReview, changeReview, writeReview } from './writing.ts'

/** What the routes of reviews need. */
export type ReviewRoutes = ReviewPlace & { commandIdOf: CommandIdOf }

export function reviewRoutes(app: App, place: ReviewRoutes): void {
  publicRoutes(app, place)
  ownRoutes(app, place)
  writingRoutes(app, place)
}

function publicRoutes(app: App, place: ReviewRoutes): void {
  app.get(
    '/v1/reviews',
    {
      config: { access: 'open' },
      schema: {
        summary: 'What buyers say of a thing or a seller',
        querystring: ReviewsQuery,
        response: { 200: ReviewsPage },
      },
    },
    async ({ query: { offer, ...query } }) =>
      reviewsPage(place, { ...query, listing: await listingOf(place, offer), isRemoved: false }),
  )
  app.get(
    '/v1/reviews/rating',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getRating',
        summary: 'How a thing or a seller is rated',
        querystring: RatingQuery,
        response: { 200: RatingBody },
      },
    },
    async ({ query: { offer, seller } }) => {
      const subject = seller ?? (await listingOf(place, offer)) ?? ''
      return findRating(place.db, place.town.id, subject)
    },
  )
}

/** The thing that a variant belongs to; what is unknown has no reviews. */
async function listingOf({ db, town }: ReviewPlace, offer: string | undefined): Promise<string | undefined> {
  if (offer === undefined) return undefined
  const { rows } = await db.pool.query<unknown[]>(loadOffers(town.id, [offer]))
  return rows.map(offerOf)[0]?.groupId ?? offer
}

function ownRoutes(app: App, place: ReviewRoutes): void {
  app.get(
    '/v1/reviews/due',
    {
      schema: {
        operationId: 'listDueReviews',
        summary: 'What of an order you may review, and what you have said',
        querystring: DueQuery,
        response: { 200: DueBody },
      },
    },
    async (request) => dueReviews(place, request.query.orderId, actorOf(request)),
  )
  app.get(
    '/v1/reviews/received',
    {
      schema: {
        operationId: 'listReceivedReviews',
        summary: 'What buyers say of what you sell, removed reviews too',
        querystring: ReceivedQuery,
        response: { 200: ReviewsPage },
      },
    },
    async (request) => reviewsPage(place, { ...request.query, seller: actorOf(request).party }),
  )
  app.get(
    '/v1/reviews/removed',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'listRemovedReviews',
        summary: 'Reviews that a ruling has removed',
        querystring: RemovedQuery,
        response: { 200: ReviewsPage },
      },
    },
    async (request) => reviewsPage(place, { ...request.query, isRemoved: true }),
  )
}

function writingRoutes(app: App, place: ReviewRoutes): void {
  app.post(
    '/v1/reviews',
    {
      schema: {
        summary: 'Review what you have bought, once a line of an order',
        body: WriteBody,
        response: { 200: WrittenBody, 201: WrittenBody, ...problems(notReviewable) },
      },
    },
    async (request, reply) => {
      const { orderId, offerId } = request.body
      const by = actorOf(request)
      const id = await idOf(place, request)
      const written = await writeReview(place, { id, orderId, offerId, by, said: saidIn(request.body) })
      return reply.code(written.isNew ? 201 : 200).send(written)
    },
  )
  app.put(
    '/v1/reviews/:id',
    {
      schema: {
        summary: 'Change your review, for 30 days',
        params: IdParams,
        body: ChangeBody,
        response: { 204: Type.Null(), ...problems(reviewNotFound, reviewSettled) },
      },
    },
    async (request, reply) => {
      await changeReview(place, { id: request.params.id, by: actorOf(request), said: saidIn(request.body) })
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/v1/reviews/:id/answer',
    {
      schema: {
        operationId: 'answerReview',
        summary: 'Answer a review of what you sell, once',
        params: IdParams,
        body: AnswerBody,
        response: { 204: Type.Null(), ...problems(reviewNotFound, answeredAlready, notAllowed) },
      },
    },
    async (request, reply) => {
      await answerReview(place, { id: request.params.id, by: actorOf(request), words: request.body.words })
      return reply.code(204).send(null)
    },
  )
}

function saidIn({ stars, words = '', pictures = [], alts = [] }: Partial<Said> & Pick<Said, 'stars'>): Said {
  if (alts.length > pictures.length) throw invalidAt('/alts', 'names more pictures than there are')
  return { stars, words, pictures, alts }
}

/** A POST without a key does not come this far. */
function idOf({ commandIdOf }: ReviewRoutes, request: FastifyRequest): Promise<string> {
  const { party, user } = actorOf(request)
  const key = String(request.headers['idempotency-key'])
  return commandIdOf(user ?? party, `${request.method} ${request.routeOptions.url}`, key)
}
