import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Command, Refusal, Verdict } from '#kernel/commands'
import { sql } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { anyRefusal, invalidAt, problems, sendRefusal } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import Type from 'typebox'
import { previewCommand } from './actions.ts'
import { ActionBody, ActionParams, DoneBody, PlaceBody, PreviewBody, PreviewQuery } from './contract.ts'
import { mayHearWhy } from '../policies.ts'
import { booksClosed, idReused, idTime, unanswered } from '../problems.ts'
import { businessNotFound, orderNotFound } from './problems-routes.ts'
import type { NotedVerdict, OrderApi } from './routes.ts'

/** What `submit` itself may throw. */
export const submitProblems = [idReused, idTime, unanswered, booksClosed] as const

const DoneOrPreview = Type.Union([DoneBody, PreviewBody])

/** Placing an order and acting on it. */
export function actionRoutes(app: App, api: OrderApi): void {
  app.post(
    '/v1/orders',
    {
      schema: {
        operationId: 'placeOrder',
        summary: 'Place an order',
        description: 'With `?preview` nothing is placed: the answer says what would be paid, taken and agreed.',
        body: PlaceBody,
        querystring: PreviewQuery,
        response: { 200: PreviewBody, 201: DoneBody, ...problems(anyRefusal, businessNotFound, ...submitProblems) },
      },
    },
    async (request, reply) => {
      const { type, input = {}, ...rest } = request.body
      const id = await commandIdOf(api, request)
      const command: Command = {
        ...rest,
        id,
        actor: actorOf(request),
        type: beginningOf(api, rest.business, type),
        input,
      }
      if (isPreview(request.query)) return sendPreview(api, reply, command)
      const [noted] = await api.submitNoting([command])
      if (noted!.verdict.status === 'accepted') reply.header('location', `/v1/orders/${id}`)
      return sendVerdict(api, reply, { noted: noted!, command, status: 201 })
    },
  )
  app.post(
    '/v1/orders/:id/actions/:type',
    {
      schema: {
        operationId: 'actOnOrder',
        summary: 'Act on an order',
        description: 'The order itself lists its actions. With `?preview` nothing happens.',
        params: ActionParams,
        body: ActionBody,
        querystring: PreviewQuery,
        response: { 200: DoneOrPreview, ...problems(anyRefusal, orderNotFound, ...submitProblems) },
      },
    },
    async (request, reply) => {
      const { id: orderId, type } = request.params
      const business = await api.businessOf(orderId)
      if (business === undefined) throw new Problem(orderNotFound)
      const { input = {}, ...rest } = request.body
      const id = await commandIdOf(api, request)
      const command: Command = { ...rest, id, actor: actorOf(request), business, type, orderId, input }
      if (isPreview(request.query)) return sendPreview(api, reply, command)
      const [noted] = await api.submitNoting([command])
      return sendVerdict(api, reply, { noted: noted!, command, status: 200 })
    },
  )
}

/** The command id that the request's key stands for, apart for every identity and route. */
export function commandIdOf({ commandIdOf: mapped }: OrderApi, request: FastifyRequest): Promise<string> {
  const actor = actorOf(request)
  const key = String(request.headers['idempotency-key']) // its presence was checked when the request came in
  return mapped(actor.user ?? actor.party, request.routeOptions.url ?? '', key)
}

/** True when nothing is to happen. */
export function isPreview({ preview }: { preview?: string }): boolean {
  return preview !== undefined && preview !== 'false'
}

/** How an order begins when the client does not say: `place`, or the only way there is. */
function beginningOf({ catalogue }: OrderApi, business: string, type: string | undefined): string {
  const flow = catalogue.newest(business)
  if (flow === undefined) throw new Problem(businessNotFound)
  const types = [...(flow.states.get(flow.manifest.flow.initial)?.on.keys() ?? [])]
  const chosen = type ?? (types.includes('place') || types.length !== 1 ? 'place' : types[0])
  if (chosen !== undefined && types.includes(chosen)) return chosen
  throw invalidAt('/type', `must be one of ${types.join(', ')}`)
}

async function sendPreview(api: OrderApi, reply: FastifyReply, command: Command): Promise<FastifyReply> {
  const found = await previewCommand(api, command)
  if (found.ok) return reply.code(200).send(found.body)
  return sendRefusal(reply, await refusalFor(api, command, found.refusal))
}

type Answer = { noted: NotedVerdict; command: Command; status: 200 | 201 }

async function sendVerdict(
  api: OrderApi,
  reply: FastifyReply,
  { noted, command, status }: Answer,
): Promise<FastifyReply> {
  const { verdict, isReplayed } = noted
  if (isReplayed) reply.header('idempotent-replayed', 'true')
  if (verdict.status === 'refused') return sendRefusal(reply, await refusalFor(api, command, verdict.refusal))
  return reply.code(status).send(doneBody(verdict))
}

function doneBody({ result, at, pos }: Extract<Verdict, { status: 'accepted' }>) {
  // An accepted command on an order answers these three; see `transition`.
  const { orderId, rev, state } = result as { orderId: string; rev: number; state: string }
  return { orderId, rev, state, at: rfc3339(at), pos }
}

/** Refusals that tell how an order stands; to those whose order it is not, they would tell too much. */
const telling: readonly string[] = ['not-now', 'not-yours']

/** The refusal as its actor may hear it: an order that is none of their business does not exist. */
export async function refusalFor(api: OrderApi, { orderId, actor }: Command, refusal: Refusal): Promise<Refusal> {
  if (orderId === undefined || !telling.includes(refusal.slug)) return refusal
  if (await mayKnow(api, orderId, actor)) return refusal
  return { slug: orderNotFound.slug, status: 404, detail: orderNotFound.title }
}

/** Those with a role in it, the operator, and those whose grant could give them one. */
async function mayKnow({ db, town, catalogue }: OrderApi, orderId: string, actor: Actor): Promise<boolean> {
  const { rows } = await sql<{ business: string; version: number; roles: Record<string, string> }>`
    select o.business, o.version, s.roles from orders.orders o
    join orders.order_state s on s.town = o.town and s.id = o.id
    where o.town = ${town.id} and o.id = ${orderId}`.execute(db)
  const order = rows[0]
  if (order === undefined) return mayHearWhy(actor, { parties: [], grants: [] })
  const roles = Object.values(catalogue.version(order.business, order.version)?.manifest.roles ?? {})
  return mayHearWhy(actor, { parties: Object.values(order.roles), grants: roles.flatMap(({ grant }) => grant ?? []) })
}
