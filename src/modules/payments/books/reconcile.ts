import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '#kernel/clock'
import { sql } from '#kernel/db'
import { newestPos } from '#kernel/events'
import { rfc3339 } from '#kernel/http-pages'
import { isId } from '#kernel/ids'
import type { Order } from '#modules/flows'
import { readOrders } from '#modules/orders'
import type { Desk } from '../desk.ts'
import { type Books, walletBusiness } from '../intake.ts'
import type { Movement } from '../provider.ts'
import { type BookedMovement, type Break, breaksOf, isGivenBack, type Story, strangeBreak } from './breaks.ts'

/** What comparing found. */
export type Reconciliation = {
  provider: string
  madeAt: string
  isWhole: boolean
  matched: { charges: number; refunds: number; payouts: number }
  payments: number
  orders: number
  balances: { currency: string; atProviderMinor: number }[]
  breaks: Break[]
}

const dayMs = 86_400_000
/** Payments looked at together. */
const pageSize = 200

/**
 * Compares everything the provider says it moved with everything the books say it moved, payment by payment, and proves
 * that whoever was charged has paid orders, the money in the wallet, or a refund.
 */
export async function reconcile(
  { provider, books }: Pick<Desk, 'provider' | 'books'>,
  { days }: { days: number },
): Promise<Reconciliation> {
  const now = machineNow()
  const since = now - days * dayMs
  const told = await gather(provider.list(since))
  await statementsWritten(books)
  const booked = await bookedSince(books, since)
  const found: Reconciliation = {
    provider: provider.name,
    madeAt: rfc3339(now),
    isWhole: true,
    matched: { charges: 0, refunds: 0, payouts: 0 },
    payments: 0,
    orders: 0,
    balances: await balances(books),
    breaks: [],
  }
  const references = [...new Set([...told.keys(), ...booked.keys()])].sort()
  for (let at = 0; at < references.length; at += pageSize) {
    const page = references.slice(at, at + pageSize)
    const stories = await storiesOf(books, page, { told, booked })
    for (const reference of page) await look({ provider, books }, found, { reference, stories, told })
  }
  found.isWhole = found.breaks.length === 0
  await keep(books, found)
  return found
}

async function gather(movements: AsyncIterable<Movement>): Promise<Map<string, Movement[]>> {
  const byReference = new Map<string, Movement[]>()
  for await (const movement of movements) {
    const list = byReference.get(movement.reference)
    if (list === undefined) byReference.set(movement.reference, [movement])
    else list.push(movement)
  }
  return byReference
}

/** Statements follow the books within a second; what was booked until now must be among them. */
async function statementsWritten({ db, town }: Books): Promise<void> {
  const newest = await newestPos(db, town)
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 50) {
    const { rows } = await sql<{ pos: number }>`
      select pos from kernel.cursors where town = ${town} and name = 'ledger.statements'`.execute(db)
    if ((rows[0]?.pos ?? 0) >= newest) return
    await sleep(50)
  }
}

const booking = sql`s.order_id, s.command_id, a.currency,
  sum(case when s.amount_minor < 0 then -s.amount_minor else 0 end)::bigint as in_minor,
  sum(case when s.amount_minor > 0 then s.amount_minor else 0 end)::bigint as out_minor
  from ledger.public_accounts a join ledger.public_statements s on s.town = a.town and s.account = a.id`

/**
 * What passed between the provider's account and each payment, a row for each command. Town time runs ahead of machine
 * time, if anything: nothing that was booked since an instant has an earlier town time.
 */
async function bookedSince({ db, town }: Books, since: number): Promise<Map<string, BookedMovement[]>> {
  const { rows } = await sql<BookedMovement & { orderId: string }>`
    select ${booking} where a.town = ${town} and a.purpose = '@provider' and a.party is null
      and s.at >= ${new Date(since)} and s.order_id is not null
    group by s.order_id, s.command_id, a.currency`.execute(db)
  const byOrder = new Map<string, BookedMovement[]>()
  for (const { orderId, ...row } of rows) byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), row])
  return byOrder
}

async function bookedOf({ db, town }: Books, payment: string): Promise<BookedMovement[]> {
  const { rows } = await sql<BookedMovement>`
    select ${booking} where a.town = ${town} and a.purpose = '@provider' and a.party is null
      and s.order_id = ${payment}
    group by s.order_id, s.command_id, a.currency`.execute(db)
  return rows
}

