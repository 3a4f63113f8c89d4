import type { Actor } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { readTimeline } from '#kernel/events'
import { type App, actorOf, isOperator } from '#kernel/http'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import type { RawBuilder } from 'kysely'
import Type, { type Static } from 'typebox'
import { rolesOf, showOrder, titleOf } from './actions.ts'
import { IdParams, OrderBody, type OrderListed, OrdersPage, OrdersQuery } from './contract.ts'
import { EventsPage, TimelineQuery } from './contract-events.ts'
import { orderNotFound } from './problems-routes.ts'
import type { OrderApi } from './routes.ts'
import { type OpenRole, grantParty, openRolesOf } from './routes-open.ts'
import { lookAt } from '../books/looking.ts'
import { shownEvent } from './stream-audience.ts'

const orderCursor = cursorOf(Type.Object({ id: Type.String({ format: 'uuid' }) }))
const eventCursor = cursorOf(Type.Object({ pos: Type.Integer(), n: Type.Integer() }))

/** The caller's orders, one order, and its story. */
export function readRoutes(app: App, api: OrderApi): void {
  app.get(
    '/v1/orders',
    {
      schema: {
        summary: 'Your orders, and those that wait for somebody like you, newest first',
        querystring: OrdersQuery,
        response: { 200: OrdersPage },
      },
    },
    async (request) => listOrders(api, actorOf(request), request.query),
  )
  app.get(
    '/v1/orders/:id',
    {
      schema: {
        summary: 'One order, with what you may do now',
        params: IdParams,
        response: { 200: OrderBody, ...problems(orderNotFound) },
      },
    },
    async (request) => getOrder(api, request.params.id, actorOf(request)),
  )
  app.get(
    '/v1/orders/:id/events',
    {
      schema: {
        summary: 'The story of an order, oldest first',
        params: IdParams,
        querystring: TimelineQuery,
        response: { 200: EventsPage, ...problems(orderNotFound) },
      },
    },
    async (request) => {
      const { id } = request.params
      const actor = actorOf(request)
      const { data } = await getOrder(api, id, actor)
      const sight = isOperator(actor) ? 'whole' : data === null ? 'outline' : 'story'
      const { limit, cursor } = request.query
      const after = cursor === undefined ? { pos: 0, n: 0 } : eventCursor.decode(cursor)
      const rows = await readTimeline(api.db, api.town.id, { subject: id, after, limit: limit + 1 })
      return pageOf(rows, {
        limit,
        item: (event) => shownEvent(event, sight),
        cursor: ({ pos, n }) => eventCursor.encode({ pos, n }),
      })
    },
  )
}

async function getOrder(api: OrderApi, id: string, actor: Actor): Promise<Static<typeof OrderBody>> {
  const shown = await showOrder(api, id, actor)
  if (shown === undefined) throw new Problem(orderNotFound)
  return shown
}

type Row = {
  id: string
  business: string
  version: number
  state: string
  ending: string | null
  placedAt: number
  groupId: string | null
  currency: string
  capturedMinor: number
  heldMinor: number
  lines: readonly { offerId: string }[]
  roles: Record<string, string>
}

function openFor(open: readonly OpenRole[], { grants }: Actor): string[] {
  return open.flatMap(({ role, grant }) => (grants.includes(grant) ? [role] : []))
}

type Filters = Static<typeof OrdersQuery>

async function listOrders(api: OrderApi, actor: Actor, query: Filters): Promise<Static<typeof OrdersPage>> {
  const rows = await findOrders(api.db, api.town.id, { parties: [actor.party, ...actor.grants.map(grantParty)], query })
  const offers = new Set(rows.flatMap(({ lines }) => lines[0]?.offerId ?? []))
  const titles = await lookAt(
    api,
    { offers },
    (view) => new Map([...offers].map((id) => [id, view.offer(id)?.title ?? ''])),
  )
  return pageOf(rows, {
    limit: query.limit,
    item: (row) => listed(api, actor, { row, title: titles.get(row.lines[0]?.offerId ?? '') ?? '' }),
    cursor: ({ id }) => orderCursor.encode({ id }),
  })
}

function listed(
  { catalogue }: OrderApi,
  actor: Actor,
  { row, title }: { row: Row; title: string },
): Static<typeof OrderListed> {
  const { version, lines, placedAt, ...rest } = row
  const flow = catalogue.version(row.business, version)
  return {
    ...rest,
    stateTitle: flow === undefined ? row.state : titleOf(flow, row.state),
    placedAt: rfc3339(placedAt),
    title,
    linesCount: lines.length,
    mine: rolesOf(row, actor),
    open: flow === undefined ? [] : openFor(openRolesOf(flow, row), actor),
  }
}

/**
 * Ids are UUIDv7, so newest first is the order of the index; an order in which one has two roles is listed once. Only
 * filters that are asked for stand in the statement: a page without any reads as many rows as it shows.
 */
async function findOrders(
  db: Executor,
  town: number,
  { parties, query }: { parties: readonly string[]; query: Filters },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with mine as (
      select p.order_id from orders.order_party p ${joinForState(query)}
      where p.town = ${town} and ${among(parties)} ${sql.join(conditionsOf(query), sql` `)}
      group by p.order_id order by p.order_id desc limit ${query.limit + 1})
    select o.id, o.business, o.version, s.state, s.ending, o.placed_at, o.group_id, o.currency,
      s.captured_minor, s.held_minor, o.lines, s.roles
    from mine
    join orders.orders o on o.town = ${town} and o.id = mine.order_id
    join orders.order_state s on s.town = ${town} and s.id = mine.order_id
    order by o.id desc`.execute(db)
  return rows
}

/** Of one party the index gives the rows in the order of the list; of several they must be sorted. */
function among(parties: readonly string[]): RawBuilder<unknown> {
  const [only, ...others] = parties
  return others.length === 0 ? sql`p.party = ${only}` : sql`p.party = any(${parties}::uuid[])`
}

function joinForState({ state, isOpen }: Filters): RawBuilder<unknown> {
  const isNeeded = state !== undefined || isOpen !== undefined
  return isNeeded ? sql`join orders.order_state f on f.town = p.town and f.id = p.order_id` : sql``
}

function conditionsOf({ cursor, role, business, state, isOpen }: Filters): RawBuilder<unknown>[] {
  return [
    sql``,
    ...(cursor === undefined ? [] : [sql`and p.order_id < ${orderCursor.decode(cursor).id}`]),
    ...(role === undefined ? [] : [sql`and p.role = ${role}`]),
    ...(business === undefined ? [] : [sql`and p.business = ${business}`]),
    ...(state === undefined ? [] : [sql`and f.state = ${state}`]),
    ...(isOpen === undefined ? [] : [isOpen ? sql`and f.ending is null` : sql`and f.ending is not null`]),
  ]
}
