import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { invalidAt, notFound, problems } from '#kernel/http-problems'
import type { CommandIdOf } from '#kernel/idempotency'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import { idReused } from '#modules/orders'
import { addressFault, hostOf, PrivateAddress, reachableAddresses } from './addresses.ts'
import {
  ChangedEndpointBody,
  EndpointBody,
  EndpointsBody,
  IdParams,
  NewEndpointBody,
  NewEndpointReply,
  SecretBody,
} from './contract.ts'
import type { Deliveries } from './deliveries.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  type Endpoint,
  type EndpointGiven,
  findEndpoint,
  listEndpoints,
  overlapMs,
  rotateSecret,
  validSecrets,
} from './endpoints.ts'
import { tooManyWebhooks, webhookAddressRefused } from './problems.ts'
import { deliveryRoutes } from './routes-deliveries.ts'

/** What the routes of this module work on. */
export type WebhookRoutes = Deliveries & { commandIdOf: CommandIdOf }

/** Endpoints of the party one acts for. */
export function webhookRoutes(app: App, context: WebhookRoutes): void {
  readingRoutes(app, context)
  creatingRoute(app, context)
  changingRoutes(app, context)
  secretRoute(app, context)
  deliveryRoutes(app, context)
}

/** An endpoint of the caller's party. @throws {Problem} not-found, also for another's */
export async function ownEndpoint({ db, town }: WebhookRoutes, request: FastifyRequest, id: string): Promise<Endpoint> {
  const endpoint = await findEndpoint(db, town, { id, party: actorOf(request).party })
  if (endpoint === undefined) throw new Problem(notFound)
  return endpoint
}

/** The id that the Idempotency-Key of a request stands for. */
export function requestId({ commandIdOf }: WebhookRoutes, request: FastifyRequest): Promise<string> {
  const { party, user = party } = actorOf(request)
  const route = `${request.method} ${request.routeOptions.url}`
  return commandIdOf(user, route, String(request.headers['idempotency-key']))
}

function shown({ id, url, types, format, description, notice, ...times }: Endpoint) {
  const { createdAt, failingSince, disabledAt } = times
  return {
    id, url, format, description, notice,
    types: [...types],
    createdAt: rfc3339(createdAt),
    isEnabled: disabledAt === null,
    failingSince: failingSince === null ? null : rfc3339(failingSince),
    disabledAt: disabledAt === null ? null : rfc3339(disabledAt),
  } // prettier-ignore
}

function readingRoutes(app: App, context: WebhookRoutes): void {
  app.get(
    '/v1/webhooks',
    { schema: { summary: 'Where your events are sent to', response: { 200: EndpointsBody } } },
    async (request) => {
      const endpoints = await listEndpoints(context.db, context.town, actorOf(request).party)
      return { items: endpoints.map(shown) }
    },
  )
  app.get(
    '/v1/webhooks/:id',
    { schema: { summary: 'One endpoint', params: IdParams, response: { 200: EndpointBody, ...problems(notFound) } } },
    async (request) => shown(await ownEndpoint(context, request, request.params.id)),
  )
}

function creatingRoute(app: App, context: WebhookRoutes): void {
  const { db, town, now } = context
  app.post(
    '/v1/webhooks',
    {
      schema: {
        summary: 'Have your events sent to an address',
        description:
          'Signed as Standard Webhooks says. You get what the event stream would show you, from now on, at least once; ' +
          '`webhook-id` is the id of the event. The operator gets everything.',
        body: NewEndpointBody,
        response: { 201: NewEndpointReply, ...problems(webhookAddressRefused, tooManyWebhooks, idReused) },
      },
    },
    async (request, reply) => {
      const { format = 'plain', description = '', ...rest } = request.body
      const given = { ...rest, format, description }
      await refuseUnreachable(context, given.url)
      const by = actorOf(request)
      const id = await requestId(context, request)
      const endpoint = await createEndpoint(context, by.party, { id, ...given })
      if (!isSame(endpoint, given)) throw new Problem(idReused)
      await recordAudit(db, { town, by, act: 'webhooks.created', subject: id, now: now() })
      const [secret = ''] = await validSecrets(context, id)
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...shown(endpoint), secret })
    },
  )
}

function isSame(endpoint: Endpoint, given: EndpointGiven): boolean {
  const textOf = ({ url, format, types, description }: EndpointGiven): string =>
    JSON.stringify([url, format, types, description])
  return textOf(endpoint) === textOf(given)
}

/** @throws {Problem} webhook-address-refused, invalid-input */
async function refuseUnreachable({ reach, resolve }: WebhookRoutes, url: string): Promise<void> {
  const fault = addressFault(url, reach)
  if (fault !== null) throw invalidAt('/url', fault)
  try {
    await reachableAddresses(hostOf(new URL(url)), reach, resolve)
  } catch (error) {
    if (!(error instanceof PrivateAddress)) return // unknown to the resolver today, which may be another tomorrow
    throw new Problem(webhookAddressRefused, { errors: [{ pointer: '/url', detail: error.message }] })
  }
}

function changingRoutes(app: App, context: WebhookRoutes): void {
  const { db, town, now } = context
  app.put(
    '/v1/webhooks/:id',
    {
      schema: {
        summary: 'Change an endpoint, disable it, or enable it again',
        params: IdParams,
        body: ChangedEndpointBody,
        response: { 200: EndpointBody, ...problems(notFound, webhookAddressRefused) },
      },
    },
    async (request) => {
      const { id } = await ownEndpoint(context, request, request.params.id)
      await refuseUnreachable(context, request.body.url)
      await changeEndpoint(context, id, request.body)
      await recordAudit(db, { town, by: actorOf(request), act: 'webhooks.changed', subject: id, now: now() })
      return shown(await ownEndpoint(context, request, id))
    },
  )
  app.delete(
    '/v1/webhooks/:id',
    {
      schema: {
        summary: 'Remove an endpoint with its delivery log',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(notFound) },
      },
    },
    async (request, reply) => {
      const { id } = await ownEndpoint(context, request, request.params.id)
      await transaction(db, async (tx) => {
        await deleteEndpoint(tx, town, id)
        await recordAudit(tx, { town, by: actorOf(request), act: 'webhooks.removed', subject: id, now: now() })
      })
      return reply.code(204).send(null)
    },
  )
}

function secretRoute(app: App, context: WebhookRoutes): void {
  const { db, town, now } = context
  app.post(
    '/v1/webhooks/:id/secret',
    {
      schema: {
        summary: 'Make a new secret; the one before signs as well for a day',
        params: IdParams,
        response: { 201: SecretBody, ...problems(notFound) },
      },
    },
    async (request, reply) => {
      const endpoint = await ownEndpoint(context, request, request.params.id)
      const secret = await rotateSecret(context, endpoint, await requestId(context, request))
      await recordAudit(db, {
        town,
        by: actorOf(request),
        act: 'webhooks.secret-made',
        subject: endpoint.id,
        now: now(),
      })
      const overlapUntil = rfc3339(now() + overlapMs)
      return reply.code(201).header('cache-control', 'no-store').send({ secret, overlapUntil })
    },
  )
}