/** What the provider holds for the town by the books. */
async function balances({ db, town }: Books): Promise<Reconciliation['balances']> {
  const { rows } = await sql<{ currency: string; atProviderMinor: number }>`
    select currency, -balance as at_provider_minor from ledger.public_accounts
    where town = ${town} and party is null and purpose = '@provider' order by currency`.execute(db)
  return rows
}

type Known = { told: ReadonlyMap<string, Movement[]>; booked: ReadonlyMap<string, BookedMovement[]> }

async function storiesOf(books: Books, ids: readonly string[], { told, booked }: Known): Promise<Map<string, Story>> {
  const orders = await readOrders(books.db, books.town, ids.filter(isId))
  const payments = orders.filter(({ business }) => business === walletBusiness)
  const carried = await paidOrders(books, payments)
  return new Map(
    payments.map((payment): [string, Story] => [
      payment.id,
      { payment, told: told.get(payment.id) ?? [], booked: booked.get(payment.id) ?? [], carried },
    ]),
  )
}

/** The orders that these payments say they paid. */
async function paidOrders({ db, town }: Books, payments: readonly Order[]): Promise<Map<string, Order>> {
  const ids = payments.flatMap(({ data }) => (data['paid'] ?? []) as readonly string[])
  const orders = ids.length === 0 ? [] : await readOrders(db, town, ids)
  return new Map(orders.map((order) => [order.id, order]))
}

type Place = { reference: string; stories: ReadonlyMap<string, Story>; told: Known['told'] }

async function look(
  desk: Pick<Desk, 'provider' | 'books'>,
  found: Reconciliation,
  { reference, stories, told }: Place,
): Promise<void> {
  const story = stories.get(reference)
  if (story === undefined) {
    const movements = told.get(reference) ?? []
    const charges = movements.filter((one) => one.kind === 'charge' && !isGivenBack(one, movements))
    found.breaks.push(...charges.map(strangeBreak))
    return
  }
  // What lies on the edge of the window, or happened while we looked, is looked at once more by itself.
  const sure = breaksOf(story).length === 0 ? story : await freshStory(desk, story)
  count(found, sure)
}

/** The story of one payment as it is now, whatever its age. */
async function freshStory({ provider, books }: Pick<Desk, 'provider' | 'books'>, story: Story): Promise<Story> {
  const { id, terms } = story.payment
  const kinds: Movement['kind'][] = terms['kind'] === 'payOut' ? ['payout'] : ['charge', 'refund']
  const found = await Promise.all(kinds.map((kind) => provider.find({ kind, reference: id })))
  await statementsWritten(books)
  const [payment = story.payment] = await readOrders(books.db, books.town, [id])
  const told = found.flat().filter(({ status }) => status === 'succeeded')
  return { payment, told, booked: await bookedOf(books, id), carried: await paidOrders(books, [payment]) }
}

function count(found: Reconciliation, story: Story): void {
  const breaks = breaksOf(story)
  const broken = new Set(breaks.map(({ transaction }) => transaction))
  found.payments += 1
  found.orders += ((story.payment.data['paid'] ?? []) as readonly string[]).length
  found.breaks.push(...breaks)
  for (const { kind, transaction } of story.told) if (!broken.has(transaction)) found.matched[`${kind}s`] += 1
}

async function keep({ db, town }: Books, found: Reconciliation): Promise<void> {
  await sql`
    insert into payments.reconciliations (town, made_at, provider, findings)
    values (${town}, ${found.madeAt}, ${found.provider}, ${JSON.stringify(found)})
    on conflict (town, provider) do update set made_at = excluded.made_at, findings = excluded.findings`.execute(db)
}

/** All accounts and all pots together, by currency: every one must be 0. */
export async function sumsOf({ db, town }: Books): Promise<{ currency: string; sumMinor: number }[]> {
  const { rows } = await sql<{ currency: string; sumMinor: number }>`
    select currency, sum(amount)::bigint as sum_minor from (
      select currency, balance as amount from ledger.public_accounts where town = ${town}
      union all
      select currency, amount_minor from ledger.public_transfers where town = ${town} and credit_pot is not null
      union all
      select currency, -amount_minor from ledger.public_transfers where town = ${town} and debit_pot is not null) held
    group by currency order by currency`.execute(db)
  return rows
}
