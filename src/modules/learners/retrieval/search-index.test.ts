import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Random, seededRandom } from '../base/random.ts'
import { type SearchDocument, type SearchIndex, type SearchRequest, createSearchIndex } from './index.ts'

const scoring = {
  fields: { title: { weight: 2, lengthNorm: 0.6 }, body: { weight: 0.7, lengthNorm: 0.9 } },
  saturation: 1.3,
  coverage: 1.5,
}
const newIndex = () => createSearchIndex({ scoring, facets: ['brand'], numbers: ['price'] })

/** A few frequent words and many rare ones, so that bounds differ and blocks can be passed over. */
function someText(random: Random, length: number): string {
  const words = Array.from({ length: random.integer(length + 1) }, () => `w${Math.floor(60 * random.uniform() ** 3)}`)
  return words.join(' ')
}

function someDocument(random: Random, id: string): SearchDocument {
  return {
    id,
    texts: { title: someText(random, 6), body: someText(random, 30) },
    facets: { brand: [`b${random.integer(5)}`, `b${random.integer(5)}`] },
    ...(random.integer(4) > 0 ? { numbers: { price: random.integer(100) } } : {}),
  }
}

const names = ['title', 'body'] as const
type Counted = Record<(typeof names)[number], { length: number; counts: Map<string, number> }>
const countedOnce = new WeakMap<SearchDocument, Counted>()

function countWords(document: SearchDocument): Counted {
  const known = countedOnce.get(document)
  if (known) return known
  const counted = Object.fromEntries(
    names.map((name) => {
      const words = (document.texts[name] ?? '').split(' ').filter((word) => word !== '')
      const counts = new Map<string, number>()
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
      return [name, { length: words.length, counts }]
    }),
  ) as Counted // fromEntries forgets the names
  countedOnce.set(document, counted)
  return counted
}

/** BM25F as its paper has it, document by document. */
function oracle(documents: ReadonlyMap<string, SearchDocument>, request: SearchRequest): Map<string, number> {
  const all = [...documents.values()]
  const average = (name: 'title' | 'body') => all.reduce((sum, d) => sum + countWords(d)[name].length, 0) / all.length
  const averages = { title: average('title'), body: average('body') }
  const words = [...new Set(request.text.split(' '))]
  const holders = words.map(
    (word) => all.filter((d) => names.some((name) => countWords(d)[name].counts.has(word))).length,
  )
  const least = request.match === 'all' ? words.length : 1
  const scores = new Map<string, number>()
  for (const document of all) {
    if (!passes(document, request)) continue
    let score = 0
    let matched = 0
    for (const [w, word] of words.entries()) {
      let count = 0
      for (const name of names) {
        const { weight, lengthNorm } = scoring.fields[name]
        const { length, counts } = countWords(document)[name]
        const tf = Math.min(15, counts.get(word) ?? 0)
        if (tf > 0) count += (weight * tf) / (1 - lengthNorm + (lengthNorm * length) / averages[name])
      }
      if (count === 0) continue
      matched += 1
      const inverse = Math.log(1 + (all.length - holders[w]! + 0.5) / (holders[w]! + 0.5))
      score += (inverse * count) / (scoring.saturation + count)
    }
    if (matched >= Math.max(1, least)) scores.set(document.id, score * (matched / words.length) ** scoring.coverage)
  }
  return scores
}

function passes(document: SearchDocument, request: SearchRequest): boolean {
  const brands = request.values?.['brand']
  if (brands && !document.facets?.['brand']?.some((brand) => brands.includes(brand))) return false
  const range = request.ranges?.['price']
  const price = document.numbers?.['price'] ?? Number.NaN
  return range === undefined || (price >= (range.from ?? -Infinity) && price <= (range.to ?? Infinity))
}

function assertAgrees(
  index: SearchIndex,
  documents: ReadonlyMap<string, SearchDocument>,
  request: SearchRequest,
): void {
  const expected = oracle(documents, request)
  const { hits, total } = index.search({ ...request, total: true, typos: false })
  const best = [...expected.values()].sort((a, b) => b - a).slice(0, request.limit)
  assert.equal(hits.length, best.length)
  assert.equal(total, expected.size)
  for (const [place, hit] of hits.entries()) {
    assert.ok(Math.abs(hit.score - best[place]!) < 1e-9, `place ${place}: ${hit.score}, expected ${best[place]}`)
    assert.ok(Math.abs(hit.score - expected.get(hit.id)!) < 1e-9, `${hit.id} scores ${expected.get(hit.id)}`)
  }
}

