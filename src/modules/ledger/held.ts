import { type Database, sql } from '#kernel/db'
import type { ProjectionOf } from '#kernel/module'

/** Money of a party that stands on an order and has not been decided about yet. */
export type Held = { orderId: string; amountMinor: number; currency: string; since: number }

/**
 * What pots hold, account by account. The journal is applied once, in the transaction that moves the cursor, so sums
 * may be added up.
 */
export function heldProjection(town: number): ProjectionOf {
  return {
    name: 'ledger.held',
    apply: async (tx, events) => {
      const receipts = events.filter(({ n, type }) => n === 0 && type !== 'command.refused').map(({ id }) => id)
      if (receipts.length === 0) return
      const { rows } = await sql<{ orderId: string }>`
        insert into ledger.held as h (town, order_id, pot, account, currency, position_minor, since)
        select t.town, t.order_id, coalesce(t.credit_pot, t.debit_pot), coalesce(t.debit, t.credit), t.currency,
          sum(case when t.credit_pot is null then t.amount_minor else -t.amount_minor end), min(t.at)
        from ledger.transfers t
        where t.town = ${town} and t.command_id = any(${receipts}::uuid[])
          and (t.credit_pot is null) <> (t.debit_pot is null)
        group by 1, 2, 3, 4, 5
        on conflict (town, order_id, pot, account) do update
          set position_minor = h.position_minor + excluded.position_minor
        returning order_id`.execute(tx)
      if (rows.length === 0) return
      await sql`
        delete from ledger.held h using (
          select order_id, pot from ledger.held
          where town = ${town} and order_id = any(${rows.map(({ orderId }) => orderId)}::uuid[])
          group by order_id, pot having sum(position_minor) = 0) empty
        where h.town = ${town} and h.order_id = empty.order_id and h.pot = empty.pot`.execute(tx)
    },
  }
}

/** Orders listed at once: whoever has more open ones reads them in the list of orders. */
const heldMax = 200

/**
 * What a party has paid into orders that is still there, the newest first. A pot that several paid into is theirs in
 * proportion.
 */
export async function listHeld(db: Database, town: number, party: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select order_id, currency, min(since) as since, sum(mine)::bigint as amount_minor from (
      select h.order_id, h.pot, h.currency, h.since,
        round(-h.position_minor * (select -sum(p.position_minor) from ledger.held p
            where p.town = h.town and p.order_id = h.order_id and p.pot = h.pot)
          / (select -sum(p.position_minor) from ledger.held p
            where p.town = h.town and p.order_id = h.order_id and p.pot = h.pot and p.position_minor < 0)) as mine
      from ledger.accounts a join ledger.held h on h.town = a.town and h.account = a.id
      where a.town = ${town} and a.party = ${party} and h.position_minor < 0) parts
    group by order_id, currency order by min(since) desc, order_id limit ${heldMax}`.execute(db)
  return rows
}
