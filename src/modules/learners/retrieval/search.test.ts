import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { type SearchRequest, createSearchIndex } from './index.ts'
import { newIndex, oracle, scoring, someDocument, someRequest } from './search.fixture.ts'

test('facets count all matches, and a filtered facet as if it were not filtered', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed)
      const index = newIndex()
      const documents = Array.from({ length: 80 }, (_, i) => someDocument(random, `d${i}`))
      for (const document of documents) index.put(document)
      const request = { ...someRequest(random), values: { brand: ['b1'] }, facets: ['brand'], typos: false }
      const { values: _brands, ...unfiltered } = request
      const matches = oracle(new Map(documents.map((d) => [d.id, d])), unfiltered)
      const expected = new Map<string, number>()
      for (const document of documents.filter((d) => matches.has(d.id))) {
        for (const brand of new Set(document.facets!['brand'])) expected.set(brand, (expected.get(brand) ?? 0) + 1)
      }
      const counted = index.search(request).facets!['brand']!
      assert.deepEqual(new Map(counted.map(({ value, count }) => [value, count])), expected)
      assert.ok(counted.every(({ count }, i) => i === 0 || count <= counted[i - 1]!.count))
    }),
    { numRuns: 40 },
  )
})

test('without words everything that passes matches, the latest first, or in order of a number', () => {
  const index = newIndex()
  for (const [id, price] of [
    ['a', 3],
    ['b', undefined],
    ['c', 1],
    ['d', 2],
  ] as const) {
    index.put({ id, texts: {}, ...(price === undefined ? {} : { numbers: { price } }) })
  }
  const ids = (request: Partial<SearchRequest>) => index.search({ text: '', ...request }).hits.map((hit) => hit.id)
  assert.deepEqual(ids({}), ['d', 'c', 'b', 'a'])
  assert.deepEqual(ids({ sort: { by: 'price' } }), ['c', 'd', 'a', 'b'])
  assert.deepEqual(ids({ sort: { by: 'price', descending: true } }), ['a', 'd', 'c', 'b'])
  assert.deepEqual(ids({ sort: { by: 'price' }, ranges: { price: { from: 2 } }, limit: 1, offset: 1 }), ['a'])
})

test('a misspelt word finds what was meant, says so, and ranks below the word itself', () => {
  const index = newIndex()
  for (let i = 0; i < 5; i += 1) index.put({ id: `k${i}`, texts: { title: 'mechanical keyboard' } })
  index.put({ id: 'm', texts: { title: 'mouse' } })
  const { hits, corrections } = index.search({ text: 'keybaord' })
  assert.deepEqual(corrections, [{ word: 'keybaord', instead: 'keyboard' }])
  assert.equal(hits.length, 5)
  assert.equal(index.search({ text: 'mechancal keyborad' }).hits.length, 5)
  assert.equal(index.search({ text: 'keybaord', typos: false }).hits.length, 0)
  assert.ok(hits[0]!.score < index.search({ text: 'keyboard' }).hits[0]!.score)
  assert.deepEqual(index.search({ text: 'mous' }).corrections, [{ word: 'mous', instead: 'mouse' }])
})

test('a word that three documents hold is believed, whatever its neighbours', () => {
  const index = newIndex()
  for (let i = 0; i < 40; i += 1) index.put({ id: `a${i}`, texts: { title: 'monitor' } })
  for (let i = 0; i < 2; i += 1) index.put({ id: `b${i}`, texts: { title: 'monito' } })
  assert.equal(index.search({ text: 'monito', limit: 50 }).hits.length, 42)
  index.put({ id: 'b2', texts: { title: 'monito' } })
  assert.deepEqual(index.search({ text: 'monito', limit: 50 }).corrections, [])
})

test('numbers and short words are never corrected', () => {
  const index = newIndex()
  for (let i = 0; i < 5; i += 1) index.put({ id: `p${i}`, texts: { title: 'phone 2110 red' } })
  assert.equal(index.search({ text: '2111' }).hits.length, 0)
  assert.equal(index.search({ text: 'rad' }).hits.length, 0)
})

