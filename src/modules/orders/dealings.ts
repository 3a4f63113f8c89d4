/**
 * How parties have dealt before, as facts that questions may be told of: counted over the newest orders of each, so
 * that the cost is bounded whatever a party's past.
 */
import { type Executor, sql } from '#kernel/db'
import type { FactLoader } from '#kernel/module'

/** What counts as what, by the words of a line of business. */
export type Dealings = {
  role: string
  /**
   * In front of the names of the facts, by default the role: `buyer` makes `buyerOrdersHour`, `buyerOrdersWell` and
   * `buyerOrdersBadly`.
   */
  prefix?: string
  business: string
  /** States in which an order went well, and in which it went badly. */
  well: readonly string[]
  badly: readonly string[]
}

/** More do not make a party better known. */
const newest = 50

type Counts = { party: string; hour: number; well: number; badly: number }

/** Facts `PREFIXOrdersHour` (placed within the last hour of town time), `PREFIXOrdersWell`, `PREFIXOrdersBadly`. */
export function dealingsFacts(dealings: Dealings): Readonly<Record<string, FactLoader>> {
  // The loaders of one look are given the same list: it is counted once for all of them.
  const counted = new WeakMap<readonly string[], Promise<Counts[]>>()
  const fact =
    (name: 'hour' | 'well' | 'badly'): FactLoader =>
    async (executor, town, parties) => {
      const counts = counted.get(parties) ?? countOf(executor, town, { ...dealings, parties })
      counted.set(parties, counts)
      return new Map((await counts).map((row) => [row.party, row[name]]))
    }
  const { role, prefix = role } = dealings
  return {
    [`${prefix}OrdersHour`]: fact('hour'),
    [`${prefix}OrdersWell`]: fact('well'),
    [`${prefix}OrdersBadly`]: fact('badly'),
  }
}

async function countOf(
  executor: Executor,
  town: number,
  { parties, role, business, well, badly }: Dealings & { parties: readonly string[] },
): Promise<Counts[]> {
  const { rows } = await sql<Counts>`
    select p.party,
      count(*) filter (where o.placed_at > town.now - interval '1 hour')::int as hour,
      count(*) filter (where s.state = any(${[...well]}::text[]))::int as well,
      count(*) filter (where s.state = any(${[...badly]}::text[]))::int as badly
    from unnest(${[...parties]}::uuid[]) as p (party)
    cross join (select now() + clock_offset_ms * interval '1 millisecond' as now
                from kernel.towns where id = ${town}) as town
    cross join lateral (
      select order_id, role, business from orders.order_party
      where town = ${town} and party = p.party order by order_id desc limit ${newest}) as x
    join orders.orders o on o.town = ${town} and o.id = x.order_id
    join orders.order_state s on s.town = ${town} and s.id = x.order_id
    where x.role = ${role} and x.business = ${business}
    group by p.party`.execute(executor)
  return rows
}
