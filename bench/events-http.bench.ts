/**
 * Interactions over HTTP: `npm start`'s own process, this one as its clients (undici, keep-alive, one request at a time
 * on each connection), 250 events a request, mixed as a town's screens send them; half of the senders have consented.
 *
 *   node bench/events-http.bench.ts [CLIENTS…]        default 8 and 32
 *
 * Afterwards every event that was acknowledged stands in the stream once, the counters count all of them, and a replay
 * of the stream gives the same counters.
 */
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { createDatabase } from '#kernel/db'
import { newId } from '#kernel/ids'
import { findInvariants, violations } from '#kernel/invariants'
import { openPostgres } from '#kernel/postgres'
import { connectScenario, expectStatus } from '../simulator/scenario-client.ts'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { measure } from './http-stage.ts'

const eventsEach = 250
const subjects = Array.from({ length: 2_000 }, () => newId())

/** One event as JSON; of a hundred, 60 are impressions, 15 views, 10 clicks, 10 searches and 5 dwells. */
function eventText(turn: number): string {
  const id = newId()
  const subject = subjects[(turn * 7) % subjects.length]
  const share = turn % 100
  if (share < 60)
    return `{"id":"${id}","type":"impression","subject":"${subject}","session":"s${turn % 97}","data":{"place":"search","position":${turn % 20}}}`
  if (share < 75)
    return `{"id":"${id}","type":"view","subject":"${subject}","session":"s${turn % 97}","data":{"place":"detail"}}`
  if (share < 85)
    return `{"id":"${id}","type":"click","subject":"${subject}","session":"s${turn % 97}","data":{"place":"search","position":${turn % 20}}}`
  if (share < 95)
    return `{"id":"${id}","type":"search","session":"s${turn % 97}","data":{"query":"blue mug","found":${turn % 40}}}`
  return `{"id":"${id}","type":"dwell","subject":"${subject}","session":"s${turn % 97}","data":{"ms":${(turn * 13) % 60_000}}}`
}

type Stage = { town: LaunchedTown; pool: Pool; tokens: readonly string[] }
let turn = 0
let acknowledged = 0

async function sendPage({ pool, tokens }: Stage, client: number): Promise<number> {
  const texts = Array.from({ length: eventsEach }, () => eventText((turn += 1)))
  const headers = { 'content-type': 'application/json', authorization: tokens[client % tokens.length]! }
  const body = `{"events":[${texts.join(',')}]}`
  const reply = await pool.request({ method: 'POST', path: '/v1/events', headers, body })
  const answer = (await reply.body.json()) as { stored: number; position: number }
  if (reply.statusCode !== 200 || answer.stored !== eventsEach)
    throw new Error(`status ${reply.statusCode}: ${JSON.stringify(answer)}`)
  acknowledged += eventsEach
  return eventsEach
}

/** How long after the last answer the counters count everything. */
async function countedWithin({ pool, tokens }: Stage): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const path = '/v1/event-counters?from=2000-01-01T00:00:00Z'
    const reply = await pool.request({ method: 'GET', path, headers: { authorization: tokens[0]! } })
    const { items } = (await reply.body.json()) as { items: { count: number }[] }
    if (items.reduce((sum, { count }) => sum + count, 0) >= acknowledged)
      return Math.round(performance.now() - startedAt)
    await sleep(20)
  }
}

async function openStage(): Promise<Stage> {
  const town = await launchTown({ environment: { LOG_LEVEL: 'error', RATE_LIMIT: '0' } })
  const pool = new Pool(town.baseUrl, { connections: 64, pipelining: 1 })
  const reply = await fetch(`${town.baseUrl}/v1/sandbox/newcomers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newId() },
    body: JSON.stringify({ count: 20, grants: ['operator'] }),
  })
  const { items } = (await reply.json()) as { items: { token: string }[] }
  const tokens = items.map(({ token }) => `Bearer ${token}`)
  // Half of them let be noted who they are: their events get pseudonyms, and what they typed is sealed.
  for (const token of tokens.slice(0, tokens.length / 2)) await agree(pool, token)
  return { town, pool, tokens }
}

async function agree(pool: Pool, authorization: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization }
  const body = JSON.stringify({ isGiven: true, version: '1' })
  const { statusCode } = await pool.request({ method: 'PUT', path: '/v1/consents/analytics', headers, body })
  if (statusCode !== 204) throw new Error(`the consent was answered ${statusCode}`)
}

/** A fast answer that is wrong is no figure. */
async function check({ town }: Stage): Promise<void> {
  const client = await connectScenario({ baseUrl: town.baseUrl })
  const { body } = expectStatus(await client.operator.post('/v1/event-counters/rebuild', {}), 200)
  if (!body.isIdentical || body.events !== acknowledged)
    throw new Error(`${acknowledged} events were acknowledged: ${JSON.stringify(body)}`)
  const postgres = await openPostgres({ dataDir: path.join(town.dataDir, 'postgres') })
  const db = createDatabase(postgres.url, { max: 1 })
  try {
    const broken = await violations(
      db,
      findInvariants().filter(({ name }) => name.startsWith('interactions.')),
    )
    if (broken.length > 0) throw new Error(`broken: ${broken.map(({ name }) => name).join(', ')}`)
  } finally {
    await db.destroy()
    await postgres.stop()
  }
}

const asked = process.argv
  .slice(2)
  .map(Number)
  .filter((clients) => clients > 0)
const stage = await openStage()
try {
  for (const clients of asked.length > 0 ? asked : [8, 32]) {
    const more = async () => ({ eventsEach, countedMs: await countedWithin(stage) })
    await measure(stage, 'events-http', { clients, ask: sendPage, more })
  }
  await stage.pool.close()
  await check(stage)
} finally {
  await stage.town[Symbol.asyncDispose]()
}
