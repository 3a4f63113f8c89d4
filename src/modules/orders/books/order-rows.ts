import type { JsonObject, Line } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { int4s, int8s, jsons, prepared, type Row, type SetStatement, texts, timestamps, uuids } from '#kernel/wire'
import type { Order, Timer } from '#modules/flows'

const select = `
  select o.id, o.business, o.version, o.currency, o.lines, o.rates, o.placed_at, o.group_id,
          s.state, s.rev, s.roles, s.terms, s.data, s.holds, s.pots, s.captured_minor, s.refunded_minor, s.mandates,
          s.stuck, s.ending, s.version
   from orders.order_state s join orders.orders o on o.town = s.town and o.id = s.id
   where s.town = $1 and s.id = any($2::uuid[]) order by s.id`
const load = prepared('orders.load-orders', `${select} for no key update of s`)
const read = prepared('orders.read-orders', select)

/** Locks and reads orders, in order of id. */
export function loadOrders(town: number, ids: readonly string[]): SetStatement {
  return load(town, uuids(ids))
}

/** Reads orders as they stand, without a lock: for showing and asking, never for deciding. */
export async function readOrders({ pool }: Database, town: number, ids: readonly string[]): Promise<Order[]> {
  const { rows } = await pool.query<unknown[]>(read(town, uuids(ids)))
  return rows.map(orderOf)
}

/** Reads a row of `loadOrders`. */
export function orderOf(row: Row): Order {
  const [
    id, business, version, currency, lines, rates, placedAt, groupId, state, rev, roles, terms, data, holds, pots,
    capturedMinor, refundedMinor, mandates, stuck, ending,
  ] = row // prettier-ignore
  return {
    id,
    business,
    version,
    currency,
    lines,
    rates,
    placedAt,
    groupId,
    state,
    rev,
    roles,
    terms,
    data,
    holds,
    pots,
    capturedMinor,
    refundedMinor,
    mandates,
    stuck,
    ending,
  } as Order // prettier-ignore -- columns as selected above, parsed by the connection
}

/** An order with the version of its row. */
export type StoredOrder = { order: Order; version: number }

/** Reads a row of `loadOrders` with its version. */
export function storedOrderOf(row: Row): StoredOrder {
  return { order: orderOf(row), version: row[20] as number } // the column behind those of the order
}

/** What is in all pots of an order together, minor units. */
export function heldOf({ pots }: Order): number {
  const known = heldIn.get(pots)
  if (known !== undefined) return known
  let sum = 0
  for (const pot of Object.values(pots)) for (const position of Object.values(pot)) sum -= position
  const held = sum === 0 ? 0 : sum
  heldIn.set(pots, held)
  return held
}

/** Pots are replaced, never changed, and asked about when an order is checked and again when it is stored. */
const heldIn = new WeakMap<Order['pots'], number>()

const insertAgreed = prepared(
  'orders.insert-orders',
  `insert into orders.orders (town, version, id, group_id, placed_at, business, currency, lines, rates)
   select $1, u.version, u.id, u.group_id, u.placed_at, u.business, u.currency, u.lines, u.rates
   from unnest($2::int4[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::json[], $9::json[])
     as u (version, id, group_id, placed_at, business, currency, lines, rates)`,
)
const insertState = prepared(
  'orders.insert-states',
  `insert into orders.order_state (town, version, rev, id, captured_minor, refunded_minor, held_minor, ending, stuck,
     roles, terms, data, pots, holds, mandates, state)
   select $1, 1, u.* from unnest($2::int4[], $3::uuid[], $4::int8[], $5::int8[], $6::int8[], $7::text[], $8::text[],
     $9::json[], $10::json[], $11::json[], $12::json[], $13::json[], $14::json[], $15::text[]) as u`,
)
// A null among the JSON columns means that the value has not changed: it need not travel.
const updateState = prepared(
  'orders.update-states',
  `with stored as (
     update orders.order_state s
     set version = s.version + 1, rev = u.rev, captured_minor = u.captured, refunded_minor = u.refunded,
       held_minor = u.held, ending = u.ending,
         stuck = u.stuck, roles = coalesce(u.roles, s.roles), terms = coalesce(u.terms, s.terms),
         data = coalesce(u.data, s.data), pots = coalesce(u.pots, s.pots), holds = coalesce(u.holds, s.holds),
         mandates = coalesce(u.mandates, s.mandates), state = u.state
     from unnest($2::int4[], $3::uuid[], $4::int8[], $5::int8[], $6::int8[], $7::text[], $8::text[],
       $9::json[], $10::json[], $11::json[], $12::json[], $13::json[], $14::json[], $15::text[], $16::int4[])
       as u (rev, id, captured, refunded, held, ending, stuck, roles, terms, data, pots, holds, mandates, state,
         version)
     where s.town = $1 and s.id = u.id and s.version = u.version returning 1)
   select kernel.expect(count(*), $17) from stored`,
)

