import { insertEvents } from '#kernel/events'
import { type Fence, type Lease, moveFence } from '#kernel/lease'
import { commit, type SetStatement } from '#kernel/wire'
import { storeCells } from '#modules/capacity'
import { insertTransfers, storeAccounts, storeMandates } from '#modules/ledger'
import { storeOffers } from '#modules/offers'
import type { Books } from './books.ts'
import { storeCatalogue } from '../catalogue/catalogue-rows.ts'
import { insertTimers, storeOrders } from './order-rows.ts'

/** Where and when a batch is stored. */
export type Closing = { lease: Lease; fence: Fence; at: number }

/**
 * Gives the events their positions, in the order of the commands, and answers the newest. Every command has one,
 * refused ones too.
 */
export function numberEvents(books: Books, { fence, at }: Pick<Closing, 'fence' | 'at'>): number {
  let pos = fence.pos
  for (const event of books.events) {
    if (event.n === 0) pos += 1
    event.pos = pos
    event.at = at
  }
  return pos
}

/**
 * Closes the books: the fence, one statement a table, COMMIT, all to be sent at once. Rows count their stores, and the
 * pages count along, so that they can be kept for the next batch.
 */
export function storeBooks(books: Books, { lease, fence, at }: Closing): SetStatement[] {
  const { town } = lease
  const { changed } = books
  const pos = numberEvents(books, { fence, at })
  const statements: SetStatement[] = [moveFence(lease, fence, pos)]
  const orders = [...changed.orders].map((id) => ({ order: books.orders.get(id)!, stored: books.stored.get(id) }))
  statements.push(...storeOrders(town, orders))
  statements.push(...storeCells(town, pick(books.cells, changed.cells)))
  statements.push(...storeAccounts(town, pick(books.accounts, changed.accounts)))
  if (books.transfers.length > 0) statements.push(insertTransfers(town, at, books.transfers))
  if (books.timers.length > 0) statements.push(insertTimers(town, books.timers))
  if (changed.mandates.size > 0) statements.push(storeMandates(town, pick(books.mandates, changed.mandates)))
  if (changed.offers.size > 0) statements.push(storeOffers(town, at, pick(books.offers, changed.offers)))
  statements.push(...storeCatalogue(town, books.catalogue))
  statements.push(insertEvents(town, at, books.events), commit)
  countStores(books)
  return statements
}

function countStores({ changed, cells, accounts, orders, stored }: Books): void {
  for (const name of changed.cells) cells.get(name)!.version += 1
  for (const name of changed.accounts) accounts.get(name)!.version += 1
  for (const id of changed.orders)
    stored.set(id, { order: orders.get(id)!, version: (stored.get(id)?.version ?? 0) + 1 })
}

function pick<V>(map: ReadonlyMap<string, V | undefined>, keys: ReadonlySet<string>): V[] {
  return [...keys].map((key) => map.get(key)!)
}