test('the last word counts as a beginning only when asked for and still open', () => {
  const index = newIndex()
  index.put({ id: 'a', texts: { title: 'wireless headphones' } })
  assert.equal(index.search({ text: 'wireless hea', prefix: true, match: 'all' }).hits.length, 1)
  assert.equal(index.search({ text: 'wireless hea', match: 'all' }).hits.length, 0)
  assert.equal(index.search({ text: 'wireless hea ', prefix: true, match: 'all' }).hits.length, 0)
})

test('synonyms match both ways and weigh less than the word itself; phrases stand in for words only', () => {
  const index = createSearchIndex({
    scoring,
    synonyms: [
      ['laptop', 'notebook'],
      ['mobile phone', 'smartphone'],
    ],
  })
  index.put({ id: 'l', texts: { title: 'laptop' } })
  index.put({ id: 'n', texts: { title: 'notebook' } })
  index.put({ id: 's', texts: { title: 'smartphone' } })
  index.put({ id: 'm', texts: { title: 'mobile home' } })
  const ids = (text: string) => index.search({ text }).hits.map((hit) => hit.id)
  assert.deepEqual(ids('laptops'), ['l', 'n'])
  assert.deepEqual(ids('notebook'), ['n', 'l'])
  assert.equal(ids('mobile phone')[0], 's')
  assert.deepEqual(ids('smartphone'), ['s'])
})

test('an explanation adds up to the score', () => {
  const random = seededRandom(13)
  const index = newIndex()
  for (let i = 0; i < 200; i += 1) index.put(someDocument(random, `d${i}`))
  for (const hit of index.search({ text: 'w1 w20 w40 wxyz', limit: 30 }).hits) {
    const why = index.explain(hit.id, 'w1 w20 w40 wxyz')!
    assert.ok(Math.abs(why.score - hit.score) < 1e-12)
    for (const word of why.words) {
      const shares = Object.values(word.fields).reduce((sum, share) => sum + share, 0)
      assert.ok(Math.abs(shares - 1) < 1e-12)
    }
  }
  assert.equal(index.explain('nobody', 'w1'), undefined)
})

test('bad settings, documents and requests are refused by name', () => {
  const fields = { title: { weight: 1, lengthNorm: 0.5 } }
  assert.throws(() => createSearchIndex({ scoring: { fields: {} } }), /the number of fields/)
  assert.throws(() => createSearchIndex({ scoring: { fields, saturation: Number.NaN } }), /saturation/)
  assert.throws(
    () => createSearchIndex({ scoring: { fields: { a: { weight: 1, lengthNorm: 2 } } } }),
    /fields.a.lengthNorm/,
  )
  assert.throws(() => createSearchIndex({ scoring, synonyms: [['two words', 'more words']] }), /synonyms\[0\]/)
  const index = newIndex()
  assert.throws(() => index.put({ id: 'x', texts: { name: '' } }), /document x: no field named name/)
  assert.throws(() => index.put({ id: 'x', texts: {}, numbers: { price: Infinity } }), /document x: number price/)
  assert.throws(() => index.put({ id: 'x', texts: {}, facets: { colour: ['red'] } }), /no facet named colour/)
  assert.throws(() => index.put({ id: '\ud800', texts: {} }), /well-formed/)
  assert.equal(index.size, 0)
  assert.throws(() => index.search({ text: 'a', limit: 0 }), /limit/)
  assert.throws(() => index.search({ text: 'a', limit: 9999, offset: 2 }), /limit \+ offset/)
  assert.throws(() => index.search({ text: 'a', match: Number.NaN }), /match must lie in/)
  assert.throws(() => index.search({ text: 'a', values: { colour: [] } }), /no facet named colour/)
  assert.throws(() => index.search({ text: 'a', ranges: { price: { from: Number.NaN } } }), /ranges.price/)
  assert.throws(() => index.search({ text: 'a', sort: { by: 'size' } }), /numeric column named size/)
})

test('an empty index answers with nothing', () => {
  assert.deepEqual(newIndex().search({ text: 'a', facets: ['brand'], total: true }), {
    hits: [],
    corrections: [],
    total: 0,
    facets: { brand: [] },
  })
})
