import assert from 'node:assert/strict'
import type { Command, JsonObject, Refusal } from '#kernel/commands'
import type { NewEvent } from '#kernel/events'
import { isId } from '#kernel/ids'
import type { CellMove } from '#modules/capacity'
import type { Changes, Order, Step } from '#modules/flows'
import { isPot, mandateKey, parseAccount, type Posting } from '#modules/ledger'
import { append, type Books, type Keys, noKeys, put } from '../books/books.ts'
import type { Decided, DirectChanges } from './decide.ts'
import { heldOf } from '../books/order-rows.ts'
import { refusedType } from '../books/receipts.ts'

/** What a decision wants changed, by the book it is in. */
type Effect = {
  cells: readonly CellMove[]
  postings: readonly Posting[]
  order: Order | undefined
}

function effectOf(decided: Decided): Effect {
  const { changes } = decided
  return {
    cells: changes.cells ?? [],
    postings: changes.postings ?? [],
    order: decided.kind === 'order' ? decided.changes.order : undefined,
  }
}

/** The rows that changes will touch, also those that no decision read: the credited accounts. */
export function keysOf(decided: Decided): Keys {
  const keys = noKeys()
  const { cells, postings } = effectOf(decided)
  for (const { name } of cells) keys.cells.add(name)
  for (const { debit, credit } of postings) {
    if (!isPot(debit)) keys.accounts.add(debit)
    if (!isPot(credit)) keys.accounts.add(credit)
  }
  return keys
}

/**
 * Refuses what no constraint may ever see. Money for somebody who cannot exist is refused, for an offer's attributes
 * may say anything; all else would be a fault of a manifest or of ours.
 */
export function checkChanges(books: Books, decided: Decided): Refusal | undefined {
  const { cells, postings, order } = effectOf(decided)
  const stranger = postings.flatMap(({ debit, credit }) => [debit, credit]).find((name) => !isPossibleAccount(name))
  if (stranger !== undefined || Object.values(order?.roles ?? {}).some((party) => !isId(party))) {
    return { slug: 'party-not-found', status: 422, detail: 'The order names a party that does not exist' }
  }
  checkAccounts(books, postings)
  for (const move of cells) checkCell(books, move)
  if (order !== undefined) checkOrder(order)
  return undefined
}

function isPossibleAccount(name: string): boolean {
  if (isPot(name)) return true
  const { party } = parseAccount(name)
  return party === null ? name.startsWith('@') : isId(party)
}

function checkAccounts(books: Books, postings: readonly Posting[]): void {
  if (postings.length === 0) return
  const moved = new Map<string, number>()
  for (const { debit, credit, amountMinor } of postings) {
    assert.ok(Number.isSafeInteger(amountMinor) && amountMinor > 0, `a posting moves ${amountMinor}`)
    moved.set(debit, (moved.get(debit) ?? 0) - amountMinor)
    moved.set(credit, (moved.get(credit) ?? 0) + amountMinor)
  }
  for (const [name, delta] of moved) {
    if (isPot(name)) continue
    const { balance, floor } = books.accounts.get(name)!
    assert.ok(balance + delta >= floor, `${name} would fall to ${balance + delta}, below ${floor}`)
    assert.ok(Number.isSafeInteger(balance + delta), `${name} would hold more than can be counted exactly`)
  }
}

function checkCell(books: Books, move: CellMove): void {
  const after = movedCell(books, move)
  assert.ok(
    after.available >= 0 && after.held >= 0 && after.sold >= 0,
    `cell ${move.name} would have ${after.available} available, ${after.held} held, ${after.sold} sold`,
  )
  assert.ok(Number.isSafeInteger(after.available), `cell ${move.name} would count beyond the safe integers`)
}

function checkOrder(order: Order): void {
  const held = heldOf(order)
  assert.ok(held >= 0, `the pots of order ${order.id} would hold ${held}`)
  assert.ok(order.refundedMinor <= order.capturedMinor, `order ${order.id} would refund more than it captured`)
  assert.ok(order.ending === null || held === 0, `order ${order.id} would end with ${held} in its pots`)
}

/** Changes the books as decided and writes the command's events. The books must have passed `checkChanges`. */
export function applyDecided(
  books: Books,
  command: Command,
  outcome: { decided: Decided; result: JsonObject; hash: Buffer },
): void {
  const { decided, result, hash } = outcome
  const { cells, postings } = effectOf(decided)
  for (const move of cells) {
    put(books, 'cells', [move.name, movedCell(books, move)])
  }
  const transfers = postings.map((posting, n) => ({ ...posting, commandId: command.id, n }))
  append(books, books.transfers, transfers)
  for (const { debit, credit, amountMinor } of postings) {
    book(books, debit, -amountMinor)
    book(books, credit, amountMinor)
  }
  if (decided.kind === 'order') applyOrder(books, command, { changes: decided.changes, result, hash })
  else applyDirect(books, command, { changes: decided.changes, result, hash })
}

