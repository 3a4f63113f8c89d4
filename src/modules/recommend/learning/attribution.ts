/**
 * Which decision an order is owed to: the last one that led its buyer to the thing within a week. Only who consented
 * can be followed from a click to an order; others' clicks still count, by the decision that the click names.
 */
import { sql, type Tx } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { isId } from '#kernel/ids'
import type { ProjectionOf } from '#kernel/module'
import { type PlaceOutcome, tellOutcomes } from '#modules/decisions'
import { type Interaction, type Pseudonyms, readInteractions } from '#modules/interactions'
import { isGivenBack, linesOf } from '../state/knowledge.ts'
import { type Credit, credit, type Doing, doings } from './lessons.ts'

/** Days in which a click leads to an order; the same as the metric says. */
const touchDays = 7
const dayMs = 86_400_000
/** Positions of the stream read at once. */
const pageSize = 5_000
/** What a place gains by an order that is kept, in clicks; a shopper's way back takes it away again. */
const orderGain = 5

type Place = { town: number; clock: { now: () => number }; pseudonyms: Pseudonyms }

/** Follows the stream: credits places, and remembers who came to what by which decision. */
export function creditInteractions({ town, settle }: Pick<Place, 'town'> & { settle: () => Promise<void> }) {
  return async (tx: Tx, { after, upTo }: { after: number; upTo: number }): Promise<void> => {
    // A page is written behind its reply, and what is told of it may be quicker.
    await settle()
    for (let from = after; from < upTo;) {
      const page = await readInteractions(tx, town, { after: from, limit: pageSize, upTo })
      const led = page.flatMap(ledOf)
      await credit(tx, town, led.map(creditOf))
      await touch(tx, town, led)
      from = page.length < pageSize ? upTo : page.at(-1)!.pos
    }
  }
}

type Led = { type: Doing; decision: string; offer: string; person: string | null; at: number }

function ledOf({ type, subject, person, receivedAt: at, data: { decision } }: Interaction): Led[] {
  if (subject === null || typeof decision !== 'string' || !isId(decision)) return []
  return isDoing(type) ? [{ type, decision, offer: subject, person, at }] : []
}

function isDoing(type: string): type is Doing {
  return Object.hasOwn(doings, type)
}

function creditOf({ type: did, decision, offer: thing }: Led): Credit {
  return { decision, thing, did }
}

async function touch(tx: Tx, town: number, led: readonly Led[]): Promise<void> {
  const newest = new Map<string, Led>()
  for (const one of led) {
    if (one.person !== null && one.type !== 'impression') newest.set(`${one.person}/${one.offer}`, one)
  }
  if (newest.size === 0) return
  await sql`
    insert into recommend.touches as t (town, person, offer, decision, at)
    select ${town}, u.person, u.offer, u.decision, to_timestamp(u.at / 1000)
    from json_to_recordset(${JSON.stringify([...newest.values()])}::json)
      as u (person uuid, offer uuid, decision uuid, at float8)
    order by u.person, u.offer
    on conflict on constraint touches_pk do update set decision = excluded.decision, at = excluded.at
      where t.at <= excluded.at`.execute(tx)
}

/** Follows the log: orders and their way back, told to the decisions they are owed to. */
export function outcomesProjection(place: Place): ProjectionOf {
  return {
    name: 'recommend.outcomes',
    apply: async (tx, events) => {
      await noteOrders(tx, place, events.filter(({ data }) => linesOf(data).length > 0)) // prettier-ignore
      await noteReturns(
        tx,
        place,
        events.filter(({ data }) => isGivenBack(data) && linesOf(data).length === 0),
      )
    },
  }
}

type Owed = PlaceOutcome & { order: string }

async function noteOrders(tx: Tx, { town, clock, pseudonyms }: Place, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return
  const buyers = [...new Set(events.map(({ user, actor }) => user ?? actor))]
  const known = await pseudonyms.of(buyers)
  const lines = events.flatMap(({ id, n, subject, user, actor, at, data }) => {
    const person = known.get(user ?? actor)
    return person === undefined || subject === null
      ? []
      : [...new Set(linesOf(data))].map((offer) => ({ event: id, n, order: subject, person, offer, at }))
  })
  const { rows } = await sql<Owed>`
    select t.decision, u.event, u.n, u.at, 1 as value, u.offer as option, u.order
    from json_to_recordset(${JSON.stringify(lines)}::json)
      as u (event uuid, n int2, "order" uuid, person uuid, offer uuid, at float8)
    join recommend.touches t on t.town = ${town} and t.person = u.person and t.offer = u.offer
      and to_timestamp(u.at / 1000) - t.at < make_interval(days => ${touchDays})`.execute(tx)
  await sql`
    insert into recommend.purchases (town, order_id, offer, decision, at)
    select ${town}, u.order, u.option, u.decision, to_timestamp(u.at / 1000)
    from json_to_recordset(${JSON.stringify(rows)}::json) as u ("order" uuid, option uuid, decision uuid, at float8)
    on conflict do nothing`.execute(tx)
  await tell(tx, { town, now: clock.now() }, { metric: 'order', owed: rows, gain: orderGain })
}

async function noteReturns(tx: Tx, { town, clock }: Place, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return
  const back = events.map(({ id, n, subject, at }) => ({ event: id, n, order: subject, at }))
  const { rows } = await sql<Owed>`
    with gone as (
      delete from recommend.purchases p
      using json_to_recordset(${JSON.stringify(back)}::json) as u (event uuid, n int2, "order" uuid, at float8)
      where p.town = ${town} and p.order_id = u.order
      returning p.decision, u.event, u.n, u.at, p.offer, u.order)
    select decision, event, n, at, 1 as value, offer as option, "order" from gone`.execute(tx)
  await tell(tx, { town, now: clock.now() }, { metric: 'return', owed: rows, gain: -orderGain })
}

async function tell(
  tx: Tx,
  place: { town: number; now: number },
  { metric, owed, gain }: { metric: string; owed: readonly Owed[]; gain: number },
): Promise<void> {
  if (owed.length === 0) return
  await tellOutcomes(tx, place, { metric, outcomes: owed })
  const credits = owed.map(({ decision, option }) => ({ decision, thing: option, gain }))
  await credit(tx, place.town, credits)
}

/** Days that purchases wait for their way back, and pages for what came of them. */
const [purchaseDays, lessonDays] = [60, 30]

/** Forgets what has had its time. @param now town time, ms */
export async function forgetOld(tx: Tx, town: number, now: number): Promise<void> {
  const before = (days: number): Date => new Date(now - days * dayMs)
  await sql`delete from recommend.touches where town = ${town} and at < ${before(touchDays)}`.execute(tx)
  await sql`delete from recommend.purchases where town = ${town} and at < ${before(purchaseDays)}`.execute(tx)
  await sql`delete from recommend.lessons where town = ${town} and at < ${before(lessonDays)}`.execute(tx)
  // Of searches nobody has looked at, as programs make them, nothing comes.
  await sql`
    delete from recommend.lessons where town = ${town} and point = ${searchPointName} and (
      at < ${before(1)} and not (true = any(seen))
      or at < (
        select at from recommend.lessons where town = ${town} and point = ${searchPointName}
        order by at desc offset ${wholeMax} limit 1))`.execute(tx)
}

/** Pages that are kept whole, so many and no more: some 300 MB. */
const wholeMax = 50_000
const searchPointName = 'recommend.search'
