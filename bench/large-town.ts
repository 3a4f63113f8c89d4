/**
 * A town with many things in it: `npm start`'s own process and entry, its listings written at once by SQL, because
 * sellers would need an hour to offer a million. Who looks at it comes through the public API.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Pool } from 'undici'
import { connectRaw } from '#kernel/db'
import { newId } from '#kernel/ids'
import { openPostgres } from '#kernel/postgres'
import { seededRandom } from '#modules/learners'
import type { Entry } from '#modules/search'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { idOf, madeUpOffers } from './made-up-offers.ts'

/** Rows stored by one statement. */
const atOnce = 5_000
const environment = {
  LOG_LEVEL: 'error',
  RATE_LIMIT: '0',
}

/** A running town, and who looks at it. */
export type LargeTown = {
  town: LaunchedTown
  pool: Pool
  offers: number
  /** Authorization headers of people who let be noted and used what they do. */
  people: readonly string[]
}

/**
 * Makes the town, or goes on with the one that a folder holds from an earlier run.
 *
 * @param folder where it is kept; without one it is made for this run
 */
export async function openLargeTown(offers: number, people: number, folder?: string): Promise<LargeTown> {
  const dataDir = folder ?? mkdtempSync(path.join(tmpdir(), 'lakeside-large-'))
  const marker = path.join(dataDir, 'made-up-offers')
  if (!existsSync(marker)) {
    mkdirSync(dataDir, { recursive: true })
    chmodSync(dataDir, 0o711) // PostgreSQL runs as another user
    await using first = await launchTown({ dataDir, environment })
    await first.stop()
    await fill(dataDir, offers)
    writeFileSync(marker, String(offers))
  }
  if (readFileSync(marker, 'utf8') !== String(offers)) throw new Error(`${dataDir} does not hold ${offers} offers`)
  const town = await launchTown({ dataDir, environment })
  const pool = new Pool(town.baseUrl, { connections: 256, pipelining: 1 })
  await indexed(town, offers)
  return { town, pool, offers, people: await newcomers(town, pool, people) }
}

/** Ends the town; one that was made for this run is removed. */
export async function closeLargeTown({ town, pool }: LargeTown, folder?: string): Promise<void> {
  await pool.destroy()
  await town[Symbol.asyncDispose]()
  if (folder === undefined) rmSync(town.dataDir, { recursive: true, force: true })
}

/** Resolves when searches are answered by an index of everything. @returns ms until then */
export async function indexed({ baseUrl }: LaunchedTown, offers: number): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const body = (await (await fetch(`${baseUrl}/health`)).json()) as { checks: { search: IndexHealth } }
    const { place, documents } = body.checks.search
    if (place !== 'none' && documents >= offers) return Math.round(performance.now() - startedAt)
    await sleep(50)
  }
}

type IndexHealth = { place: string; documents: number }

/** Resolves when everything may be recommended, and what people do is followed. @returns ms until then */
export async function known({ town, pool, people }: LargeTown, offers: number): Promise<number> {
  const startedAt = performance.now()
  const subject = idOf(offers - 1)
  const headers = { authorization: people[0]!, 'content-type': 'application/json' }
  const event = { id: newId(), type: 'view', subject, session: 'known', data: { place: 'detail' } }
  const body = JSON.stringify({ events: [event] })
  await (await pool.request({ method: 'POST', path: '/v1/events', headers, body })).body.dump()
  for (;;) {
    const reply = await fetch(`${town.baseUrl}/v1/feed/because?limit=1`, { headers: { authorization: people[0]! } })
    const { anchor } = (await reply.json()) as { anchor?: { id: string } }
    if (anchor?.id === subject) return Math.round(performance.now() - startedAt)
    await sleep(50)
  }
}

/** One of the town's metrics. */
export async function metricOf(baseUrl: string, name: string): Promise<number> {
  const text = await (await fetch(`${baseUrl}/metrics`)).text()
  return Number(text.match(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm'))?.[1] ?? Number.NaN)
}

/** Resident memory of a process, MB. */
export function megabytesOf(pid: number): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m) ?? []
  return Math.round(Number(kilobytes) / 1_000)
}

