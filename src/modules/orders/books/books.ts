import { isId } from '#kernel/ids'
import type { NewEvent } from '#kernel/events'
import type { Cell } from '#modules/capacity'
import type { Order, Timer } from '#modules/flows'
import type { PartyFacts } from '#modules/identity'
import type { Account, Mandate, MandateKey, NewTransfer } from '#modules/ledger'
import type { Offer } from '#modules/offers'
import type { CatalogueChange } from '../catalogue/catalogue.ts'
import type { StoredOrder } from './order-rows.ts'

/** What a decision may need from the database, by kind. */
export type Keys = {
  orders: Set<string>
  offers: Set<string>
  parties: Set<string>
  cells: Set<string>
  accounts: Set<string>
  mandates: Map<string, MandateKey>
}

/** No keys yet. */
export function noKeys(): Keys {
  return {
    orders: new Set(),
    offers: new Set(),
    parties: new Set(),
    cells: new Set(),
    accounts: new Set(),
    mandates: new Map(),
  }
}

/** Adds the second to the first. */
export function addKeys(keys: Keys, more: Keys): void {
  for (const kind of ['orders', 'offers', 'parties', 'cells', 'accounts'] as const) {
    for (const key of more[kind]) keys[kind].add(key)
  }
  for (const [key, mandate] of more.mandates) keys.mandates.set(key, mandate)
}

/** Pages of the books: what was read. `undefined` as a value means: looked for, not there. */
export type Pages = {
  readonly orders: Map<string, Order | undefined>
  /** Orders as their rows hold them: what has not changed since need not be written. */
  readonly stored: Map<string, StoredOrder>
  readonly offers: Map<string, Offer | undefined>
  readonly parties: Map<string, PartyFacts | undefined>
  /** Parties that decisions have asked for since they were last read anew. */
  readonly asked: Set<string>
  readonly cells: Map<string, Cell>
  readonly accounts: Map<string, Account>
  readonly mandates: Map<string, Mandate | undefined>
}

/** The open books of one batch: pages, changed in place by one command after the other, and what is to be written. */
export type Books = Pages & {
  readonly changed: {
    orders: Set<string>
    offers: Set<string>
    cells: Set<string>
    accounts: Set<string>
    mandates: Set<string>
  }
  readonly events: NewEvent[]
  readonly transfers: NewTransfer[]
  readonly timers: Timer[]
  readonly catalogue: (CatalogueChange & { by: string })[]
  /** How to take back what was changed since a list began; `undefined` outside lists. */
  undo: (() => void)[] | undefined
}

/** Pages on which nothing stands yet. */
export function emptyPages(): Pages {
  return {
    orders: new Map(),
    stored: new Map(),
    offers: new Map(),
    parties: new Map(),
    asked: new Set(),
    cells: new Map(),
    accounts: new Map(),
    mandates: new Map(),
  }
}

/** Books of a new batch over pages that are empty, or kept from the batches before. */
export function openBooks(pages: Pages = emptyPages()): Books {
  return {
    ...pages,
    changed: { orders: new Set(), offers: new Set(), cells: new Set(), accounts: new Set(), mandates: new Set() },
    events: [],
    transfers: [],
    timers: [],
    catalogue: [],
    undo: undefined,
  }
}

type Kind = keyof Books['changed']

/** Replaces what stands under a key and notes it as changed, in a way that a list can take back. */
export function put<K extends Kind>(books: Books, kind: K, [key, value]: readonly [string, MapValue<Pages[K]>]): void {
  const map = books[kind] as Map<string, unknown> // the value's type follows the kind in the signature
  const changed = books.changed[kind]
  if (books.undo !== undefined) {
    const before = map.get(key)
    const wasThere = map.has(key)
    const wasChanged = changed.has(key)
    books.undo.push(() => {
      if (wasThere) map.set(key, before)
      else map.delete(key)
      if (!wasChanged) changed.delete(key)
    })
  }
  map.set(key, value)
  changed.add(key)
}

type MapValue<M> = M extends Map<string, infer V> ? V : never

/** Appends rows, in a way that a list can take back. */
export function append<T>(books: Books, rows: T[], more: readonly T[]): void {
  const before = rows.length
  books.undo?.push(() => {
    rows.length = before
  })
  for (const row of more) rows.push(row)
}

/** Begins a list: until `keep` or `takeBack`, every change can be undone. */
export function beginList(books: Books): void {
  books.undo = []
}

/** Ends a list whose commands were all accepted. */
export function keep(books: Books): void {
  books.undo = undefined
}

/** Ends a list by leaving the books as they were before it. */
export function takeBack(books: Books): void {
  for (const step of (books.undo ?? []).reverse()) step()
  books.undo = undefined
}

/** The keys that are not open yet. */
export function missingKeys(books: Pages, keys: Keys): Keys {
  return {
    orders: without(keys.orders, books.orders),
    offers: without(keys.offers, books.offers),
    parties: without(keys.parties, books.parties),
    cells: without(keys.cells, books.cells),
    accounts: without(keys.accounts, books.accounts),
    mandates: new Map([...keys.mandates].filter(([key]) => !books.mandates.has(key))),
  }
}

function without(keys: ReadonlySet<string>, open: ReadonlyMap<string, unknown>): Set<string> {
  const missing = new Set<string>()
  for (const key of keys) if (!open.has(key)) missing.add(key)
  return missing
}

/** True when nothing is wanted. */
export function isEmpty(keys: Keys): boolean {
  const { orders, offers, parties, cells, accounts, mandates } = keys
  return orders.size + offers.size + parties.size + cells.size + accounts.size + mandates.size === 0
}

/** Ids come from clients and manifests; what is no UUID names nothing and must not reach the wire. */
export function isPossible(id: string): boolean {
  return isId(id)
}
