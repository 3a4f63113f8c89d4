/** A town of its own for benches over HTTP: `npm start`'s own process, and undici as its clients. */
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

/** A running town with buyers and offers. */
export type HttpStage = {
  town: LaunchedTown
  pool: Pool
  /** Authorization headers of buyers, one for each client. */
  buyers: readonly string[]
  offers: readonly string[]
  placed: string[]
  /** One who sells, for further offers. */
  seller: Caller
  categories: readonly string[]
}

/** What every offer of the stage costs, minor units. */
const priceMinor = 2_000
const shippingMinor = 600

/** Starts a town and fills it. */
export async function openHttpStage({
  buyers,
  offers,
  sellers: sellersCount = 50,
}: {
  buyers: number
  offers: number
  sellers?: number
}): Promise<HttpStage> {
  const town = await launchTown({ environment: { LOG_LEVEL: 'error' } })
  const client = await connectScenario({ baseUrl: town.baseUrl })
  const { body } = expectStatus(await client.stranger.get('/v1/categories'), 200)
  const categories: string[] = body.items.map(({ slug }: { slug: string }) => slug)
  const sellers: Caller[] = []
  while (sellers.length < sellersCount)
    sellers.push(...(await client.newcomers(Math.min(200, sellersCount - sellers.length))))
  const ids = await putOffers(sellers, { count: offers, categories })
  const tokens: string[] = []
  for (let from = 0; from < buyers; from += 200) tokens.push(...(await buyersOf(town, Math.min(200, buyers - from))))
  const pool = new Pool(town.baseUrl, { connections: 256, pipelining: 1 })
  return {
    town,
    pool,
    buyers: tokens.map((token) => `Bearer ${token}`),
    offers: ids,
    placed: [],
    seller: sellers[0]!,
    categories,
  }
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

const kinds = ['oak', 'clay', 'linen', 'brass', 'blue', 'small', 'round', 'old', 'soft', 'plain', 'striped', 'heavy']
/** What is sold, and what shoppers search for: each word stands in one of so many offers. */
export const things = [
  'bread', 'mug', 'honey', 'lamp', 'soap', 'chair', 'scarf', 'kettle', 'basket', 'candle', 'bowl', 'table', 'blanket',
  'teapot', 'jam', 'cheese', 'vase', 'apron', 'knife', 'clock', 'mirror', 'stool', 'pillow', 'tray', 'bell',
] // prettier-ignore

/** Puts offers up for sale, 200 at a time. @returns their ids */
export async function putOffers(
  sellers: readonly Caller[],
  { count, categories, stock = 1_000_000_000 }: { count: number; categories: readonly string[]; stock?: number },
): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < count; from += 200) {
    const commands = Array.from({ length: Math.min(200, count - from) }, (_, index) => ({
      id: newId(), business: 'offers', type: 'put',
      input: {
        business: 'market', title: titleOf(from + index), description: 'Made by hand a few streets from here, and delivered.',
        category: categories[(from + index) % categories.length] ?? 'things', currency: 'EUR', priceMinor,
        attributes: { shippingMinor }, stock,
      },
    })) // prettier-ignore
    const { body } = expectStatus(await sellers[(from / 200) % sellers.length]!.post('/v1/commands', { commands }), 200)
    if (body.accepted !== commands.length) throw new Error(`offers were refused: ${JSON.stringify(body.verdicts[0])}`)
    ids.push(...commands.map(({ id }) => id))
  }
  return ids
}

function titleOf(number: number): string {
  const [kind, thing] = [kinds[Math.floor(number / things.length) % kinds.length], things[number % things.length]]
  return `${kind} ${thing} number ${number}`
}

/** One of a list, each as likely. */
export function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)]!
}

/** One request and its answer; the number of things done by it. */
export type Asking<S = HttpStage> = (stage: S, client: number) => Promise<number>

type Measured<S> = {
  clients: number
  ask: Asking<S>
  /** What a line says beside its figures. */
  conditions?: string
  /** Further figures, taken once everything is answered. */
  more?: () => Promise<Readonly<Record<string, number>>>
}

/** Runs clients for a while and reports what they got done. */
export async function measure<S extends { town: LaunchedTown }>(
  stage: S,
  bench: string,
  { clients, ask, conditions, more }: Measured<S>,
): Promise<void> {
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
    ...(conditions === undefined ? {} : { conditions }),
    perSecond: Math.round(done / seconds),
    done,
    p50Ms: Number(percentile(latencies, 0.5).toFixed(1)),
    p99Ms: Number(percentile(latencies, 0.99).toFixed(1)),
    appUs: each('app'),
    pgUs: each('pg'),
    clientUs: each('client'),
    ...(await more?.()),
  })
}

function cpuOf({ town }: { town: LaunchedTown }): { app: number; pg: number; client: number } {
  const { node: client, pg } = cpuNow(town.postgresPid())
  return { app: cpuNow(town.pid()).pg, pg, client }
}

/** Asks and reads the answer. @throws Error for another status than wanted */
export async function request(
  { pool }: HttpStage,
  wanted: { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string; status: number },
): Promise<unknown> {
  const { status, ...options } = wanted
  const reply = await pool.request(options)
  if (reply.statusCode !== status) throw new Error(`status ${reply.statusCode}: ${await reply.body.text()}`)
  return reply.body.json()
}

/** Asks, and answers the status alone. */
export async function tryRequest(
  { pool }: HttpStage,
  wanted: { method: 'POST'; path: string; headers: Record<string, string>; body: string },
): Promise<number> {
  const { statusCode, body } = await pool.request(wanted)
  await body.dump()
  return statusCode
}

/** One of some offer, paid from the wallet. */
export function orderOf(stage: HttpStage): { business: string; lines: object[]; input: object; expectMinor: number } {
  const input = { delivery: 'shipping', address: 'Seestrasse 1, Lakeside' }
  const lines = [{ offerId: pick(stage.offers), qty: 1 }]
  return { business: 'market', lines, input, expectMinor: priceMinor + shippingMinor }
}

/** Stops the town, does something to its database, and starts it again. */
export async function startAgain<R>(stage: HttpStage, between: (url: string) => Promise<R>): Promise<R> {
  const { dataDir } = stage.town
  await stage.pool.close()
  await stage.town.stop()
  const postgres = await openPostgres({ dataDir: path.join(dataDir, 'postgres') })
  const result = await between(postgres.url)
  await postgres.stop()
  stage.town = await launchTown({ dataDir, environment: { LOG_LEVEL: 'error' } })
  stage.pool = new Pool(stage.town.baseUrl, { connections: 256, pipelining: 1 })
  return result
}

/** Every answer stands in the books, and the books hold: a fast API that is wrong is no figure. */
export async function check({ town, placed }: HttpStage): Promise<void> {
  const postgres = await openPostgres({ dataDir: path.join(town.dataDir, 'postgres') })
  const db = createDatabase(postgres.url, { max: 1 })
  try {
    const { rows } = await sql<{ orders: number }>`
      select count(*) as orders from orders.orders where id = any(${placed}::uuid[])`.execute(db)
    if (rows[0]?.orders !== placed.length)
      throw new Error(`${placed.length} orders were answered, ${rows[0]?.orders} are stored`)
    const broken = await violations(db, findInvariants())
    if (broken.length > 0) throw new Error(`broken: ${broken.map(({ name }) => name).join(', ')}`)
  } finally {
    await db.destroy()
    await postgres.stop()
  }
}
