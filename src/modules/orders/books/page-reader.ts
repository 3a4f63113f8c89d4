import assert from 'node:assert/strict'
import { createBatcher } from '#kernel/batcher'
import type { Database } from '#kernel/db'
import type { FactLoader } from '#kernel/module'
import type { Row, SetStatement } from '#kernel/wire'
import { addKeys, type Books, emptyPages, type Keys, noKeys, openBooks, type Pages } from './books.ts'
import { loadFacts, loadsOf } from './load.ts'

/** Opens pages of somebody's books: reads the keys and enters what was found. */
export type ReadPages = (books: Books, keys: Keys) => Promise<void>

/** Where pages are read. */
export type PageSource = {
  db: Database
  town: { id: number }
  /** Facts of parties that modules know, by name. */
  facts: ReadonlyMap<string, FactLoader>
}

/**
 * Reads pages without a lock. Those who ask at the same time share one statement a table, so that looking costs the
 * database little more for sixty than for one.
 */
export function createPageReader(source: PageSource): ReadPages {
  const reads = createBatcher<Keys, Pages>({
    run: async (all) => {
      const keys = noKeys()
      for (const each of all) addKeys(keys, each)
      const pages = await readAll(source, keys)
      return all.map(() => ({ value: pages }))
    },
  })
  return async (books, keys) => enter(books, keys, await reads.add(keys))
}

async function readAll({ db, town, facts }: PageSource, keys: Keys): Promise<Pages> {
  const pages = openBooks(emptyPages())
  const loads = loadsOf(pages, town.id, keys)
  const answers = await Promise.all(loads.map(({ statement }) => rowsOf(db, unlocked(statement))))
  for (const [index, { read }] of loads.entries()) read(answers[index]!)
  await loadFacts(pages, keys.parties, { db, town: town.id, facts })
  return pages
}

async function rowsOf(db: Database, statement: SetStatement): Promise<Row[]> {
  const { rows } = await db.pool.query<unknown[]>(statement)
  return rows
}

/** Values are never changed in place, so several books may hold the same ones. */
function enter(books: Books, keys: Keys, found: Pages): void {
  for (const kind of ['orders', 'offers', 'parties', 'cells', 'accounts'] as const)
    copy(books[kind], keys[kind], found[kind])
  copy(books.stored, keys.orders, found.stored)
  copy(books.mandates, keys.mandates.keys(), found.mandates)
}

function copy(to: Map<string, unknown>, keys: Iterable<string>, from: ReadonlyMap<string, unknown>): void {
  for (const key of keys) if (from.has(key)) to.set(key, from.get(key))
}

const lockClause = / for no key update( of \w+)?$/

/** The engine's statement without its lock: a reader must not make the writer wait, nor write a row by locking it. */
function unlocked(statement: SetStatement): SetStatement {
  const text = statement.text.replace(lockClause, '')
  assert.ok(!/ for (no key )?update/.test(text), `${statement.name} still locks`)
  return { ...statement, name: `${statement.name}-unlocked`, text }
}
