/**
 * Lists, searches and pages of the demo town over HTTP: 64 clients in a process of their own, served by the routes of
 * `offers` on production's server settings, while offers change all the time.
 *
 *   node bench/listings.bench.ts [list] [pages] [search] [detail]
 *
 * `pages` reads every page of every shelf, so that hardly two clients ask for the same. `staleMsMax` is the longest
 * that
 * a changed price took to be seen in a list while the clients were asking.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { createTownClock } from '#kernel/clock'
import { createDatabase } from '#kernel/db'
import { createProjection } from '#kernel/events-projection'
import { createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { migrate } from '#kernel/migrate'
import { startPostgres } from '#kernel/postgres'
import { createTown } from '#kernel/towns'
import { applyToListings, listingEvents, offersRoutes } from '#modules/offers'
import { createEngine, type Engine, publishBuiltins } from '#modules/orders'
import { demoId, partyId } from '../src/app/demo/identities.ts'
import { seedDemo } from '../src/app/demo/seed.ts'
import { manifest as market } from '../src/businesses/market/manifest.ts'
import { cpuNow, percentile, report } from './machine.ts'

const clients = 64
const [warmUpMs, measureMs] = [1_500, 4_000]
const words = [
  'mug',
  'tea',
  'bread',
  'goat',
  'blue',
  '龙井',
  'lamp',
  'honey',
  'record',
  'wool',
  'bee',
  'map',
  'knife',
  'soap',
]
const shelves = ['food', 'home', 'play', 'culture', 'drinks', 'outdoors', 'wear', 'garden']

type Card = { id: string; priceMinor: number }
type Page = { items: Card[]; nextCursor: string | null }
type Counted = { perSecond: number; p50Ms: number; p99Ms: number; done: number }

/** Addresses that a kind of client asks for. */
async function addressesOf(kind: string, base: string): Promise<string[]> {
  if (kind === 'list')
    return ['', ...shelves.map((shelf) => `&category=${shelf}`)].map((more) => `/v1/offers?limit=20${more}`)
  if (kind === 'search') return words.map((word) => `/v1/offers?limit=20&q=${encodeURIComponent(word)}`)
  const pages: string[] = []
  const ids: string[] = []
  for (const sort of ['newest', 'price', '-price']) {
    let cursor: string | null = ''
    while (cursor !== null) {
      const address: string = `/v1/offers?limit=20&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`
      pages.push(address)
      const page = (await (await fetch(base + address)).json()) as Page // the API's own reply
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
  }
  return kind === 'pages' ? pages : ids.map((id) => `/v1/offers/${id}`)
}

/** The clients' process: asks as fast as it is answered and tells what it counted. */
async function beClients(kind: string, base: string): Promise<void> {
  const addresses = await addressesOf(kind, base)
  const pool = new Pool(base, { connections: clients, pipelining: 1 })
  const latencies: number[] = []
  const state = { isMeasuring: false, isOver: false }
  const client = async (): Promise<void> => {
    while (!state.isOver) {
      const startedAt = performance.now()
      const address = addresses[Math.floor(Math.random() * addresses.length)]!
      const { statusCode, body } = await pool.request({ path: address, method: 'GET' })
      await body.dump()
      assert.equal(statusCode, 200, address)
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
  const counted: Counted = {
    perSecond: Math.round(latencies.length / (measureMs / 1_000)),
    p50Ms: Number(percentile(latencies, 0.5).toFixed(1)),
    p99Ms: Number(percentile(latencies, 0.99).toFixed(1)),
    done: latencies.length,
  }
  process.send?.(counted)
  process.disconnect()
}

/** Changes the price of one thing again and again, and watches how long each takes to be seen. */
async function changePrices(engine: Engine, base: string, child: ChildProcess): Promise<number[]> {
  const offerId = demoId('offer/anton/Salt pig')
  const actor = { party: partyId('anton'), kind: 'person' as const, grants: [] }
  const delays: number[] = []
  let rev = ((await (await fetch(`${base}/v1/offers/${offerId}`)).json()) as { variants: { rev: number }[] })
    .variants[0]!.rev
  while (child.exitCode === null && child.connected) {
    const priceMinor = 3_000 + rev
    const input = {
      offerId, business: 'market', title: 'Salt pig', category: 'ceramics', currency: 'EUR', priceMinor, rev,
      attributes: { shippingMinor: 490 },
    } // prettier-ignore
    const [verdict] = await engine.submit([{ id: newId(), actor, business: 'offers', type: 'put', input }])
    assert.equal(verdict?.status, 'accepted', JSON.stringify(verdict))
    rev += 1
    const changedAt = performance.now()
    while (!(await sees(base, offerId, priceMinor))) await sleep(5)
    delays.push(performance.now() - changedAt)
    await sleep(50)
  }
  return delays
}

async function sees(base: string, id: string, priceMinor: number): Promise<boolean> {
  const page = (await (await fetch(`${base}/v1/offers?limit=20&q=salt+pig`)).json()) as Page // the API's own reply
  return page.items.find((card) => card.id === id)?.priceMinor === priceMinor
}

async function serve(kinds: readonly string[]): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lakeside-bench-'))
  const postgres = await startPostgres({ dataDir, refugeDir: `/var/lib/lakeside/bench-${process.pid}` })
  await migrate(postgres.url)
  const db = createDatabase(postgres.url, { max: 10 })
  const town = await createTown(db, { id: 1, name: 'Bench', timeZone: 'UTC', currency: 'EUR', isSandbox: true })
  await publishBuiltins(db, town.id, [market])
  const engine = await createEngine({ db, town, clock: createTownClock(), address: 'http://127.0.0.1:1' })
  await seedDemo({ db, town, submit: engine.submit, config: { dataDir } })
  const listings = createProjection({
    db, town: town.id, feed: engine.feed, name: 'offers.listings', types: listingEvents,
    apply: (tx, events) => applyToListings(tx, town.id, events),
  }) // prettier-ignore
  listings.start()
  await listings.catchUp()
  const app = createHttp({ log, authenticate: async () => null })
  offersRoutes(app, { db, town: town.id, submit: engine.submit, commandIdOf: createCommandIds(db, town.id) })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    for (const kind of kinds) await measure(kind, { base, engine, postmaster: postgres.pid() })
  } finally {
    await app.close()
    await listings.stop()
    await engine.stop()
    await db.destroy()
    await postgres.stop()
    for (const folder of [dataDir, `/var/lib/lakeside/bench-${process.pid}`])
      rmSync(folder, { recursive: true, force: true })
  }
}

type Served = { base: string; engine: Engine; postmaster: number | undefined }

async function measure(kind: string, { base, engine, postmaster }: Served): Promise<void> {
  const child = fork(import.meta.filename, ['clients', kind, base])
  const exited = once(child, 'exit')
  await once(child, 'message')
  const before = cpuNow(postmaster)
  const changing = changePrices(engine, base, child)
  const [counted] = (await once(child, 'message')) as [Counted] // what beClients sends
  const after = cpuNow(postmaster)
  const delays = await changing
  await exited
  const { done, ...figures } = counted
  report({
    bench: `offers-http-${kind}`,
    clients,
    ...figures,
    appUs: Number(((after.node - before.node) / done).toFixed(1)),
    pgUs: Number(((after.pg - before.pg) / done).toFixed(1)),
    changes: delays.length,
    staleMsMax: Math.round(Math.max(...delays)),
  })
}

const [role = 'list', ...rest] = process.argv.slice(2)
if (role === 'clients') await beClients(rest[0]!, rest[1]!)
else await serve(process.argv.length > 2 ? process.argv.slice(2) : ['list', 'pages', 'search', 'detail'])
