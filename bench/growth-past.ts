/**
 * Many past orders made of few real ones, by set-based SQL: every row about an order that has ended, and about the
 * commands on it, is repeated under ids that lie further back in time. Balances and stock stay as they are: the past is
 * there to be stored, indexed and read, not to be settled again.
 */
import type pg from 'pg'
import { connectRaw } from '#kernel/db'

/** Repetitions written by one statement: a statement's memory and a checkpoint's work stay bounded. */
const turnsAtOnce = 20
/** Two repetitions lie a second apart, so that ids stay in order of time. */
const apartMs = 1_000

const earlier = `
create function pg_temp.earlier(id uuid, ms bigint) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - ms), 12, '0')
    || substr(replace(id::text, '-', ''), 13))::uuid
$$`

/** Real orders that have ended, and the commands on them. */
const kept = `
create temp table past_orders as
  select o.id from orders.orders o join orders.order_state s on s.town = o.town and s.id = o.id
  where s.ending is not null;
create temp table past_events as
  select e.town, e.n, e.id, e.subject, e.actor, e.user_id, e.at, e.recorded_at, e.type, e.hash, e.data,
    dense_rank() over (order by e.pos) - 1 as place
  from kernel.events e join past_orders p on p.id = e.subject;
analyze past_orders; analyze past_events`

const at = (column: string): string => `${column} - make_interval(secs => t.ms / 1000.0)`
const id = (column: string): string => `pg_temp.earlier(${column}, t.ms)`
const turns = `(select turn, turn * ${apartMs}::bigint as ms from generate_series($1::int, $2::int) turn) t`

const repeats = [
  `insert into orders.orders (town, version, id, group_id, placed_at, business, currency, lines, rates)
   select town, version, ${id('id')}, ${id('group_id')}, ${at('placed_at')}, business, currency, lines, rates
   from ${turns} cross join orders.orders join past_orders using (id)`,
  `insert into orders.order_state (town, rev, id, version, captured_minor, refunded_minor, held_minor, ending, stuck,
     roles, terms, data, pots, holds, mandates, state)
   select town, rev, ${id('id')}, version, captured_minor, refunded_minor, held_minor, ending, stuck, roles, terms, data,
     pots, holds, mandates, state
   from ${turns} cross join orders.order_state join past_orders using (id)`,
  `insert into orders.order_party (town, order_id, party, role, business)
   select town, ${id('order_id')}, party, role, business
   from ${turns} cross join orders.order_party o join past_orders p on p.id = o.order_id`,
  `insert into ledger.transfers (town, n, command_id, order_id, debit, credit, amount_minor, at, currency, code,
     debit_pot, credit_pot)
   select town, n, ${id('command_id')}, ${id('order_id')}, debit, credit, amount_minor, ${at('at')}, currency, code,
     debit_pot, credit_pot
   from ${turns} cross join ledger.transfers o join past_orders p on p.id = o.order_id`,
] as const

/** After the newest position, as a later past: a statement's line needs one of its own. */
const events = `
insert into kernel.events (town, n, id, subject, actor, user_id, pos, at, recorded_at, type, hash, data)
select town, n, ${id('id')}, ${id('subject')}, actor, user_id, $3::bigint + (turn - $1) * $4::bigint + place + 1,
  ${at('at')}, recorded_at, type, hash, data
from ${turns} cross join past_events`

/**
 * Adds orders to the past of a town that is stopped.
 *
 * @param count at least so many @returns how many were added
 */
export async function addPast(url: string, count: number, onProgress: (added: number) => void): Promise<number> {
  const client = await connectRaw(url)
  try {
    await client.query(earlier)
    await client.query(kept)
    const { rows } = await client.query(`select (select count(*) from past_orders) as orders,
      (select coalesce(max(place) + 1, 0) from past_events) as places, (select pos from kernel.lease) as pos`)
    const { orders, places, pos } = rows[0] as { orders: number; places: number; pos: number }
    if (orders === 0) throw new Error('no order has ended yet: there is nothing to repeat')
    const times = Math.ceil(count / orders)
    await client.query(`set synchronous_commit = off`)
    for (let first = 1; first <= times; first += turnsAtOnce) {
      const last = Math.min(times, first + turnsAtOnce - 1)
      await repeat(client, { first, last, pos: pos + (first - 1) * places, places })
      onProgress(last * orders)
    }
    await settle(client, pos + times * places)
    return times * orders
  } finally {
    await client.end()
  }
}

type Turns = { first: number; last: number; pos: number; places: number }

async function repeat(client: pg.Client, { first, last, pos, places }: Turns): Promise<void> {
  await client.query('begin')
  for (const statement of repeats) await client.query(statement, [first, last])
  await client.query(events, [first, last, pos, places])
  await client.query('commit')
}

/** The log goes on behind what was added, and those who read it have read it. */
async function settle(client: pg.Client, pos: number): Promise<void> {
  await client.query('begin')
  await client.query('update kernel.lease set pos = $1', [pos])
  await client.query('update kernel.cursors set pos = $1', [pos])
  await client.query('commit')
  await client.query('vacuum analyze')
}
