import assert from 'node:assert/strict'
import type { TownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { FactLoader } from '#kernel/module'
import type { Vault } from '#kernel/vault'
import type { Row, SetStatement } from '#kernel/wire'
import { type Books, type Keys, isEmpty, missingKeys, noKeys, openBooks } from '../books/books.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { loadFacts, loadsOf } from '../books/load.ts'
import { KeyMissing, createProbe, createView, type EngineView } from '../books/views.ts'

/** What looking at orders needs. */
export type Reading = {
  db: Database
  town: { id: number; codeSecret: Buffer }
  clock: TownClock
  catalogue: Catalogue
  vault: Vault
  facts: ReadonlyMap<string, FactLoader>
}

/** Every round opens at least one more key, and a manifest's expressions name a bounded number of them. */
const roundsMax = 20

/**
 * Looks at the books as they stand, without a lock and outside any batch: for showing and previewing, never for
 * deciding. What is looked at is found out as the engine does it: by looking in a world with enough of everything.
 *
 * @param look pure, for it runs several times
 */
export async function lookAt<R>(reading: Reading, wanted: Partial<Keys>, look: (view: EngineView) => R): Promise<R> {
  const { catalogue, clock, town } = reading
  const options = { now: clock.now(), catalogue, codeSecret: town.codeSecret }
  const books = openBooks()
  await open(reading, books, { ...noKeys(), ...wanted })
  for (let round = 0; round < roundsMax; round += 1) {
    const probe = createProbe(books, options)
    lookAhead(() => look(probe.view))
    const missing = missingKeys(books, probe.keys)
    if (isEmpty(missing)) break
    await open(reading, books, missing)
  }
  const view = createView(books, options)
  for (let round = 0; round < roundsMax; round += 1) {
    const found = lookOnce(view, look)
    if (!(found instanceof KeyMissing)) return found
    await open(reading, books, found.keys)
  }
  throw new Error('looking at the books never came to an end')
}

function lookAhead(look: () => unknown): void {
  try {
    look()
  } catch {
    // Enough of everything may lead where no real order comes; what was read until then is noted.
  }
}

function lookOnce<R>(view: EngineView, look: (view: EngineView) => R): R | KeyMissing {
  try {
    return look(view)
  } catch (thrown) {
    if (thrown instanceof KeyMissing) return thrown
    throw thrown
  }
}

async function open(reading: Reading, books: Books, keys: Keys): Promise<void> {
  const loads = loadsOf(books, reading.town.id, keys)
  const answers = await Promise.all(loads.map(({ statement }) => rowsOf(reading.db, unlocked(statement))))
  for (const [index, { read }] of loads.entries()) read(answers[index]!)
  const { db, town, facts } = reading
  await loadFacts(books, keys.parties, { db, town: town.id, facts })
}

async function rowsOf(db: Database, statement: SetStatement): Promise<Row[]> {
  const { rows } = await db.pool.query<unknown[]>(statement)
  return rows
}

const lockClause = / for no key update( of \w+)?$/

/** The engine's statement without its lock: a reader must not make the writer wait, nor write a row by locking it. */
function unlocked(statement: SetStatement): SetStatement {
  const text = statement.text.replace(lockClause, '')
  assert.ok(!/ for (no key )?update/.test(text), `${statement.name} still locks`)
  return { ...statement, name: `${statement.name}-unlocked`, text }
}
