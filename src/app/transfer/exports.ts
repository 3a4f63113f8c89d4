/** What can be exported, and how its rows are read: in one snapshot, a page at a time, whatever their number. */
import type { Database } from '#kernel/db'

/** What `lakeside export --what` takes. */
export const exportKinds = ['offers', 'orders', 'parties', 'ledger', 'events'] as const
/** One of them. */
export type ExportKind = (typeof exportKinds)[number]

/** A row, its members in the order of the columns. */
export type ExportRow = Readonly<Record<string, unknown>>

/** Instants leave as RFC 3339 in UTC. */
const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** $1 is the town. Names are those of the API, so that an export of offers or parties can be imported again. */
const queries: Readonly<Record<ExportKind, string>> = {
  offers: `
    select o.id as "offerId", o.business, p.slug as seller, o.title, o.description, o.category, o.currency,
      o.price_minor as "priceMinor", o.tax_code as "taxCode", o.price_includes_tax as "priceIncludesTax",
      o.group_id as "groupId", o.variant, to_json(o.pictures) as pictures, o.attributes, c.available as stock
    from offers.offers o join identity.parties p on p.town = o.town and p.id = o.seller
    left join capacity.public_cells c on c.town = o.town and c.name = o.business || '/' || o.id
    where o.town = $1 and o.status = 'active'
    order by coalesce(o.group_id, o.id), o.group_id is distinct from o.id, o.id`,
  orders: `
    select o.id, o.business, o.version, s.state, s.ending, o.currency, s.captured_minor as "capturedMinor",
      s.refunded_minor as "refundedMinor", s.held_minor as "heldMinor", ${instant('o.placed_at')} as "placedAt",
      o.group_id as "groupId", o.lines, s.roles
    from orders.orders o join orders.order_state s on s.town = o.town and s.id = o.id where o.town = $1 order by o.id`,
  parties: `
    select p.id, p.slug, p.kind, p.name, p.about, to_json(p.languages) as languages,
      to_json(array(select g.name from identity.grants g where g.town = p.town and g.party = p.id order by g.name))
        as grants,
      to_json(array(select f.slug from identity.memberships m
        join identity.parties f on f.town = m.town and f.id = m.party
        where m.town = p.town and m.person = p.id order by f.slug)) as "actsFor",
      p.is_suspended as "isSuspended", ${instant('p.joined_at')} as "joinedAt"
    from identity.parties p where p.town = $1 order by p.id`,
  ledger: `
    select command_id as "commandId", n, order_id as "orderId", debit, debit_pot as "debitPot", credit,
      credit_pot as "creditPot", amount_minor as "amountMinor", currency, code, ${instant('at')} as at
    from ledger.public_transfers where town = $1 order by command_id, n`,
  events: `
    select pos, n, id, type, subject, actor, user_id as "user", ${instant('at')} as at, data
    from kernel.events where town = $1 order by pos, n`,
}

/** Rows fetched at once. */
const pageSize = 1_000

/** All rows of a kind as of one instant. */
export async function* readRows({ pool }: Database, town: number, kind: ExportKind): AsyncGenerator<ExportRow> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`declare exported no scroll cursor for ${queries[kind]}`, [town])
    for (;;) {
      const { rows } = await client.query<ExportRow>(`fetch ${pageSize} from exported`)
      yield* rows
      if (rows.length < pageSize) break
    }
    await client.query('commit')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}
