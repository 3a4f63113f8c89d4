import assert from 'node:assert/strict'
import type { Random } from '../base/random.ts'
import { type SearchDocument, type SearchIndex, type SearchRequest, createSearchIndex } from './index.ts'

/** Weights that differ in every place, so that none can stand in for another. */
export const scoring = {
  fields: { title: { weight: 2, lengthNorm: 0.6 }, body: { weight: 0.7, lengthNorm: 0.9 } },
  saturation: 1.3,
  coverage: 1.5,
}
/** An empty index with a facet and a numeric column. */
export const newIndex = (): SearchIndex => createSearchIndex({ scoring, facets: ['brand'], numbers: ['price'] })

/** A few frequent words and many rare ones, so that bounds differ and blocks can be passed over. */
function someText(random: Random, length: number): string {
  const words = Array.from({ length: random.integer(length + 1) }, () => `w${Math.floor(60 * random.uniform() ** 3)}`)
  return words.join(' ')
}

/** A document of made-up words, brands and mostly a price. */
export function someDocument(random: Random, id: string): SearchDocument {
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
export function oracle(documents: ReadonlyMap<string, SearchDocument>, request: SearchRequest): Map<string, number> {
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
  const hasBrand = !brands || document.facets!['brand']!.some((brand) => brands.includes(brand))
  return hasBrand && isWithin(document.numbers?.['price'], request.ranges?.['price'])
}

function isWithin(value: number | undefined, range: { from?: number; to?: number } | undefined): boolean {
  if (range === undefined) return true
  return value !== undefined && !(value < (range.from ?? value)) && !(value > (range.to ?? value))
}

/** Compares hits, scores and total with those of the oracle. */
export function assertAgrees(
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

/** A request of made-up words, filters and limit. */
export function someRequest(random: Random): SearchRequest {
  return {
    text: someText(random, 4) || 'w0',
    limit: 1 + random.integer(12),
    match: random.integer(3) === 0 ? 'all' : 'any',
    ...(random.integer(3) === 0 ? { values: { brand: [`b${random.integer(6)}`, 'b1'] } } : {}),
    ...(random.integer(3) === 0 ? { ranges: { price: { from: random.integer(50), to: 60 } } } : {}),
  }
}
