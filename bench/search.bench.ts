/**
 * The page of a search over HTTP: 64 clients in a process of their own, the routes of `offers` on production's server
 * settings, the index in its thread, cards from PostgreSQL.
 *
 *   npm run bench -- search [--offers=500 --offers=100000 --offers=1000000]
 *
 * Shoppers ask for 25 words, each of which stands in four of a hundred offers; `facets` asks for counts, as the web app
 * does, and `distinct` for another price each time, so that no answer serves twice. All is put into the listings at
 * once, not by orders of sellers, because that would take an hour for a million.
 */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { type Database, createDatabase, sql } from '#kernel/db'
import { createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { log } from '#kernel/log'
import { createMetrics } from '#kernel/metrics'
import { migrate } from '#kernel/migrate'
import { startPostgres } from '#kernel/postgres'
import { createTown } from '#kernel/towns'
import { offersRoutes } from '#modules/offers'
import { type Entry, type Search, type Source, openSearch } from '#modules/search'
import { madeUpOffers, things } from './made-up-offers.ts'
import { type Figure, cpuNow, percentile, report } from './machine.ts'

const clients = 64
const [warmUpMs, measureMs] = [1_000, 4_000]
const town = { id: 1, name: 'Bench', timeZone: 'UTC', currency: 'EUR', isSandbox: true }
/** Rows stored by one statement. */
const atOnce = 2_000
const kinds = { repeated: '', facets: '&facets=business,price,rating', distinct: '&facets=business,price,rating' }
type Kind = keyof typeof kinds

/** Everything listed, in order of id, as if it had always been there. */
function madeUpSource(count: number): Source {
  let rest = madeUpOffers(count)
  return {
    types: [],
    count: async () => count,
    position: async () => 1,
    changed: async () => [],
    read: async () => [],
    titles: async () => new Map(),
    commandAt: async () => undefined,
    page: async (after, limit) => {
      if (after === undefined) rest = madeUpOffers(count)
      return nextOf(rest, limit)
    },
  }
}

/** The next of them; `take` would end the generator. */
function nextOf(offers: Generator<Entry>, count: number): Entry[] {
  const found: Entry[] = []
  while (found.length < count) {
    const { value, done } = offers.next()
    if (done === true) break
    found.push(value)
  }
  return found
}

async function fill(db: Database, count: number): Promise<void> {
  const offers = madeUpOffers(count)
  for (let done = 0; done < count; done += atOnce) {
    const rows = offers
      .take(Math.min(atOnce, count - done))
      .map(rowOf)
      .toArray()
    await sql`
      insert into offers.listings (town, price_minor, price_minor_max, id, seller, listed_at, is_listed, category_path,
        business, cell_ids, card, detail, variants, search)
      select 1, n.price, n.price, n.id, n.seller, now(), true, '{}', n.business, '{}', n.card, '{', '{}', ''
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as n (price bigint, id uuid, seller uuid, business text, card text)`.execute(db)
  }
  await sql`analyze offers.listings`.execute(db)
}

function rowOf({ id, title, seller, business, priceMinor: price }: Entry): object {
  const by = { id: seller, name: 'Anton Brenner', slug: 'anton', picture: null }
  const prices = { currency: 'EUR', priceMinor: price, priceMinorMax: price }
  const card = { id, business, title, category: 'shelf', ...prices, seller: by, picture: null, variants: 1 }
  return { id, seller, business, price, card: JSON.stringify(card).slice(0, -1) }
}

function addressOf(kind: Kind, n: number): string {
  const words = encodeURIComponent(things[n % things.length]!)
  return `/v1/offers?limit=24&q=${words}${kinds[kind]}${kind === 'distinct' ? `&priceMinorMin=${n % 90_000}` : ''}`
}

/** The clients' process: asks as fast as it is answered. */
async function beClients(kind: Kind, base: string): Promise<void> {
  const pool = new Pool(base, { connections: clients, pipelining: 1 })
  const latencies: number[] = []
  const state = { isMeasuring: false, isOver: false, n: 0 }
  const client = async (): Promise<void> => {
    while (!state.isOver) {
      const startedAt = performance.now()
      const { statusCode, body } = await pool.request({ path: addressOf(kind, (state.n += 1)), method: 'GET' })
      const text = await body.text()
      assert.equal(statusCode, 200)
      assert.ok(text.includes('"answeredBy":"index"') && !text.startsWith('{"items":[]'), text.slice(-200))
      if (state.isMeasuring) latencies.push(performance.now() - startedAt)
    }
  }
  const running = Promise.all(Array.from({ length: clients }, client))
  await sleep(warmUpMs)
  state.isMeasuring = true
  process.send?.('begin')
  await sleep(measureMs)
  state.isMeasuring = false
  state.isOver = true
  await running
  await pool.close()
  const perSecond = Math.round(latencies.length / (measureMs / 1_000))
  const [p50Ms, p99Ms] = [0.5, 0.99].map((share) => Number(percentile(latencies, share).toFixed(1)))
  process.send?.({ perSecond, p50Ms, p99Ms, done: latencies.length })
  process.disconnect()
}

async function measure(
  kind: Kind,
  { base, postmaster }: { base: string; postmaster: number | undefined },
): Promise<Figure> {
  const child = fork(import.meta.filename, ['clients', kind, base])
  const exited = once(child, 'exit')
  await once(child, 'message')
  const before = cpuNow(postmaster)
  const [counted] = (await once(child, 'message')) as [
    { perSecond: number; p50Ms: number; p99Ms: number; done: number },
  ]
  const after = cpuNow(postmaster)
  await exited
  const { done, ...figures } = counted
  const each = (us: number): number => Number((us / done).toFixed(1))
  return {
    bench: `search-page-${kind}`,
    clients,
    ...figures,
    appUs: each(after.node - before.node),
    pgUs: each(after.pg - before.pg),
  }
}

async function ready(search: Search, count: number): Promise<void> {
  while ((await search.figures()).documents < count || (await search.figures()).place === 'none') await sleep(50)
}

async function serve(count: number): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lakeside-bench-'))
  const postgres = await startPostgres({ dataDir, refugeDir: `/var/lib/lakeside/bench-${process.pid}` })
  await migrate(postgres.url)
  const db = createDatabase(postgres.url, { max: 10 })
  await createTown(db, town)
  await fill(db, count)
  const app = createHttp({ log, authenticate: async () => null })
  const context = {
    db,
    town,
    feed: { subscribe: () => () => undefined },
    metrics: createMetrics(),
    config: { dataDir },
  }
  const search = openSearch(app, context as never, { source: madeUpSource(count) }) // the rest is not read
  offersRoutes(app, { db, town: 1, submit: async () => [], commandIdOf: createCommandIds(db, 1), search })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    await ready(search, count)
    for (const kind of Object.keys(kinds) as Kind[])
      report({ ...(await measure(kind, { base, postmaster: postgres.pid() })), offers: count })
  } finally {
    await app.close()
    await db.destroy()
    await postgres.stop()
    for (const folder of [dataDir, `/var/lib/lakeside/bench-${process.pid}`])
      rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[2] === 'clients') await beClients(process.argv[3] as Kind, process.argv[4]!)
else {
  const { values } = parseArgs({ options: { offers: { type: 'string', multiple: true } }, strict: false })
  for (const count of (values.offers ?? ['500', '100000', '1000000']).map(Number)) await serve(count)
}
