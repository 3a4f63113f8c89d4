import { type Database } from '#kernel/db'
import { pipeline, type Row, type SetStatement } from '#kernel/wire'
import type { FactLoader } from '#kernel/module'
import { type Cell, cellOf, loadCells } from '#modules/capacity'
import type { Order } from '#modules/flows'
import { loadParties, partyOf, type PartyFacts } from '#modules/identity'
import { accountOf, loadAccounts, loadMandates, type Mandate, mandateKey, mandateOf, newAccount } from '#modules/ledger'
import { loadOffers, type Offer, offerOf } from '#modules/offers'
import type pg from 'pg'
import type { Keys, Pages } from './books.ts'
import { loadOrders, storedOrderOf } from './order-rows.ts'

/** Where the books are loaded from. */
export type Source = {
  town: number
  db: Database
  /** Facts of parties that modules know, by name; only those that some manifest reads. */
  facts: ReadonlyMap<string, FactLoader>
}

type Load = { statement: SetStatement; read: (rows: readonly Row[]) => void }

/** The statements that open what is wanted, with what to do with their rows. Keys must not be open yet. */
export function loadsOf(pages: Pages, town: number, keys: Keys): Load[] {
  const loads: Load[] = []
  const add = (
    wanted: ReadonlySet<string>,
    make: (town: number, keys: string[]) => SetStatement,
    read: Reading,
  ): void => {
    if (wanted.size === 0) return
    loads.push({ statement: make(town, [...wanted]), read: (rows) => read(pages, rows, wanted) })
  }
  add(keys.orders, loadOrders, readOrders)
  add(keys.offers, loadOffers, readOffers)
  add(keys.parties, loadParties, readParties)
  add(keys.cells, loadCells, readCells)
  add(keys.accounts, loadAccounts, readAccounts)
  add(new Set(keys.mandates.keys()), () => loadMandates(town, [...keys.mandates.values()]), readMandates)
  return loads
}

type Reading = (pages: Pages, rows: readonly Row[], wanted: Iterable<string>) => void

const unlockedTexts = new Map<string, string>()

/** The same statement without its lock, for reading what nobody else writes. */
export function unlocked(statement: SetStatement): SetStatement {
  const known = unlockedTexts.get(statement.name)
  const text = known ?? statement.text.replace(/ for no key update( of \w+)?$/, '')
  unlockedTexts.set(statement.name, text)
  return { ...statement, name: `${statement.name}-unlocked`, text }
}

/** Runs statements and loads in one pipeline; answers the rows of the statements. */
export async function load(
  client: pg.Client,
  first: readonly SetStatement[],
  loads: readonly Load[],
): Promise<(readonly Row[])[]> {
  const answers = await pipeline(client, [...first, ...loads.map(({ statement }) => statement)])
  for (const [index, { read }] of loads.entries()) read(answers[first.length + index]!.rows)
  return answers.slice(0, first.length).map(({ rows }) => rows)
}

/** Adds what modules know of the parties just opened. */
export async function loadFacts(
  books: Pages,
  parties: ReadonlySet<string>,
  { db, town, facts }: Omit<Source, 'client'>,
): Promise<void> {
  const known = [...parties].filter((id) => books.parties.get(id) !== undefined)
  if (known.length === 0) return
  for (const [name, loader] of facts) {
    const values = await loader(db, town, known)
    for (const [id, value] of values) {
      const party = books.parties.get(id)
      if (party !== undefined) books.parties.set(id, { ...party, facts: { ...party.facts, [name]: value } })
    }
  }
}

const byId = ({ id }: { id: string }): string => id

type Found<V> = { wanted: Iterable<string>; found: ReadonlyMap<string, V>; otherwise: (key: string) => V }

/**
 * Enters what was found, and for every other wanted key that there is nothing. What stands on a page already stays: it
 * may have been changed since the read began.
 */
function enter<V>(map: Map<string, V>, { wanted, found, otherwise }: Found<V>): void {
  for (const key of wanted) {
    if (!map.has(key)) map.set(key, found.has(key) ? found.get(key)! : otherwise(key))
  }
}

function byKey<V>(values: readonly V[], keyOf: (value: V) => string): Map<string, V> {
  return new Map(values.map((value) => [keyOf(value), value]))
}

const nothing = (): undefined => undefined

function readOrders(pages: Pages, rows: readonly Row[], wanted: Iterable<string>): void {
  const read = rows.map(storedOrderOf)
  for (const stored of read) if (!pages.orders.has(stored.order.id)) pages.stored.set(stored.order.id, stored)
  const found = new Map(read.map(({ order }) => [order.id, order]))
  enter<Order | undefined>(pages.orders, { wanted, found, otherwise: nothing })
}

function readOffers(pages: Pages, rows: readonly Row[], wanted: Iterable<string>): void {
  enter<Offer | undefined>(pages.offers, { wanted, found: byKey(rows.map(offerOf), byId), otherwise: nothing })
}

function readParties(pages: Pages, rows: readonly Row[], wanted: Iterable<string>): void {
  enter<PartyFacts | undefined>(pages.parties, { wanted, found: byKey(rows.map(partyOf), byId), otherwise: nothing })
}

function readCells(pages: Pages, rows: readonly Row[], wanted: Iterable<string>): void {
  const otherwise = (name: string): Cell => ({ name, available: 0, held: 0, sold: 0, version: 0 })
  enter(pages.cells, { wanted, found: byKey(rows.map(cellOf), ({ name }) => name), otherwise })
}

function readAccounts(pages: Pages, rows: readonly Row[], wanted: Iterable<string>): void {
  enter(pages.accounts, { wanted, found: byKey(rows.map(accountOf), ({ name }) => name), otherwise: newAccount })
}

function readMandates(pages: Pages, rows: readonly Row[], wanted: Iterable<string>): void {
  enter<Mandate | undefined>(pages.mandates, {
    wanted,
    found: byKey(rows.map(mandateOf), mandateKey),
    otherwise: nothing,
  })
}
