import Type, { type Static } from 'typebox'
import { type Executor, sql } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { Page, cursorOf, pageOf, pageQuery, rfc3339 } from '#kernel/http-pages'
import { notAllowed, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { mayHandleExceptions } from '../policies.ts'
import { titleOf } from './actions.ts'
import { Id, Instant, Nullable, Text } from './contract.ts'
import type { OrderApi } from './routes.ts'
import { grantParty } from './routes-open.ts'
import { lookAt } from '../books/looking.ts'

/** Whose turn it is when nobody who takes part can go on. */
const rulers = ['arbiter', 'operator'] as const

const Exception = Type.Object({
  id: Id,
  business: Type.String(),
  title: Type.String({ description: 'Of the first line' }),
  state: Type.String(),
  stateTitle: Text,
  stuck: Nullable(Type.String({ description: 'The refusal that stopped a timer' })),
  waitsFor: Nullable(Type.Enum([...rulers], { description: 'Whoever holds this grant must act' })),
  placedAt: Instant,
  currency: Type.String(),
  heldMinor: Type.Integer(),
  roles: Type.Record(Type.String(), Id),
})

const cursor = cursorOf(Type.Object({ id: Type.String({ format: 'uuid' }) }))

/** Orders that need a person of the town: those that wait for a ruling, and those that got stuck. */
export function exceptionRoutes(app: App, api: OrderApi): void {
  app.get(
    '/v1/exceptions',
    {
      schema: {
        operationId: 'listExceptions',
        summary: 'Orders that need a person of the town: a ruling, or a look at what got stuck; newest first',
        querystring: pageQuery({ business: Type.Optional(Type.String({ maxLength: 64 })) }),
        response: { 200: Page(Exception), ...problems(notAllowed) },
      },
    },
    async (request) => {
      if (!mayHandleExceptions(actorOf(request))) throw new Problem(notAllowed)
      const { limit, cursor: from, business } = request.query
      const before = from === undefined ? undefined : cursor.decode(from).id
      const rows = await findExceptions(api.db, api.town.id, { before, business, limit: limit + 1 })
      const titles = await titlesOf(api, rows)
      return pageOf(rows, {
        limit,
        item: (row) => shown(api, row, titles),
        cursor: ({ id }) => cursor.encode({ id }),
      })
    },
  )
}

/** An exception as it is read. */
export type ExceptionRow = {
  id: string
  business: string
  version: number
  state: string
  stuck: string | null
  waitsFor: (typeof rulers)[number] | null
  placedAt: number
  currency: string
  heldMinor: number
  lines: readonly { offerId: string }[]
  roles: Record<string, string>
}

type Wanted = { before: string | undefined; business: string | undefined; limit: number }

/** Both sources are read by an index: who waits for a grant, and what is stuck. */
export async function findExceptions(
  db: Executor,
  town: number,
  { before, business, limit }: Wanted,
): Promise<ExceptionRow[]> {
  const [arbiters, operators] = rulers.map(grantParty)
  const older = before === undefined ? sql`` : sql`and found.id < ${before}`
  const only = business === undefined ? sql`` : sql`and o.business = ${business}`
  const { rows } = await sql<ExceptionRow>`
    with sources as (
      select order_id as id, party from orders.order_party
      where town = ${town} and party = any(${[arbiters, operators]}::uuid[])
      union all
      select id, null from orders.order_state where town = ${town} and stuck is not null),
    found as (
      select id, case when bool_or(party = ${arbiters}) then 'arbiter'
        when bool_or(party = ${operators}) then 'operator' end as waits_for
      from sources group by id)
    select o.id, o.business, o.version, s.state, s.stuck, found.waits_for, o.placed_at, o.currency, s.held_minor,
      o.lines, s.roles
    from found
    join orders.orders o on o.town = ${town} and o.id = found.id
    join orders.order_state s on s.town = ${town} and s.id = found.id
    where s.ending is null ${older} ${only}
    order by o.id desc limit ${limit}`.execute(db)
  return rows
}

async function titlesOf(api: OrderApi, rows: readonly ExceptionRow[]): Promise<ReadonlyMap<string, string>> {
  const offers = new Set(rows.flatMap(({ lines }) => lines[0]?.offerId ?? []))
  return lookAt(api, { offers }, (view) => new Map([...offers].map((id) => [id, view.offer(id)?.title ?? ''])))
}

function shown(
  { catalogue }: OrderApi,
  row: ExceptionRow,
  titles: ReadonlyMap<string, string>,
): Static<typeof Exception> {
  const { version, lines, placedAt, ...rest } = row
  const flow = catalogue.version(row.business, version)
  return {
    ...rest,
    title: titles.get(lines[0]?.offerId ?? '') ?? '',
    stateTitle: flow === undefined ? row.state : titleOf(flow, row.state),
    placedAt: rfc3339(placedAt),
  }
}