async function newcomers({ baseUrl }: LaunchedTown, pool: Pool, count: number): Promise<string[]> {
  const reply = await fetch(`${baseUrl}/v1/sandbox/newcomers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newId() },
    body: JSON.stringify({ count, walletMinor: 1_000_000 }),
  })
  const { items } = (await reply.json()) as { items: { token: string }[] }
  const people = items.map(({ token }) => `Bearer ${token}`)
  for (const person of people)
    for (const purpose of ['analytics', 'personalisation']) await agree(pool, person, purpose)
  return people
}

async function agree(pool: Pool, authorization: string, purpose: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization }
  const body = JSON.stringify({ isGiven: true, version: '1' })
  const { statusCode } = await pool.request({ method: 'PUT', path: `/v1/consents/${purpose}`, headers, body })
  if (statusCode !== 204) throw new Error(`the consent was answered ${statusCode}`)
}

/** Writes the listings of a town that is stopped, without its indexes, which are made again at the end. */
async function fill(dataDir: string, count: number): Promise<void> {
  const postgres = await openPostgres({ dataDir: path.join(dataDir, 'postgres') })
  const client = await connectRaw(postgres.url)
  try {
    await client.query('set synchronous_commit = off')
    const { rows: indexes } = await client.query<{ name: string; made: string }>(`
      select indexname as name, indexdef as made from pg_indexes
      where schemaname = 'offers' and tablename = 'listings' and indexname <> 'listings_pk'`)
    for (const { name } of indexes) await client.query(`drop index offers.${name}`)
    await store(client, count)
    for (const { made } of indexes) await client.query(made)
    await client.query('vacuum analyze offers.listings')
  } finally {
    await client.end()
    await postgres.stop()
  }
}

async function store(client: pg.Client, count: number): Promise<void> {
  const offers = madeUpOffers(count)
  const random = seededRandom('places on the shelves')
  for (let done = 0; done < count; done += atOnce) {
    const rows: object[] = []
    while (rows.length < Math.min(atOnce, count - done)) rows.push(rowOf(offers.next().value, random.uniform()))
    await client.query(
      `insert into offers.listings (town, price_minor, price_minor_max, id, seller, listed_at, is_listed,
         category_path, business, cell_ids, card, detail, variants, latitude, longitude, stars, rating_rank, search)
       select 1, n.price, n.price, n.id, n.seller, to_timestamp(n.listed_at / 1000.0), true, n.path, n.business, '{}',
         n.card, n.detail, array[n.variant], n.latitude, n.longitude, n.stars, n.rank,
         to_tsvector('pg_catalog.simple', n.title)
       from json_to_recordset($1::json) as n (price bigint, id uuid, seller uuid, listed_at float8, path text[],
         business text, card text, detail text, variant text, latitude float8, longitude float8, stars int2, rank int,
         title text)`,
      [JSON.stringify(rows)],
    )
  }
}

/** A listing as the module of offers writes it, seen from the outside: JSON without its closing brace. */
function rowOf(entry: Entry, sortKey: number): object {
  const { id, title, business, seller, categoryPath, priceMinor: price, description, place, rating } = entry
  const listedAt = Date.now() - Math.floor(sortKey * 90 * 86_400_000)
  const by = { id: seller, name: `Seller ${seller.slice(-4)}`, slug: `seller-${seller.slice(-4)}`, picture: null }
  const rated = rating === null ? {} : { rating: { mean: Math.round(rating.mean * 100) / 100, count: 4 } }
  const prices = { currency: 'EUR', priceMinor: price, priceMinorMax: price }
  const common = { id, business, title, category: categoryPath.at(-1), ...prices, seller: by, ...rated }
  const times = { listedAt: new Date(listedAt).toISOString(), isListed: true }
  const open = (value: object): string => JSON.stringify(value).slice(0, -1)
  return {
    price, id, seller, listed_at: listedAt, path: categoryPath, business, title, ...place,
    stars: rating === null ? null : Math.floor(rating.mean),
    rank: rating === null ? null : Math.round(rating.rank * 1_000),
    card: open({ ...common, picture: null, variants: 1 }),
    detail: open({ ...common, description, categoryPath, ...times }),
    variant: open({ id, title, variant: {}, priceMinor: price, status: 'active', rev: 1, attributes: {}, pictures: [] }),
  } // prettier-ignore
}
