import Type from 'typebox'
import { transaction } from '#kernel/db'
import type { App } from '#kernel/http'
import { cursorOf, instantMs, pageOf, rfc3339 } from '#kernel/http-pages'
import { notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import {
  DeliveriesBody,
  DeliveriesQuery,
  DeliveryBody,
  DeliveryParams,
  IdParams,
  ResendBody,
  ResentBody,
} from './contract.ts'
import { type Delivery, findDelivery, listDeliveries, resend } from './deliveries.ts'
import type { Endpoint } from './endpoints.ts'
import { storeDeliveries } from './fan-out.ts'
import { webhookDisabled } from './problems.ts'
import { ownEndpoint, requestId, type WebhookRoutes } from './routes.ts'

const cursor = cursorOf(Type.Object({ id: Type.String({ format: 'uuid' }) }))

/** What was sent, what came back, and sending again. */
export function deliveryRoutes(app: App, context: WebhookRoutes): void {
  logRoutes(app, context)
  resendRoutes(app, context)
  testRoute(app, context)
}

function shown({ createdAt, nextAt, id, event, type, state, attempts }: Delivery) {
  const next = nextAt === null ? null : rfc3339(nextAt)
  return { id, event, type, state, attempts, createdAt: rfc3339(createdAt), nextAt: next }
}

function logRoutes(app: App, context: WebhookRoutes): void {
  const { db, town } = context
  app.get(
    '/v1/webhooks/:id/deliveries',
    {
      schema: {
        summary: 'What was sent to an endpoint, the newest first',
        params: IdParams,
        querystring: DeliveriesQuery,
        response: { 200: DeliveriesBody, ...problems(notFound) },
      },
    },
    async (request) => {
      const { id: endpoint } = await ownEndpoint(context, request, request.params.id)
      const { limit, cursor: given, state } = request.query
      const after = given === undefined ? {} : { after: cursor.decode(given).id }
      const wanted = { endpoint, limit: limit + 1, ...after, ...(state === undefined ? {} : { state }) }
      const rows = await listDeliveries(db, town, wanted)
      return pageOf(rows, { limit, item: shown, cursor: ({ id }) => cursor.encode({ id }) })
    },
  )
  app.get(
    '/v1/webhooks/:id/deliveries/:delivery',
    {
      schema: {
        summary: 'One delivery: what was sent, and what came back each time',
        params: DeliveryParams,
        response: { 200: DeliveryBody, ...problems(notFound) },
      },
    },
    async (request) => {
      const { id: endpoint } = await ownEndpoint(context, request, request.params.id)
      const found = await findDelivery(db, town, { endpoint, id: request.params.delivery })
      if (found === undefined) throw new Problem(notFound)
      const log = found.log.map((attempt) => ({ ...attempt, at: rfc3339(attempt.at) }))
      return { ...shown(found), body: found.body, log }
    },
  )
}

function resendRoutes(app: App, context: WebhookRoutes): void {
  app.post(
    '/v1/webhooks/:id/deliveries/:delivery/resend',
    {
      // Receivers know a message by its id, however often it comes.
      config: { idempotency: 'none' },
      schema: {
        summary: 'Send a delivery again',
        params: DeliveryParams,
        response: { 202: ResentBody, ...problems(notFound, webhookDisabled) },
      },
    },
    async (request, reply) => {
      const { id } = refuseDisabled(await ownEndpoint(context, request, request.params.id))
      const count = await resend(context, id, { id: request.params.delivery })
      if (count === 0) throw new Problem(notFound)
      return reply.code(202).send({ count })
    },
  )
  app.post(
    '/v1/webhooks/:id/resend',
    {
      config: { idempotency: 'none' }, // as above
      schema: {
        summary: 'Send again what failed since an instant',
        params: IdParams,
        body: ResendBody,
        response: { 202: ResentBody, ...problems(notFound, webhookDisabled) },
      },
    },
    async (request, reply) => {
      const { id } = refuseDisabled(await ownEndpoint(context, request, request.params.id))
      const { since, isFailedOnly = true } = request.body
      const count = await resend(context, id, { since: instantMs(since, '/since'), isFailedOnly })
      return reply.code(202).send({ count })
    },
  )
}

function refuseDisabled(endpoint: Endpoint): Endpoint {
  if (endpoint.disabledAt !== null) throw new Problem(webhookDisabled, { detail: endpoint.notice ?? '' })
  return endpoint
}

function testRoute(app: App, context: WebhookRoutes): void {
  const { db, now } = context
  app.post(
    '/v1/webhooks/:id/test',
    {
      schema: {
        summary: 'Send an event that says nothing, to see whether it arrives',
        params: IdParams,
        response: { 202: ResentBody, ...problems(notFound, webhookDisabled) },
      },
    },
    async (request, reply) => {
      const { id: endpoint } = refuseDisabled(await ownEndpoint(context, request, request.params.id))
      const id = await requestId(context, request)
      const type = 'webhooks.tested'
      const body = JSON.stringify({ type, timestamp: rfc3339(now()), data: { endpoint } })
      await transaction(db, (tx) => storeDeliveries(tx, context, [{ id, endpoint, pos: 0, event: id, type, body }]))
      return reply.code(202).send({ count: 1 })
    },
  )
}
