import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bandOf, endOfBand } from './entries.ts'
import { entry } from './fixtures.ts'
import { OfferIndex, type Query, unusableSet } from './offer-index.ts'

const all = (text: string, more: Partial<Query> = {}): Query => ({ text, match: 'all', order: 'relevance', ...more })

function indexOf(...titles: string[]): OfferIndex {
  const index = new OfferIndex()
  index.apply(titles.map((title) => entry({ id: title, title })))
  return index
}

const found = (index: OfferIndex, query: Query): string[] =>
  index.search({ query, limit: 100, facets: [] }).ids.toSorted()

const words = ['oak', 'clay', 'linen', 'brass', 'zinc', 'wool']
const wordList = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
const change = fc.record({
  id: fc.integer({ min: 0, max: 11 }).map((n) => `thing-${n}`),
  isListed: fc.boolean(),
  title: wordList.map((list) => list.join(' ')),
  description: wordList.map((list) => list.join(' ')),
  seller: fc.constantFrom('anton', 'lan'),
  business: fc.constantFrom('market', 'mall'),
  priceMinor: fc.integer({ min: 0, max: 9_999 }),
})

test('whatever was put, changed and unlisted: found is what holds all words and passes the filters, counted rightly', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 60 }),
      wordList,
      fc.record({
        seller: fc.option(fc.constantFrom('anton', 'lan'), { nil: undefined }),
        priceMinorMin: fc.option(fc.integer({ min: 0, max: 9_999 }), { nil: undefined }),
        order: fc.constantFrom('relevance' as const, 'newest' as const, 'price' as const, '-price' as const),
      }),
      (changes, asked, filters) => {
        const index = new OfferIndex()
        const listed = new Map<string, ReturnType<typeof entry>>()
        for (const [n, one] of changes.entries()) {
          const now = entry({ ...one, shelf: '', listedAt: n })
          index.apply([now])
          listed.delete(now.id)
          if (now.isListed) listed.set(now.id, now)
        }
        const holds = (one: ReturnType<typeof entry>): boolean =>
          asked.every((word) => `${one.title} ${one.description}`.split(' ').includes(word))
        const expected = [...listed.values()].filter(
          (one) =>
            holds(one) &&
            (filters.seller === undefined || one.seller === filters.seller) &&
            one.priceMinor >= (filters.priceMinorMin ?? 0),
        )
        // Every word is in the index or nowhere: none of them is near another in spelling.
        const query = all(`${asked.join(' ')} `, filters)
        const answer = index.search({ query, limit: 100, facets: ['business', 'price'] })
        assert.deepEqual(answer.ids.toSorted(), expected.map(({ id }) => id).toSorted())
        assert.equal(answer.total, expected.length)
        const inMall = expected.filter(({ business }) => business === 'mall').length
        assert.equal(answer.facets?.business?.find(({ value }) => value === 'mall')?.count ?? 0, inMall)
        for (const { fromMinor, toMinor, count } of answer.facets?.price ?? []) {
          const within = expected.filter(({ priceMinor }) => priceMinor >= fromMinor && priceMinor < toMinor)
          assert.equal(count, within.length)
        }
        if (filters.order === 'price') {
          const prices = answer.ids.map((id) => listed.get(id)!.priceMinor)
          assert.deepEqual(
            prices,
            prices.toSorted((a, b) => a - b),
          )
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('every price lies in its band, and bands follow each other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (priceMinor) => {
      const from = bandOf(priceMinor)
      assert.ok(from <= priceMinor && priceMinor < endOfBand(from), `${from} ${endOfBand(from)}`)
      assert.equal(bandOf(endOfBand(from)), endOfBand(from))
    }),
  )
})

test('a word that nothing holds is read as the one that was meant, and the answer says so', () => {
  const index = indexOf('Blue teapot', 'Red teapot', 'Green kettle')
  const answer = index.search({ query: all('Teepot'), limit: 10, facets: [] })
  assert.deepEqual([answer.ids.length, answer.corrected, answer.didYouMean], [2, 'teapot', null])
})

test('a rare word that is near to a frequent one is kept, and the other spelling is offered', () => {
  const index = indexOf('Teepot of an odd potter', ...Array.from({ length: 20 }, (_, n) => `Teapot ${n}`))
  const answer = index.search({ query: all('teepot '), limit: 30, facets: [] })
  assert.equal(answer.ids[0], 'Teepot of an odd potter')
  assert.deepEqual([answer.corrected, answer.didYouMean], [null, 'teapot '])
})

test('a word need not be finished, and case, accents and plurals do not matter', () => {
  const index = indexOf('Crème brûlée dishes')
  for (const text of ['creme', 'BRULEE', 'dish', 'crème br']) assert.equal(found(index, all(text)).length, 1, text)
})

test('Chinese is found by word, by beginning and by a single character within a word', () => {
  const index = indexOf('龙井茶叶 250g', '华为手机壳')
  for (const text of ['龙井', '茶叶', '茶', '龙井茶叶'])
    assert.deepEqual(found(index, all(text)), ['龙井茶叶 250g'], text)
  assert.deepEqual(found(index, all('手机')), ['华为手机壳'])
})

test('synonyms count from the moment they are used, until others are', () => {
  const index = indexOf('Sofa', 'Lamp')
  assert.deepEqual(found(index, all('couch ')), [])
  index.useSynonyms([['couch', 'sofa']])
  assert.deepEqual(found(index, all('couch ')), ['Sofa'])
  index.useSynonyms([])
  assert.deepEqual(found(index, all('couch ')), [])
  assert.equal(unusableSet([['couch', 'sofa'], ['mobile phone', 'cell phone']]), 1) // prettier-ignore
})

test('hostile texts are answered', () => {
  const index = indexOf('The mug of the house')
  const texts = ['the of', '\0\u0007\u202e', '"(((', '*:*', 'a'.repeat(10_000), 'the '.repeat(2_500), '😀', '-', '̈']
  for (const text of texts) assert.ok(Array.isArray(found(index, all(text))), text.slice(0, 20))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(found(index, all(text)))))
})