function someRequest(random: Random): SearchRequest {
  return {
    text: someText(random, 4) || 'w0',
    limit: 1 + random.integer(12),
    match: random.integer(3) === 0 ? 'all' : 'any',
    ...(random.integer(3) === 0 ? { values: { brand: [`b${random.integer(6)}`, 'b1'] } } : {}),
    ...(random.integer(3) === 0 ? { ranges: { price: { from: random.integer(50), to: 60 } } } : {}),
  }
}

test('a document scores as worked out by hand', () => {
  const index = createSearchIndex({
    scoring: { fields: { title: { weight: 2, lengthNorm: 0.5 } }, saturation: 1, coverage: 0 },
  })
  index.put({ id: 'a', texts: { title: 'red bicycle' } })
  index.put({ id: 'b', texts: { title: 'blue bicycle pump blue' } })
  // Average length 3; "red" is in 1 of 2. idf = ln(1 + 1.5 / 1.5) = ln 2; count = 2 · 1 / (.5 + .5 · 2 / 3) = 2.4.
  assert.ok(Math.abs(index.search({ text: 'red' }).hits[0]!.score - (Math.log(2) * 2.4) / 3.4) < 1e-12)
})

test('whatever is put in, replaced and removed, hits and scores are those of BM25F over the live documents', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed)
      const index = newIndex()
      const documents = new Map<string, SearchDocument>()
      for (let step = 0; step < 120; step += 1) {
        const burst = random.integer(8) === 0 ? 40 : 1
        for (let i = 0; i < burst; i += 1) {
          const document = someDocument(random, `d${random.integer(300)}`)
          documents.delete(document.id)
          documents.set(document.id, document)
          index.put(document)
        }
        const victim = `d${random.integer(300)}`
        assert.equal(index.remove(victim), documents.delete(victim))
        if (random.integer(5) === 0) index.maintain(random.integer(2) === 0 ? 0 : 1)
        if (random.integer(10) === 0) index.compact()
        if (random.integer(3) === 0 && documents.size > 0) assertAgrees(index, documents, someRequest(random))
      }
      assert.equal(index.size, documents.size)
    }),
    { numRuns: 40 },
  )
})

test('pruning misses nothing among thousands of documents', () => {
  const random = seededRandom(11)
  const index = newIndex()
  const documents = new Map<string, SearchDocument>()
  for (let i = 0; i < 4000; i += 1) {
    const document = someDocument(random, `d${i}`)
    documents.set(document.id, document)
    index.put(document)
  }
  for (let i = 0; i < 12; i += 1) assertAgrees(index, documents, someRequest(random))
})

test('an index that grew and shrank gives the same bits as one built from what is left', () => {
  const random = seededRandom(12)
  const grown = newIndex()
  const documents = new Map<string, SearchDocument>()
  for (let i = 0; i < 900; i += 1) {
    const document = someDocument(random, `d${random.integer(400)}`)
    documents.delete(document.id)
    documents.set(document.id, document)
    grown.put(document)
    if (i % 7 === 0) grown.search({ text: 'w1' })
    if (i % 11 === 0) documents.delete(`d${i}`) && grown.remove(`d${i}`)
  }
  const fresh = newIndex()
  for (const document of documents.values()) fresh.put(document)
  for (let i = 0; i < 60; i += 1) {
    const request = { ...someRequest(random), facets: ['brand'], total: true, prefix: i % 2 === 0 }
    assert.deepEqual(grown.search(request), fresh.search(request))
  }
})

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

test('rescoring gives what an index made with the new weights gives', () => {
  const random = seededRandom(14)
  const other = { ...scoring, fields: { title: { weight: 1, lengthNorm: 1 }, body: { weight: 5, lengthNorm: 0.1 } } }
  const rescored = newIndex()
  const fresh = createSearchIndex({ scoring: other, facets: ['brand'], numbers: ['price'] })
  for (let i = 0; i < 500; i += 1) {
    const document = someDocument(random, `d${i}`)
    rescored.put(document)
    fresh.put(document)
  }
  rescored.rescore(other)
  for (let i = 0; i < 30; i += 1) {
    const request = someRequest(random)
    assert.deepEqual(rescored.search(request), fresh.search(request))
  }
  assert.throws(() => rescored.rescore({ ...other, fields: { title: other.fields.title } }), /fields of the index are/)
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
