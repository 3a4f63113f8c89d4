/** What was bought at which price, from the log; and what a hint's price came to. */
import { type Database, type Executor, sql, type Tx } from '#kernel/db'
import type { JsonObject } from '#kernel/commands'
import type { StoredEvent } from '#kernel/events'
import type { ProjectionOf } from '#kernel/module'
import { tellOutcomes } from '#modules/decisions'
import { loadOffers, type Offer, offerOf } from '#modules/offers'
import { readOrders } from '#modules/orders'
import { soldWithinMs } from './point.ts'

/** Older prices are of another time. */
const keptMs = 182 * 86_400_000
/** The newest of a shelf are enough to know its prices. */
const readMax = 400

type Place = { db: Database; town: number; clock: { now: () => number } }

/** Follows the orders of every line of business. */
export function salesProjection(place: Place): ProjectionOf {
  return {
    name: 'hints.sales',
    apply: async (tx, events) => {
      const lines = events.flatMap(linesOf)
      if (lines.length === 0) return
      await keep(tx, place, lines)
      await settle(tx, place, lines)
    },
  }
}

type Line = { order: string; n: number; offer: string; at: number }

/** Orders as they are placed. */
function linesOf({ subject, at, data }: StoredEvent): Line[] {
  const lines = data['lines']
  if (subject === null || !Array.isArray(lines)) return []
  return lines.flatMap((line, n) => {
    const offer = (line as JsonObject | null)?.['offerId'] // of a placed order
    return typeof offer === 'string' ? [{ order: subject, n, offer, at }] : []
  })
}

async function keep(tx: Tx, { db, town, clock }: Place, lines: readonly Line[]): Promise<void> {
  const offers = await offersOf(db, town, [...new Set(lines.map(({ offer }) => offer))])
  const rows = lines.flatMap(({ order, n, offer, at }) => {
    const found = offers.get(offer)
    if (found === undefined) return []
    const { seller, priceMinor, category, currency, title } = found
    return [{ order, n, offer, at, seller, priceMinor, category, currency, title }]
  })
  await sql`
    insert into hints.sales (town, line, order_id, offer, seller, price_minor, sold_at, category, currency, title)
    select ${town}, s.n, s."order", s.offer, s.seller, s."priceMinor", to_timestamp(s.at / 1000), s.category,
      s.currency, s.title
    from json_to_recordset(${JSON.stringify(rows)}::json) as s (n int2, "order" uuid, offer uuid, seller uuid,
      "priceMinor" int8, at float8, category text, currency text, title text)
    on conflict on constraint sales_pk do nothing`.execute(tx)
  await sql`
    delete from hints.sales where town = ${town} and category = any(${rows.map(({ category }) => category)}::text[])
      and sold_at < ${new Date(clock.now() - keptMs)}`.execute(tx)
}

async function offersOf(db: Database, town: number, ids: readonly string[]): Promise<ReadonlyMap<string, Offer>> {
  const { rows } = await db.pool.query(loadOffers(town, ids))
  return new Map(rows.map((row) => offerOf(row as never)).map((offer) => [offer.id, offer]))
}

/** A thing whose price followed a hint was bought: the hint was worth its price, against the middle. */
async function settle(tx: Tx, { town, clock }: Place, lines: readonly Line[]): Promise<void> {
  const { rows } = await sql<{ decision: string; event: string; n: number; at: number; value: number; option: string }>`
    select c.decision, s."order" as event, s.n, s.at, c.chosen_minor::float8 / c.median_minor as value,
      c.chosen as option
    from json_to_recordset(${JSON.stringify(lines)}::json) as s ("order" uuid, n int2, offer uuid, at float8)
    join hints.choices c on c.town = ${town} and c.offer = s.offer
    where to_timestamp(s.at / 1000) between c.made_at
      and c.made_at + make_interval(secs => ${soldWithinMs / 1000}::float8)`.execute(tx)
  if (rows.length > 0) await tellOutcomes(tx, { town, now: clock.now() }, { metric: 'sold', outcomes: rows })
}

/** A line that was bought. */
export type Sale = { order: string; seller: string; title: string; priceMinor: number; soldAt: number }

/** The newest sales of a shelf; what was given back in the end counts for nothing. */
export async function salesOf(
  db: Database,
  town: number,
  { category, currency, since }: { category: string; currency: string; since: number },
): Promise<Sale[]> {
  const { rows } = await sql<Sale>`
    select order_id as order, seller, title, price_minor, sold_at from hints.sales
    where town = ${town} and category = ${category} and currency = ${currency} and sold_at >= ${new Date(since)}
    order by sold_at desc limit ${readMax}`.execute(db)
  const orders = await readOrders(db, town, [...new Set(rows.map(({ order }) => order))])
  const undone = new Set(orders.flatMap(({ id, ending }) => (ending === 'undone' ? [id] : [])))
  return rows.filter(({ order }) => !undone.has(order))
}

/** What a seller made of a hint; said again it replaces what was said before. */
export async function noteChoice(
  executor: Executor,
  town: number,
  choice: { decision: string; offer: string; chosenMinor: number; medianMinor: number; chosen: string; at: number },
): Promise<void> {
  const { decision, offer, chosenMinor, medianMinor, chosen, at } = choice
  await sql`
    insert into hints.choices (town, decision, offer, chosen_minor, median_minor, made_at, chosen)
    values (${town}, ${decision}, ${offer}, ${chosenMinor}, ${medianMinor}, ${new Date(at)}, ${chosen})
    on conflict on constraint choices_pk do update
      set offer = excluded.offer, chosen_minor = excluded.chosen_minor`.execute(executor)
}
