import { type Database } from '#kernel/db'
import { pipeline, type Row, type SetStatement } from '#kernel/wire'
import type { FactLoader } from '#kernel/module'
import { cellOf, loadCells } from '#modules/capacity'
import { loadParties, partyOf } from '#modules/identity'
import { accountOf, loadAccounts, loadMandates, mandateKey, mandateOf, newAccount } from '#modules/ledger'
import { loadOffers, offerOf } from '#modules/offers'
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
export function loadsOf(books: Pages, town: number, keys: Keys): Load[] {
  const loads: Load[] = []
  const add = (wanted: Iterable<string>, make: (list: string[]) => SetStatement, read: (rows: readonly Row[], list: string[]) => void): void => {
    const list = [...wanted]
    if (list.length > 0) loads.push({ statement: make(list), read: (rows) => read(rows, list) })
  }
  add(keys.orders, (ids) => loadOrders(town, ids), (rows, ids) => readOrders(books, rows, ids)) // prettier-ignore
  add(keys.offers, (ids) => loadOffers(town, ids), (rows, ids) => fill(books.offers, ids, rows.map(offerOf), byId)) // prettier-ignore
  add(keys.parties, (ids) => loadParties(town, ids), (rows, ids) => fill(books.parties, ids, rows.map(partyOf), byId)) // prettier-ignore
  add(keys.cells, (names) => loadCells(town, names), (rows, names) => readCells(books, rows, names)) // prettier-ignore
  add(keys.accounts, (names) => loadAccounts(town, names), (rows, names) => readAccounts(books, rows, names)) // prettier-ignore
  if (keys.mandates.size > 0) {
    const wanted = [...keys.mandates.values()]
    loads.push({
      statement: loadMandates(town, wanted),
      read: (rows) => fill(books.mandates, keys.mandates.keys(), rows.map(mandateOf), mandateKey),
    })
  }
  return loads
}

const unlockedTexts = new Map<string, string>()

/** The same statement without its lock, for reading what nobody else writes. */
export function unlocked(statement: SetStatement): SetStatement {
  const known = unlockedTexts.get(statement.name)
  const text = known ?? statement.text.replace(/ for no key update( of \w+)?$/, '')
  unlockedTexts.set(statement.name, text)
  return { ...statement, name: `${statement.name}-unlocked`, text }
}

/** Runs statements and loads in one pipeline; answers the rows of the statements. */
export async function load(client: pg.Client, first: readonly SetStatement[], loads: readonly Load[]): Promise<(readonly Row[])[]> {
  const answers = await pipeline(client, [...first, ...loads.map(({ statement }) => statement)])
  for (const [index, { read }] of loads.entries()) read(answers[first.length + index]!.rows)
  return answers.slice(0, first.length).map(({ rows }) => rows)
}

/** Adds what modules know of the parties just opened. */
export async function loadFacts(books: Pages, parties: ReadonlySet<string>, { db, town, facts }: Omit<Source, 'client'>): Promise<void> {
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

/**
 * Enters what was found, and for every other wanted key that there is nothing. What stands on a page already stays: it
 * may have been changed since the read began.
 */
function enter<V>(map: Map<string, V>, wanted: Iterable<string>, found: ReadonlyMap<string, V>, otherwise: (key: string) => V): void {
  for (const key of wanted) {
    if (!map.has(key)) map.set(key, found.has(key) ? found.get(key)! : otherwise(key))
  }
}

function fill<V>(map: Map<string, V | undefined>, wanted: Iterable<string>, found: readonly V[], keyOf: (value: V) => string): void {
  enter(map, wanted, new Map(found.map((value) => [keyOf(value), value])), () => undefined)
}

function readOrders(books: Pages, rows: readonly Row[], ids: readonly string[]): void {
  const found = rows.map(storedOrderOf)
  for (const stored of found) if (!books.orders.has(stored.order.id)) books.stored.set(stored.order.id, stored)
  fill(books.orders, ids, found.map(({ order }) => order), byId) // prettier-ignore
}

function readCells(books: Pages, rows: readonly Row[], names: readonly string[]): void {
  const found = new Map(rows.map(cellOf).map((cell) => [cell.name, cell]))
  enter(books.cells, names, found, (name) => ({ name, available: 0, held: 0, sold: 0, version: 0 }))
}

function readAccounts(books: Pages, rows: readonly Row[], names: readonly string[]): void {
  const found = new Map(rows.map(accountOf).map((account) => [account.name, account]))
  enter(books.accounts, names, found, newAccount)
}
