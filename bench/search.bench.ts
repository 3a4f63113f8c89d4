/**
 * The page of a search over HTTP: 1, 16 and 64 clients against a large town (large-town.ts), as shoppers meet it: the
 * index in its thread, its hits put in order by a decision, cards from PostgreSQL.
 *
 *   npm run bench -- search [--offers=500 --offers=100000 --offers=1000000] [--data=FOLDER]
 *
 * Shoppers ask for 25 words, each of which stands in four of a hundred offers; `facets` asks for counts, as the web app
 * does, and `distinct` for another price each time, so that no answer serves twice. `visible` is from handing in a new
 * offer until a search finds it, while 32 clients go on asking. `start` is a second start of the town: from its process
 * to the first answer, and to the first answer of the index, which it reads from its snapshot.
 * With `--data` the town is kept in FOLDER-OFFERS, and measured again the next time.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { newId } from '#kernel/ids'
import { launchTown } from '../simulator/town.ts'
import { measure } from './http-stage.ts'
import { type LargeTown, closeLargeTown, indexed, known, megabytesOf, metricOf, openLargeTown } from './large-town.ts'
import { percentile, report } from './machine.ts'
import { things } from './made-up-offers.ts'

/** Who looks at once, each asking again as soon as an answer is there. */
const crowds = [1, 16, 64]
/** Who searches while offers change. */
const beside = 32
const facets = '&facets=business,price,rating'
const changes = 40
let turn = 0
/** Answers that the database gave because the index was too busy to give them within a second. */
let byDatabase = 0

const addresses = {
  repeated: (words) => `/v1/offers?limit=24&q=${words}`,
  facets: (words) => `/v1/offers?limit=24&q=${words}${facets}`,
  distinct: (words) => `/v1/offers?limit=24&q=${words}${facets}&priceMinorMin=${turn % 40_000}`,
} satisfies Record<string, (words: string) => string>

const ask =
  (address: (words: string) => string) =>
  async ({ pool }: LargeTown): Promise<number> => {
    turn += 1
    const { statusCode, body } = await pool.request({ path: address(things[turn % things.length]!), method: 'GET' })
    const text = await body.text()
    assert.ok(statusCode === 200 && text.includes('"answeredBy":'), text.slice(-200))
    if (!text.includes('"answeredBy":"index"')) byDatabase += 1
    assert.ok(!text.startsWith('{"items":[]'), `nothing was found: ${text.slice(-200)}`)
    return 1
  }

/** Puts new offers up for sale beside searches. @returns ms until each is found */
async function visible(stage: LargeTown): Promise<number[]> {
  const state = { isOver: false }
  const busy = Array.from({ length: beside }, async () => {
    while (!state.isOver) await ask(addresses.distinct)(stage)
  })
  const found: number[] = []
  for (let n = 0; n < changes; n += 1) {
    const word = `zqz${newId()
      .slice(-8)
      .replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)}`
    const startedAt = performance.now()
    await offer(stage, word)
    while (!(await isFound(stage, word))) await sleep(5)
    found.push(performance.now() - startedAt)
  }
  state.isOver = true
  await Promise.all(busy)
  return found
}

async function offer({ pool, people }: LargeTown, word: string): Promise<void> {
  const input = {
    business: 'market', title: `Mug ${word}`, description: '', category: 'ceramics', currency: 'EUR',
    priceMinor: 2_000, attributes: { shippingMinor: 600 }, stock: 1,
  } // prettier-ignore
  const id = newId()
  const headers = { authorization: people[0]!, 'content-type': 'application/json', 'idempotency-key': id }
  const body = JSON.stringify({ commands: [{ id, business: 'offers', type: 'put', input }] })
  const reply = await pool.request({ method: 'POST', path: '/v1/commands', headers, body })
  const answer = (await reply.body.json()) as { accepted?: number }
  assert.equal(answer.accepted, 1, JSON.stringify(answer))
}

async function isFound({ pool }: LargeTown, word: string): Promise<boolean> {
  const { body } = await pool.request({ path: `/v1/offers?limit=1&q=${word}`, method: 'GET' })
  return (await body.text()).startsWith('{"items":[{')
}

/** Stops the town and starts it again. */
async function startAgain(stage: LargeTown): Promise<void> {
  const { town, offers } = stage
  await town.stop()
  await using again = await launchTown({ dataDir: town.dataDir, environment: { LOG_LEVEL: 'error', RATE_LIMIT: '0' } })
  const firstAnswerMs = again.startedMs
  const indexMs = firstAnswerMs + (await indexed(again, offers))
  report({ bench: 'search-start', offers, p50Ms: indexMs, firstAnswerMs })
}

async function measureAt(offers: number, folder: string | undefined): Promise<void> {
  const stage = await openLargeTown(offers, 4, folder)
  const conditions = `${offers.toLocaleString('en')} offers`
  try {
    await known(stage, offers) // the town reads its listings beside what is measured until then
    for (const [kind, address] of Object.entries(addresses)) {
      for (const clients of crowds) {
        byDatabase = 0
        const more = async () => ({ byDatabase })
        await measure(stage, `search-page-${kind}`, { clients, ask: ask(address), conditions, more })
      }
    }
    const delays = await visible(stage)
    const [p50Ms, p99Ms] = [0.5, 0.99].map((share) => Math.round(percentile(delays, share)))
    report({ bench: 'search-visible', clients: beside, conditions, p50Ms: p50Ms!, p99Ms: p99Ms! })
    const threadMb = Math.round((await metricOf(stage.town.baseUrl, 'lakeside_search_memory_bytes')) / 1e6)
    report({ bench: 'search-memory', conditions, appMb: megabytesOf(stage.town.pid()), threadMb })
    await startAgain(stage)
  } finally {
    await closeLargeTown(stage, folder)
  }
}

const { values } = parseArgs({
  options: { offers: { type: 'string', multiple: true }, data: { type: 'string' } },
  strict: false,
})
const data = typeof values.data === 'string' ? values.data : undefined
for (const offers of (values.offers ?? ['500', '100000', '1000000']).map(Number))
  await measureAt(offers, data && `${data}-${offers}`)
