/**
 * The public API over HTTP: `npm start`'s own process, this one as its clients (undici, keep-alive, one request at a
 * time on each connection).
 *
 *   node bench/http.bench.ts [orders-http-1] [orders-http-16] [orders-http-64] [orders-http-256] [orders-http-bulk]
 *                            [list-http] [detail-http] [search-http] [my-orders-http]
 *
 * A second is let pass before measuring. Orders are placed through the published manifest of the market.
 */
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { createDatabase, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { findInvariants, violations } from '#kernel/invariants'
import { openPostgres } from '#kernel/postgres'
import type { Caller } from '#kernel/scenario'
import { connectScenario, expectStatus } from '../simulator/scenario-client.ts'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { cpuNow, percentile, report } from './machine.ts'

const warmUpMs = 1_000
const measureMs = Number(process.env['BENCH_MS'] ?? 5_000)

type Stage = {
  town: LaunchedTown
  pool: Pool
  /** Authorization headers of buyers, one for each client. */
  buyers: readonly string[]
  offers: readonly string[]
  placed: string[]
}

const priceMinor = 2_000
const shippingMinor = 600

async function openStage({ buyers, offers }: { buyers: number; offers: number }): Promise<Stage> {
  const town = await launchTown({ environment: { LOG_LEVEL: 'error' } })
  const client = await connectScenario({ baseUrl: town.baseUrl })
  const { body } = expectStatus(await client.stranger.get('/v1/categories'), 200)
  const categories: string[] = body.items.map(({ slug }: { slug: string }) => slug)
  const sellers = await client.newcomers(50)
  const ids = await putOffers(sellers, { count: offers, categories })
  const tokens: string[] = []
  for (let from = 0; from < buyers; from += 200) tokens.push(...(await buyersOf(town, Math.min(200, buyers - from))))
  const pool = new Pool(town.baseUrl, { connections: 256, pipelining: 1 })
  return { town, pool, buyers: tokens.map((token) => `Bearer ${token}`), offers: ids, placed: [] }
}

async function buyersOf({ baseUrl }: LaunchedTown, count: number): Promise<string[]> {
  const reply = await fetch(`${baseUrl}/v1/sandbox/newcomers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newId() },
    body: JSON.stringify({ count, walletMinor: 1_000_000_000 }),
  })
  const { items } = (await reply.json()) as { items: { token: string }[] }
  return items.map(({ token }) => token)
}

async function putOffers(
  sellers: readonly Caller[],
  { count, categories }: { count: number; categories: readonly string[] },
): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < count; from += 200) {
    const commands = Array.from({ length: Math.min(200, count - from) }, (_, index) => ({
      id: newId(), business: 'offers', type: 'put',
      input: {
        business: 'market', title: `Bread number ${from + index}`, description: 'A loaf of rye, baked in the morning.',
        category: categories[(from + index) % categories.length] ?? 'things', currency: 'EUR', priceMinor,
        attributes: { shippingMinor }, stock: 1_000_000_000,
      },
    })) // prettier-ignore
    const { body } = expectStatus(await sellers[(from / 200) % sellers.length]!.post('/v1/commands', { commands }), 200)
    if (body.accepted !== commands.length) throw new Error(`offers were refused: ${JSON.stringify(body.verdicts[0])}`)
    ids.push(...commands.map(({ id }) => id))
  }
  return ids
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)]!
}

/** One request and its answer; the number of things done by it. */
type Asking = (stage: Stage, client: number) => Promise<number>

/** Runs clients for a while and reports what they got done. */
async function measure(stage: Stage, bench: string, { clients, ask }: { clients: number; ask: Asking }): Promise<void> {
  const state = { isOver: false, isMeasuring: false }
  const latencies: number[] = []
  let done = 0
  const client = async (_: unknown, index: number): Promise<void> => {
    while (!state.isOver) {
      const startedAt = performance.now()
      const count = await ask(stage, index)
      if (!state.isMeasuring) continue
      done += count
      latencies.push(performance.now() - startedAt)
    }
  }
  const running = Promise.all(Array.from({ length: clients }, client))
  await sleep(warmUpMs)
  const before = cpuOf(stage)
  const startedAt = performance.now()
  state.isMeasuring = true
  await sleep(measureMs)
  state.isMeasuring = false
  const seconds = (performance.now() - startedAt) / 1000
  const after = cpuOf(stage)
  state.isOver = true
  await running
  const each = (cpu: 'app' | 'pg' | 'client'): number => Number(((after[cpu] - before[cpu]) / done).toFixed(1))
  report({
    bench,
    clients,
    perSecond: Math.round(done / seconds),
    done,
    p50Ms: Number(percentile(latencies, 0.5).toFixed(1)),
    p99Ms: Number(percentile(latencies, 0.99).toFixed(1)),
    appUs: each('app'),
    pgUs: each('pg'),
    clientUs: each('client'),
  })
}

function cpuOf({ town }: Stage): { app: number; pg: number; client: number } {
  const { node: client, pg } = cpuNow(town.postgresPid())
  return { app: cpuNow(town.pid()).pg, pg, client }
}

async function request(
  { pool }: Stage,
  wanted: { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string; status: number },
): Promise<unknown> {
  const { status, ...options } = wanted
  const reply = await pool.request(options)
  if (reply.statusCode !== status) throw new Error(`status ${reply.statusCode}: ${await reply.body.text()}`)
  return reply.body.json()
}

function orderOf(stage: Stage): object {
  const input = { delivery: 'shipping', address: 'Seestrasse 1, Lakeside' }
  return {
    business: 'market',
    lines: [{ offerId: pick(stage.offers), qty: 1 }],
    input,
    expectMinor: priceMinor + shippingMinor,
  }
}

const json = { 'content-type': 'application/json' }

const placeOne: Asking = async (stage, client) => {
  const id = newId()
  const headers = { ...json, authorization: stage.buyers[client]!, 'idempotency-key': id }
  await request(stage, {
    method: 'POST',
    path: '/v1/orders',
    headers,
    body: JSON.stringify(orderOf(stage)),
    status: 201,
  })
  stage.placed.push(id)
  return 1
}

const placeHundred: Asking = async (stage, client) => {
  const headers = { ...json, authorization: stage.buyers[client]!, 'idempotency-key': newId() }
  const commands = Array.from({ length: 100 }, () => ({ id: newId(), type: 'place', ...orderOf(stage) }))
  const answer = await request(stage, {
    method: 'POST',
    path: '/v1/commands',
    headers,
    body: JSON.stringify({ commands }),
    status: 200,
  })
  const { accepted } = answer as { accepted: number }
  if (accepted !== 100) throw new Error(`${accepted} of 100 were accepted`)
  stage.placed.push(...commands.map(({ id }) => id))
  return 100
}

const words = ['bread', 'rye', 'mug', 'honey', 'lamp', 'soap']

const benches: Readonly<Record<string, { clients: number; ask: Asking }>> = {
  'orders-http-1': { clients: 1, ask: placeOne },
  'orders-http-16': { clients: 16, ask: placeOne },
  'orders-http-64': { clients: 64, ask: placeOne },
  'orders-http-256': { clients: 256, ask: placeOne },
  'orders-http-bulk': { clients: 32, ask: placeHundred },
  'list-http': {
    clients: 64,
    ask: async (stage) => (await request(stage, { method: 'GET', path: '/v1/offers?limit=20', status: 200 }), 1),
  },
  'detail-http': {
    clients: 64,
    ask: async (stage) => (
      await request(stage, { method: 'GET', path: `/v1/offers/${pick(stage.offers)}`, status: 200 }),
      1
    ),
  },
  'search-http': {
    clients: 64,
    ask: async (stage) => (
      await request(stage, { method: 'GET', path: `/v1/offers?q=${pick(words)}`, status: 200 }),
      1
    ),
  },
  'my-orders-http': {
    clients: 64,
    ask: async (stage, client) => {
      const headers = { authorization: stage.buyers[client]! }
      return (await request(stage, { method: 'GET', path: '/v1/orders?limit=20', headers, status: 200 }), 1)
    },
  },
}

/** Every answer stands in the books, and the books hold: a fast API that is wrong is no figure. */
async function check({ town, placed }: Stage): Promise<void> {
  const postgres = await openPostgres({ dataDir: path.join(town.dataDir, 'postgres') })
  const db = createDatabase(postgres.url, { max: 1 })
  try {
    const { rows } = await sql<{ orders: number }>`select count(*) as orders from orders.orders`.execute(db)
    if (rows[0]?.orders !== placed.length)
      throw new Error(`${placed.length} orders were answered, ${rows[0]?.orders} are stored`)
    const broken = await violations(db, findInvariants())
    if (broken.length > 0) throw new Error(`broken: ${broken.map(({ name }) => name).join(', ')}`)
  } finally {
    await db.destroy()
    await postgres.stop()
  }
}

const asked = process.argv.slice(2)
/** `orders-http` stands for all that begin with it. */
const stands = (wanted: string, name: string): boolean => name === wanted || name.startsWith(`${wanted}-`)
const unknown = asked.find((wanted) => !Object.keys(benches).some((name) => stands(wanted, name)))
if (unknown !== undefined) throw new Error(`there is no bench ${unknown}; there are ${Object.keys(benches).join(', ')}`)
const stage = await openStage({ buyers: 256, offers: 10_000 })
try {
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.some((wanted) => stands(wanted, name))) await measure(stage, name, bench)
  }
  await stage.pool.close()
  await check(stage)
} finally {
  await stage.town[Symbol.asyncDispose]()
}
