import { type Executor, sql } from '#kernel/db'
import { grantParty } from './routes-open.ts'

/** How a town's orders are going. */
export type OrderFigures = {
  /** By hour, the oldest first; hours of machine time. */
  hours: { at: number; orders: number }[]
  orders: number
  /** Parties who took part in them. */
  people: number
  /** What buyers paid in, by currency. */
  captured: { currency: string; amountMinor: number }[]
  /** Orders that wait for a ruling or for the operator. */
  toDecide: number
  /** Orders that a refused timer left where they are. */
  stuck: number
}

const hourMs = 3_600_000

/**
 * Figures of the last hours. Ids of orders begin with their time, so that only those hours are read, however many
 * orders there were before.
 *
 * @param now machine time, ms
 */
export async function orderFigures(
  db: Executor,
  { town, now, hours }: { town: number; now: number; hours: number },
): Promise<OrderFigures> {
  const since = Math.floor(now / hourMs) * hourMs - (hours - 1) * hourMs
  const first = firstIdAt(since)
  const [byHour, captured, people, waiting] = await Promise.all([
    sql<{ hour: number; orders: number }>`
      select floor(extract(epoch from uuid_extract_timestamp(id)) / 3600)::bigint as hour, count(*) as orders
      from orders.orders where town = ${town} and id >= ${first} group by hour`.execute(db),
    sql<{ currency: string; amountMinor: number }>`
      select o.currency, sum(s.captured_minor)::bigint as amount_minor
      from orders.orders o join orders.order_state s on s.town = o.town and s.id = o.id
      where o.town = ${town} and o.id >= ${first} group by o.currency order by o.currency`.execute(db),
    sql<{ people: number }>`
      select count(distinct party) as people from orders.order_party
      where town = ${town} and order_id >= ${first}`.execute(db),
    sql<{ toDecide: number; stuck: number }>`
      select
        (select count(distinct order_id) from orders.order_party
         where town = ${town} and party = any(${['arbiter', 'operator'].map(grantParty)}::uuid[])) as to_decide,
        (select count(*) from orders.order_state where town = ${town} and stuck is not null) as stuck`.execute(db),
  ])
  const counts = new Map(byHour.rows.map(({ hour, orders }) => [hour * hourMs, orders]))
  const line = Array.from({ length: hours }, (_, index) => {
    const at = since + index * hourMs
    return { at, orders: counts.get(at) ?? 0 }
  })
  return {
    hours: line,
    orders: line.reduce((sum, { orders }) => sum + orders, 0),
    people: people.rows[0]!.people,
    captured: captured.rows,
    ...waiting.rows[0]!,
  }
}

/** The smallest UUIDv7 of an instant: 48 bits of ms, then zeros (RFC 9562 §5.7). */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
