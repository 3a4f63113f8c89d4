/**
 * Search over made-up offers: `npm run bench -- learners-search`, 20,000 and 100,000 of them, or as many as is said by
 * `--documents=1000000`. Words follow Zipf's law over 200,000 terms, so that frequent and rare ones mix in queries as
 * they do in shops.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Random,
  type SearchDocument,
  type SearchIndex,
  type SearchRequest,
  createSearchIndex,
  loadSearchIndex,
  seededRandom,
} from '#modules/learners'
import { type Figure, percentile, report } from './machine.ts'

const TERMS = 200_000
const QUERIES = 400

/** A word whose frequency falls with its rank as 1 / (rank + 10). */
function zipfWord(random: Random): string {
  const rank = Math.floor(10 * ((TERMS / 10 + 1) ** random.uniform() - 1))
  // Letters only, because numbers are not corrected.
  return (rank * 7919 + 17_576).toString(26).replaceAll(/[0-9]/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)
}

const words = (random: Random, count: number): string => Array.from({ length: count }, () => zipfWord(random)).join(' ')

function offer(random: Random, id: number): SearchDocument {
  return {
    id: `offer-${id}`,
    texts: { title: words(random, 5 + random.integer(6)), description: words(random, 10 + random.integer(20)) },
    facets: { category: [`c${random.integer(40)}`], brand: [`b${random.integer(2000)}`] },
    numbers: { priceMinor: random.integer(100_000) },
  }
}

function buildIndex(documents: number): { index: SearchIndex; seconds: number } {
  const index = createSearchIndex({
    scoring: {
      fields: { title: { weight: 3, lengthNorm: 0.5 }, description: { weight: 1, lengthNorm: 0.75 } },
    },
    facets: ['category', 'brand'],
    numbers: ['priceMinor'],
  })
  const random = seededRandom('offers')
  const from = performance.now()
  for (let id = 0; id < documents; id += 1) index.put(offer(random, id))
  index.search({ text: '' })
  return { index, seconds: (performance.now() - from) / 1000 }
}

function quantiles(index: SearchIndex, requests: readonly SearchRequest[]): { p50: number; p99: number } {
  for (const request of requests.slice(0, 50)) index.search(request)
  const times = requests.map((request) => {
    const from = performance.now()
    index.search(request)
    return performance.now() - from
  })
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

function queryTexts(): string[] {
  const random = seededRandom('queries')
  return Array.from({ length: QUERIES }, () => words(random, 1 + random.integer(3)))
}

/** Misspells the longest word by swapping two neighbours. */
function misspell(text: string): string {
  const longest = text.split(' ').reduce((best, word) => (word.length > best.length ? word : best), '')
  const at = longest.length >> 1
  return text.replace(longest, `${longest.slice(0, at - 1)}${longest[at]}${longest[at - 1]}${longest.slice(at + 1)}`)
}

function* searchBenches(index: SearchIndex, conditions: string): Generator<Figure> {
  const texts = queryTexts()
  const kinds: Record<string, (text: string) => SearchRequest> = {
    'best 10, any word': (text) => ({ text, limit: 10 }),
    'best 10, all words': (text) => ({ text, limit: 10, match: 'all' }),
    'best 24, one brand of 2,000': (text) => ({ text, limit: 24, values: { brand: ['b7'] } }),
    'best 24 with total and two facets': (text) => ({ text, limit: 24, total: true, facets: ['category', 'brand'] }),
    'best 10, longest word misspelt': (text) => ({ text: misspell(text), limit: 10 }),
    'best 10 while typing': (text) => ({ text: text.slice(0, -1), limit: 10, prefix: true }),
  }
  for (const [kind, requestOf] of Object.entries(kinds)) {
    const { p50, p99 } = quantiles(index, texts.map(requestOf))
    yield { bench: `search, ${kind}, p50`, value: p50, unit: 'ms', conditions }
    yield { bench: `search, ${kind}, p99`, value: p99, unit: 'ms', conditions }
  }
}

function* updateBenches(index: SearchIndex, conditions: string): Generator<Figure> {
  const random = seededRandom('updates')
  const documents = index.size
  const times: number[] = []
  for (let i = 0; i < 2000; i += 1) {
    const changed = offer(random, random.integer(documents))
    const from = performance.now()
    index.put(changed)
    index.search({ text: changed.texts['title']!.split(' ')[0]!, limit: 10 })
    times.push(performance.now() - from)
  }
  yield { bench: 'search, put and found, p50', value: percentile(times, 0.5), unit: 'ms', conditions }
  yield { bench: 'search, put and found, p99', value: percentile(times, 0.99), unit: 'ms', conditions }
  let longest = 0
  for (let done = false; !done;) {
    const from = performance.now()
    done = index.maintain(5)
    longest = Math.max(longest, performance.now() - from)
  }
  yield { bench: 'search, longest pause of maintain(5)', value: longest, unit: 'ms', conditions }
}

async function* snapshotBenches(index: SearchIndex, conditions: string): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'lakeside-bench-'))
  try {
    const path = join(folder, 'index')
    let from = performance.now()
    await index.save(path)
    yield { bench: 'search, save', value: (performance.now() - from) / 1000, unit: 's', conditions }
    yield { bench: 'search, snapshot', value: statSync(path).size / 2 ** 20, unit: 'MiB', conditions }
    from = performance.now()
    const loaded = loadSearchIndex(path)
    yield { bench: 'search, load', value: (performance.now() - from) / 1000, unit: 's', conditions }
    if (loaded.size !== index.size) throw new Error(`loaded ${loaded.size} of ${index.size} documents`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Builds an index of so many offers and measures building, searching, updating, saving and loading. */
export async function* searchBench(documents: number): AsyncGenerator<Figure> {
  const { index, seconds } = buildIndex(documents)
  const conditions = `${documents.toLocaleString('en')} offers of about 27 words`
  yield { bench: 'search, build', value: documents / seconds, unit: 'offers/s', conditions }
  yield { bench: 'search, resident memory', value: process.memoryUsage().rss / 2 ** 20, unit: 'MiB', conditions }
  const { segments, terms } = index.statistics()
  yield* searchBenches(index, `${conditions}, ${terms.toLocaleString('en')} terms, ${segments} segments as built`)
  yield* updateBenches(index, conditions)
  const from = performance.now()
  index.compact()
  yield { bench: 'search, compact', value: (performance.now() - from) / 1000, unit: 's', conditions }
  yield* searchBenches(index, `${conditions}, ${terms.toLocaleString('en')} terms, compacted`)
  yield* snapshotBenches(index, conditions)
}

if (process.argv[1] === import.meta.filename) {
  const asked = process.argv.slice(2).flatMap((flag) => /^--documents=(\d+)$/.exec(flag)?.[1] ?? [])
  for (const documents of asked.length > 0 ? asked.map(Number) : [20_000, 100_000]) {
    for await (const figure of searchBench(documents)) {
      report({ ...figure, value: Number(Number(figure['value']).toPrecision(4)) })
    }
  }
}