function movedCell(
  books: Books,
  move: CellMove,
): { name: string; available: number; held: number; sold: number; version: number } {
  const cell = books.cells.get(move.name)!
  const isUnwritten = cell.version === 0 && !books.changed.cells.has(move.name)
  return {
    name: move.name,
    available: (isUnwritten ? move.supply : cell.available) + move.available,
    held: cell.held + move.held,
    sold: cell.sold + move.sold,
    version: cell.version,
  }
}

function book(books: Books, name: string, delta: number): void {
  if (isPot(name)) return
  const account = books.accounts.get(name)!
  put(books, 'accounts', [name, { ...account, balance: account.balance + delta }])
}

function applyOrder(
  books: Books,
  command: Command,
  { changes, result, hash }: { changes: Changes; result: JsonObject; hash: Buffer },
): void {
  const { order, steps, timers, cells, mandates = [] } = changes
  put(books, 'orders', [order.id, order])
  for (const mandate of mandates) put(books, 'mandates', [mandateKey(mandate), mandate])
  append(books, books.timers, timers)
  const events = steps.map((step, n): NewEvent => {
    const first =
      n === 0
        ? { result, command: command.type, ...placedData(changes), ...cellData(cells), ...answersData(command) }
        : {}
    return {
      ...envelope(command, n === 0 ? hash : null),
      n,
      type: step.type,
      subject: order.id,
      data: { ...first, ...stepData(step) },
    }
  })
  append(books, books.events, events)
}

function stepData({ from, to, rev, postings, outgoing }: Step): JsonObject {
  const moved = postings.map(({ debit, credit, amountMinor, code }) => ({ debit, credit, amountMinor, code }))
  return {
    from,
    to,
    rev,
    ...(moved.length === 0 ? {} : { postings: moved }),
    ...(outgoing.length === 0 ? {} : { outgoing: outgoing }),
  }
}

function placedData({ isNew, order }: Changes): JsonObject {
  if (!isNew) return {}
  const { lines, currency, version, groupId } = order
  return { lines, currency, version, ...(groupId === null ? {} : { groupId }) }
}

/** What of each cell became free or was taken: listings follow stock by it. */
function cellData(cells: readonly CellMove[]): JsonObject {
  const moved = cells.filter(({ available }) => available !== 0).map(({ name, available }) => [name, available])
  return moved.length === 0 ? {} : { cells: moved }
}

function answersData({ answers }: Command): JsonObject {
  return answers === undefined ? {} : { answers }
}

function applyDirect(
  books: Books,
  command: Command,
  { changes, result, hash }: { changes: DirectChanges; result: JsonObject; hash: Buffer },
): void {
  const { event, mandates = [], offers = [], catalogue = [] } = changes
  for (const mandate of mandates) put(books, 'mandates', [mandateKey(mandate), mandate])
  for (const offer of offers) put(books, 'offers', [offer.id, offer])
  append(books, books.catalogue, catalogue.map((change) => ({ ...change, by: command.actor.party }))) // prettier-ignore
  append(books, books.events, [
    { ...envelope(command, hash), n: 0, type: event.type, subject: event.subject, data: { result, ...event.data } },
  ])
}

/** Writes a refusal, so that the same id answers the same. It has no subject: an order's story tells what happened. */
export function applyRefusal(
  books: Books,
  command: Command,
  { refusal, hash }: { refusal: Refusal; hash: Buffer },
): void {
  const data = {
    refusal: refusal as unknown as JsonObject,
    command: `${command.business}.${command.type}`,
    ...aboutOrder(command),
  }
  append(books, books.events, [{ ...envelope(command, hash), n: 0, type: refusedType, subject: null, data }])
}

function aboutOrder({ orderId }: Command): JsonObject {
  return orderId === undefined ? {} : { orderId }
}

/** What all events of a command share; position and time are given when the batch is stored. */
function envelope({ id, actor }: Command, hash: Buffer | null): Omit<NewEvent, 'n' | 'type' | 'subject' | 'data'> {
  return { id, pos: 0, actor: actor.party, user: actor.user ?? null, at: 0, hash }
}
