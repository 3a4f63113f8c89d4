import Type from 'typebox'
import { type Executor, sql } from '#kernel/db'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import type { ChargeLine } from './charges.ts'
import type { Month } from './months.ts'

/** What a seller was charged in a month and given back, by line of the menu. Amounts are minor units. */
export type Statement = {
  currency: string
  orders: number
  chargedMinor: number
  givenBackMinor: number
  lines: readonly { name: string; chargedMinor: number; givenBackMinor: number }[]
}

/** One statement for each currency. */
export async function readStatements(
  db: Executor,
  { town, seller, month }: { town: number; seller: string; month: Month },
): Promise<Statement[]> {
  const { rows } = await sql<Statement>`
    with part as (
      select c.currency, c.order_id, line.name, line."amountMinor" as amount
      from fees.charges c cross join json_to_recordset(c.lines) as line (name text, "amountMinor" bigint)
      where c.town = ${town} and c.seller = ${seller} and c.at >= ${new Date(month.from)}
        and c.at < ${new Date(month.until)}),
    named as (
      select currency, name, coalesce(sum(amount) filter (where amount > 0), 0)::bigint as charged,
        coalesce(-sum(amount) filter (where amount < 0), 0)::bigint as given_back
      from part group by 1, 2)
    select n.currency, (select count(distinct order_id) from part p where p.currency = n.currency)::integer as orders,
      sum(n.charged)::bigint as charged_minor, sum(n.given_back)::bigint as given_back_minor,
      json_agg(json_build_object('name', n.name, 'chargedMinor', n.charged, 'givenBackMinor', n.given_back)
        order by n.name) as lines
    from named n group by n.currency order by n.currency`.execute(db)
  return rows
}

const cursor = cursorOf(Type.Object({ at: Type.Integer(), id: Type.String({ format: 'uuid' }), n: Type.Integer() }))

type ChargeRow = {
  at: number
  commandId: string
  n: number
  orderId: string
  business: string
  currency: string
  amountMinor: number
  lines: ChargeLine[]
}

type ChargesQuery = { town: number; seller: string; month: Month; limit: number; cursor?: string | undefined }
type ChargesPage = { items: (Omit<ChargeRow, 'at' | 'n'> & { at: string })[]; nextCursor: string | null }

/**
 * Charge by charge, the newest first.
 *
 * @throws {Problem} invalid-input at /cursor
 */
export async function listCharges(
  db: Executor,
  { town, seller, month, limit, cursor: after }: ChargesQuery,
): Promise<ChargesPage> {
  const behind = after === undefined ? undefined : cursor.decode(after)
  const isBehind =
    behind === undefined
      ? sql``
      : sql`and (at, command_id, n) < (${new Date(behind.at)}, ${behind.id}::uuid, ${behind.n}::smallint)`
  const { rows } = await sql<ChargeRow>`
    select at, command_id, n, order_id, business, currency, amount_minor, lines from fees.charges
    where town = ${town} and seller = ${seller} and at >= ${new Date(month.from)} and at < ${new Date(month.until)}
      ${isBehind}
    order by at desc, command_id desc, n desc limit ${limit + 1}`.execute(db)
  return pageOf(rows, {
    limit,
    item: ({ at, n: _n, ...row }) => ({ at: rfc3339(at), ...row }),
    cursor: ({ at, commandId, n }) => cursor.encode({ at, id: commandId, n }),
  })
}
