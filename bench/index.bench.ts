/**
 * The search index in its thread, as the town runs it, at three sizes: building, changing, asking, memory.
 *
 *   npm run bench -- index [--offers=500 --offers=100000 --offers=1000000]
 *
 * `build` is from the first offer to the first answer. `visible` is from handing over a change until a search has it,
 * while nobody else asks; `queries` are asked by 64 at a time, so their latency is mostly waiting for the others.
 * `cpuUs` is what a query costs in all threads together, which holds on a busy machine.
 * `repeated` asks for the same 25 words all the time, as shoppers do; `distinct` never asks for the same twice.
 */
import { parseArgs } from 'node:util'
import { seededRandom } from '#modules/learners'
import { type Host, type Query, createSearch, remembering, startThread } from '#modules/search'
import { madeUpOffer, madeUpOffers, things } from './made-up-offers.ts'
import { type Figure, cpuNow, percentile, report } from './machine.ts'

const atOnce = 500
const clients = 64
const asked = 2_000
const changed = 200

const few = (value: number): number => Number(value.toPrecision(3))

async function fill(host: Host, offers: number): Promise<number> {
  const startedAt = performance.now()
  let page = []
  for (const entry of madeUpOffers(offers)) {
    if (page.push(entry) < atOnce) continue
    await host.apply(page)
    page = []
  }
  if (page.length > 0) await host.apply(page)
  await host.search({ query: queryOf('mug'), limit: 1, facets: [] })
  return (performance.now() - startedAt) / 1_000
}

function queryOf(text: string): Query {
  return { text, match: 'all', order: 'relevance' }
}

/** @returns latencies, ms, and the rate */
async function ask(clientCount: number, one: (n: number) => Promise<unknown>): Promise<Figure> {
  const latencies: number[] = []
  let next = 0
  const [startedAt, before] = [performance.now(), cpuNow(undefined)]
  const client = async (): Promise<void> => {
    for (let n = (next += 1); n <= asked; n = next += 1) {
      const from = performance.now()
      await one(n)
      latencies.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: clientCount }, client))
  const perSecond = Math.round(asked / ((performance.now() - startedAt) / 1_000))
  const [p50Ms, p99Ms] = [few(percentile(latencies, 0.5)), few(percentile(latencies, 0.99))]
  const cpuUs = Math.round((cpuNow(undefined).node - before.node) / asked)
  return { bench: '', clients: clientCount, perSecond, p50Ms, p99Ms, cpuUs }
}

async function change(host: Host, offers: number): Promise<Figure> {
  const random = seededRandom('changes')
  const delays: number[] = []
  for (let n = 0; n < changed; n += 1) {
    const word = `zqz${n.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)}changed`
    const entry = madeUpOffer(random.integer(offers), random)
    const from = performance.now()
    await host.apply([{ ...entry, title: `${entry.title} ${word}` }])
    const { ids } = await host.search({ query: queryOf(word), limit: 1, facets: [] })
    if (ids[0] !== entry.id) throw new Error(`${entry.id} is not found by ${word}`)
    delays.push(performance.now() - from)
  }
  const startedAt = performance.now()
  const many = Array.from({ length: 5_000 }, () => madeUpOffer(random.integer(offers), random))
  for (let from = 0; from < many.length; from += atOnce) await host.apply(many.slice(from, from + atOnce))
  await host.search({ query: queryOf('mug'), limit: 1, facets: [] })
  const perSecond = Math.round(many.length / ((performance.now() - startedAt) / 1_000))
  return {
    bench: '',
    perSecond,
    visibleP50Ms: few(percentile(delays, 0.5)),
    visibleP99Ms: few(percentile(delays, 0.99)),
  }
}

async function measure(offers: number): Promise<void> {
  const host = remembering(startThread())
  const search = createSearch(() => host)
  try {
    const seconds = await fill(host, offers)
    const { segments, memoryBytes } = await host.figures()
    const megabytes = Math.round((memoryBytes ?? 0) / 1e6)
    report({ bench: 'index-build', offers, perSecond: Math.round(offers / seconds), seconds: few(seconds), segments })
    report({ bench: 'index-memory', offers, megabytes, bytesAnOffer: Math.round((megabytes * 1e6) / offers) })
    for (const facets of [[], ['business', 'price']] as const) {
      const what = facets.length === 0 ? '' : '-facets'
      const repeated = await ask(clients, (n) => search.best(queryOf(things[n % things.length]!), 24, facets))
      report({ ...repeated, bench: `index-queries-repeated${what}`, offers })
      const distinct = await ask(clients, (n) =>
        search.best({ ...queryOf(things[n % things.length]!), priceMinorMin: n }, 24, facets),
      )
      report({ ...distinct, bench: `index-queries-distinct${what}`, offers })
      const alone = await ask(1, (n) =>
        search.best({ ...queryOf(things[n % things.length]!), priceMinorMin: asked + n }, 24, facets),
      )
      report({ ...alone, bench: `index-queries-distinct${what}`, offers })
    }
    report({ ...(await change(host, offers)), bench: 'index-changes', offers })
  } finally {
    await host.close()
  }
}

const { values } = parseArgs({ options: { offers: { type: 'string', multiple: true } }, strict: false })
const sizes = (values.offers ?? ['500', '100000', '1000000']).map(Number)
for (const offers of sizes) await measure(offers)
