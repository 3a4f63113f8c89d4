import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { cardsOf } from './cards.ts'
import { actorFor, anton, furnish, offered, submitOneByOne, town } from './fixtures.ts'
import { type ListFilters, filteredCards } from './reading.ts'

test('cards that are asked for together are those that each would have got alone, whatever it filters by', async (t) => {
  const db = await testDatabase(t)
  await furnish(db)
  const submit = submitOneByOne(db)
  const ids: string[] = []
  for (const [n, priceMinor] of [100, 200, 300, 400].entries())
    ids.push(await offered(submit, actorFor(anton), { priceMinor, stock: n % 2 }))
  const wanted: ListFilters[] = [
    {}, { priceMinorMin: 200 }, { priceMinorMax: 200 }, { priceMinorMin: 150, priceMinorMax: 350 },
    { business: 'market' }, { business: 'mall' }, { isAvailable: true }, { isAvailable: false }, { seller: anton.id },
  ] // prettier-ignore
  const some = (n: number): string[] => [...ids.slice(n % 3), newId()]
  const together = await Promise.all(wanted.map((filters, n) => cardsOf(db, town, { ids: some(n), filters })))
  const sorted = (cards: ReadonlyMap<string, string>): [string, string][] =>
    [...cards].toSorted(([one], [other]) => (one < other ? -1 : 1))
  for (const [n, filters] of wanted.entries()) {
    const alone = await filteredCards(db, town, { ids: some(n), filters })
    assert.deepEqual(sorted(together[n]!), sorted(alone), JSON.stringify(filters))
  }
  assert.deepEqual(
    together.map(({ size }) => size),
    [4, 3, 0, 2, 3, 0, 2, 3, 2],
  )
})
