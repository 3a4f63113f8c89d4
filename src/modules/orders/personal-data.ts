import type { Json, JsonObject } from '#kernel/commands'
import { type Database, type Executor, sql } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { rfc3339 } from '#kernel/http-pages'
import type { Hindrance, PersonalData } from '#kernel/personal-data'
import type { Vault } from '#kernel/vault'
import type { Order } from '#modules/flows'
import { withheld } from '#modules/privacy'
import { readOrders } from './books/order-rows.ts'
import { orderPurpose } from './engine/sealing.ts'
import { shownEvent } from './http/stream-audience.ts'

type Holding = { db: Database; town: number; vault: Vault }

/** Orders read at once. */
const pageSize = 200
/** Most hindrances that are listed; the first few are enough to begin with. */
const listedMax = 50

/** What the books hold of a party: its orders, with what it wrote itself, and their story. */
export function ordersPersonalData(holding: Holding): PersonalData {
  return {
    sections: { orders: (party) => ordersOf(holding, party), events: (party) => eventsOf(holding, party) },
    hindrances: (db, party) => openOrders(db, holding.town, party),
    kept: [
      {
        what: 'Orders, transfers and the log of events, under an id that no longer names anybody',
        why: 'Books of account (for instance § 147 AO and § 257 HGB, article L123-22 of the Code de commerce)',
        years: 10,
      },
    ],
  }
}

async function* pagesOf({ db, town }: Holding, party: string): AsyncGenerator<string[]> {
  let last: string | null = null
  for (;;) {
    const { rows }: { rows: { orderId: string }[] } = await sql<{ orderId: string }>`
      select distinct order_id from orders.order_party
      where town = ${town} and party = ${party} and (${last}::uuid is null or order_id > ${last}::uuid)
      order by order_id limit ${pageSize}`.execute(db)
    if (rows.length > 0) yield rows.map(({ orderId }) => orderId)
    if (rows.length < pageSize) return
    last = rows.at(-1)!.orderId
  }
}

async function* ordersOf(holding: Holding, party: string): AsyncGenerator<JsonObject> {
  const { db, town, vault } = holding
  for await (const ids of pagesOf(holding, party)) {
    const orders = await readOrders(db, town, ids)
    const own = orders.flatMap(({ id, terms, data }) =>
      [terms, data].map((value) => ({ purpose: orderPurpose(id), value: withheld(value, party) })),
    )
    const open = await vault.openWithin(own)
    for (const [index, order] of orders.entries()) {
      yield told(order, party, { terms: open[index * 2]!, data: open[index * 2 + 1]! })
    }
  }
}

/** What others wrote of themselves is theirs to take along. */
function told(order: Order, party: string, { terms, data }: { terms: Json; data: Json }): JsonObject {
  const { id, business, version, state, ending, currency, lines, capturedMinor, refundedMinor } = order
  const mine = Object.entries(order.roles).flatMap(([role, bound]) => (bound === party ? [role] : []))
  return {
    id, business, version, state, ending, placedAt: rfc3339(order.placedAt), mine, currency,
    lines, terms, data, capturedMinor, refundedMinor,
  } // prettier-ignore
}

async function* eventsOf(holding: Holding, party: string): AsyncGenerator<JsonObject> {
  const { db, town } = holding
  yield* await storiesOf(db, town, [party])
  for await (const ids of pagesOf(holding, party)) yield* await storiesOf(db, town, ids)
}

async function storiesOf(db: Executor, town: number, subjects: readonly string[]): Promise<JsonObject[]> {
  const { rows } = await sql<StoredEvent>`
    select id, n, pos, type, subject, actor, user_id as "user", at, data from kernel.events
    where town = ${town} and subject = any(${subjects}::uuid[]) order by pos, n`.execute(db)
  return rows.map((event) => shownEvent(event, 'story') as unknown as JsonObject) // JSON, as it is answered
}

/**
 * Open orders in which a party has a role. The list of parties follows the log within a moment; what it has not seen
 * yet is read from the log itself.
 */
async function openOrders(db: Executor, town: number, party: string): Promise<Hindrance[]> {
  const { rows } = await sql<{ id: string; business: string; state: string }>`
    with cursor as (
      select coalesce((select pos from kernel.cursors where town = ${town} and name = 'orders.order-party'), 0) as pos),
    candidates as (
      select order_id as id from orders.order_party where town = ${town} and party = ${party}
      union
      select e.subject from kernel.events e, cursor
      where e.town = ${town} and e.pos > cursor.pos and e.subject is not null)
    select s.id, o.business, s.state
    from candidates
    join orders.order_state s on s.town = ${town} and s.id = candidates.id and s.ending is null
    join orders.orders o on o.town = s.town and o.id = s.id
    where exists (select 1 from json_each_text(s.roles) as role where role.value = ${party}::text)
    order by s.id limit ${listedMax}`.execute(db)
  return rows.map(({ id, business, state }) => ({
    kind: 'open-order',
    subject: id,
    detail: `An order of ${business} is still ${state}.`,
  }))
}
