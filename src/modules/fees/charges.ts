import type { JsonObject } from '#kernel/commands'
import { type Database, sql, type Tx } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { split } from '#kernel/money'
import type { ProjectionOf } from '#kernel/module'
import type { Order } from '#modules/flows'
import { type Catalogue, readOrders } from '#modules/orders'

/** A part of a charge: which line of the menu, and how much. */
export type ChargeLine = { name: string; amountMinor: number }

type Transfer = {
  commandId: string
  n: number
  orderId: string
  amountMinor: number
  currency: string
  at: number
}

type Reading = { db: Database; town: number; catalogue: Catalogue }

/**
 * Keeps what sellers were charged and given back. Made from the journal by the ids of commands, so an event applied
 * twice changes nothing.
 */
export function chargesProjection(reading: Reading): ProjectionOf {
  return { name: 'fees.charges', apply: (tx, events) => apply(tx, reading, events) }
}

async function apply(tx: Tx, { db, town, catalogue }: Reading, events: readonly StoredEvent[]): Promise<void> {
  const commands = [...new Set(events.filter(movesFees).map(({ id }) => id))]
  const transfers = await feeTransfers(tx, town, commands)
  if (transfers.length === 0) return
  const found = await readOrders(db, town, [...new Set(transfers.map(({ orderId }) => orderId))])
  const orders = new Map(found.map((order) => [order.id, order]))
  await catalogue.refresh()
  const rows = transfers.flatMap((transfer) => {
    const order = orders.get(transfer.orderId)
    const seller = order === undefined ? undefined : sellerOf(catalogue, order)
    if (order === undefined || seller === undefined) return []
    return [{ ...transfer, seller, business: order.business, lines: linesOf(order, transfer.amountMinor) }]
  })
  await insertCharges(tx, town, rows)
}

/** Most events move no fee: they say what they post, so the journal need not be asked. */
function movesFees({ data }: StoredEvent): boolean {
  const postings = (data['postings'] ?? []) as readonly { debit: string; credit: string }[] // as the engine writes them
  return postings.some(({ debit, credit }) => debit.startsWith('@fees:') || credit.startsWith('@fees:'))
}

async function feeTransfers(tx: Tx, town: number, commands: readonly string[]): Promise<Transfer[]> {
  if (commands.length === 0) return []
  const { rows } = await sql<Transfer>`
    select command_id, n, order_id, currency, at,
      case when starts_with(coalesce(credit, ''), '@fees:') then amount_minor else -amount_minor end as amount_minor
    from ledger.public_transfers
    where town = ${town} and command_id = any(${commands}::uuid[]) and order_id is not null
      and (starts_with(coalesce(credit, ''), '@fees:') or starts_with(coalesce(debit, ''), '@fees:'))`.execute(tx)
  return rows
}

/** Whoever has the role that is bound to the offer's seller. */
function sellerOf(catalogue: Catalogue, { business, version, roles }: Order): string | undefined {
  const declared = catalogue.version(business, version)?.manifest.roles ?? {}
  const role = Object.entries(declared).find(([, { bind }]) => bind === 'offer.seller')?.[0]
  return role === undefined ? undefined : roles[role]
}

/** The frozen fees are the weights by which a charge, or what is given back of it, falls on the lines of the menu. */
export function linesOf({ terms }: Pick<Order, 'terms'>, amountMinor: number): ChargeLine[] {
  const fees = frozenFees(terms)
  const weights = fees.map(({ amountMinor: weight }) => weight)
  if (weights.every((weight) => weight === 0)) return [{ name: 'commission', amountMinor }]
  const parts = split(Math.abs(amountMinor), weights)
  const sign = Math.sign(amountMinor)
  return fees.map(({ name }, index) => ({ name, amountMinor: sign * parts[index]! }))
}

/** The fees that an order agreed on; none when its business has no menu. */
export function frozenFees(terms: JsonObject): ChargeLine[] {
  const fees = terms['fees']
  return Array.isArray(fees) ? (fees as ChargeLine[]) : [] // as the menu's terms make it
}

type ChargeRow = Transfer & { seller: string; business: string; lines: ChargeLine[] }

async function insertCharges(tx: Tx, town: number, rows: readonly ChargeRow[]): Promise<void> {
  const list = JSON.stringify(
    rows.map(({ commandId, orderId, amountMinor, at, ...row }) => ({
      ...row,
      command_id: commandId,
      order_id: orderId,
      amount_minor: amountMinor,
      at: new Date(at).toISOString(),
    })),
  )
  await sql`
    insert into fees.charges (town, command_id, n, order_id, seller, business, currency, amount_minor, at, lines)
    select ${town}, c.* from json_to_recordset(${list}::json) as c (command_id uuid, n smallint, order_id uuid,
      seller uuid, business text, currency text, amount_minor bigint, at timestamptz, lines json)
    on conflict on constraint charges_pk do nothing`.execute(tx)
}