/** An order to be stored; `stored` is what the row holds now, `undefined` for a new order. */
export type OrderChange = { order: Order; stored: StoredOrder | undefined }

/** Stores orders, each once: new ones are inserted, known ones updated. */
export function storeOrders(town: number, changes: readonly OrderChange[]): SetStatement[] {
  const fresh = changes.filter(({ stored }) => stored === undefined)
  const known = changes.filter(({ stored }) => stored !== undefined)
  const statements: SetStatement[] = []
  if (fresh.length > 0) {
    const orders = fresh.map(({ order }) => order)
    statements.push(insertAgreed(town, ...agreedColumns(orders)), insertState(town, ...stateColumns(fresh)))
  }
  if (known.length > 0) {
    const versions = int4s(known.map(({ stored }) => stored!.version))
    statements.push(updateState(town, ...stateColumns(known), versions, known.length))
  }
  return statements
}

function agreedColumns(orders: readonly Order[]): Buffer[] {
  return [
    int4s(orders.map(({ version }) => version)),
    uuids(orders.map(({ id }) => id)),
    uuids(orders.map(({ groupId }) => groupId)),
    timestamps(orders.map(({ placedAt }) => placedAt)),
    texts(orders.map(({ business }) => business)),
    texts(orders.map(({ currency }) => currency)),
    jsons(orders.map(({ lines }) => linesText(lines))),
    jsons(orders.map(({ rates }) => sharedText(rates))),
  ]
}

type JsonColumn = 'roles' | 'terms' | 'data' | 'pots' | 'holds' | 'mandates'

function stateColumns(changes: readonly OrderChange[]): Buffer[] {
  const json = (column: JsonColumn): Buffer =>
    jsons(
      changes.map(({ order, stored }) =>
        order[column] === stored?.order[column] ? null : JSON.stringify(order[column]),
      ),
    )
  return [
    int4s(changes.map(({ order }) => order.rev)),
    uuids(changes.map(({ order }) => order.id)),
    int8s(changes.map(({ order }) => order.capturedMinor)),
    int8s(changes.map(({ order }) => order.refundedMinor)),
    int8s(changes.map(({ order }) => heldOf(order))),
    texts(changes.map(({ order }) => order.ending)),
    texts(changes.map(({ order }) => order.stuck)),
    json('roles'),
    json('terms'),
    json('data'),
    json('pots'),
    json('holds'),
    json('mandates'),
    texts(changes.map(({ order }) => order.state)),
  ]
}

function linesText(lines: readonly Line[]): string {
  return JSON.stringify(lines)
}

const sharedTexts = new WeakMap<JsonObject, string>()

/** The text of an object that many orders share, such as the tariffs in force. */
function sharedText(object: JsonObject): string {
  const known = sharedTexts.get(object)
  if (known !== undefined) return known
  const text = JSON.stringify(object)
  sharedTexts.set(object, text)
  return text
}

const insertDue = prepared(
  'orders.insert-timers',
  `insert into orders.timers (town, due_at, order_id, rev, key)
   select $1, u.* from unnest($2::timestamptz[], $3::uuid[], $4::int4[], $5::text[]) as u`,
)

/** Appends deadlines. */
export function insertTimers(town: number, timers: readonly Timer[]): SetStatement {
  return insertDue(
    town,
    timestamps(timers.map(({ dueAt }) => dueAt)),
    uuids(timers.map(({ orderId }) => orderId)),
    int4s(timers.map(({ rev }) => rev)),
    texts(timers.map(({ key }) => key)),
  )
}
