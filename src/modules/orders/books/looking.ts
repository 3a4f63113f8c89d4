import type { TownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { type Keys, isEmpty, missingKeys, noKeys, openBooks } from './books.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { KeyMissing, createProbe, createView, type EngineView } from './views.ts'
import type { ReadPages } from './page-reader.ts'

/** What looking at orders needs. */
export type Reading = Looking & { db: Database; vault: Vault }

type Looking = {
  town: { id: number; codeSecret: Buffer }
  clock: Pick<TownClock, 'now'>
  catalogue: Catalogue
  read: ReadPages
}

/** Every round opens at least one more key, and a manifest's expressions name a bounded number of them. */
const roundsMax = 20

/**
 * Looks at the books as they stand, without a lock and outside any batch: for showing and previewing, never for
 * deciding. What is looked at is found out as the engine does it: by looking in a world with enough of everything.
 *
 * @param look pure, for it runs several times
 */
export async function lookAt<R>(reading: Looking, wanted: Partial<Keys>, look: (view: EngineView) => R): Promise<R> {
  const { catalogue, clock, town } = reading
  const options = { now: clock.now(), catalogue, codeSecret: town.codeSecret }
  const books = openBooks()
  await reading.read(books, { ...noKeys(), ...wanted })
  for (let round = 0; round < roundsMax; round += 1) {
    const probe = createProbe(books, options)
    lookAhead(() => look(probe.view))
    const missing = missingKeys(books, probe.keys)
    if (isEmpty(missing)) break
    await reading.read(books, missing)
  }
  const view = createView(books, options)
  for (let round = 0; round < roundsMax; round += 1) {
    const found = lookOnce(view, look)
    if (!(found instanceof KeyMissing)) return found
    await reading.read(books, found.keys)
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
