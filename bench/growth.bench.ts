/**
 * How cost grows with the town: lists, search, detail, orders and a buyer's own orders over HTTP at 1,000, 100,000 and
 * 1,000,000 offers of 10,000 sellers, and after many orders in the past.
 *
 *   node bench/growth.bench.ts [--offers=1000,100000,1000000] [--past=1000000] [--only=list,search]
 *
 * Offers come through the public API, as a partner would bring them; the past is made by set-based SQL
 * (growth-past.ts). Before anything is measured every buyer has a page full of orders, and the server has tidied what
 * was loaded. Each line has the size it was taken at.
 */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { openPostgres } from '#kernel/postgres'
import { addPast } from './growth-past.ts'
import {
  type Asking,
  type HttpStage,
  measure,
  openHttpStage,
  orderOf,
  pick,
  request,
  startAgain,
  things,
} from './http-stage.ts'

const texts = (name: string): string[] | undefined =>
  process.argv
    .find((argument) => argument.startsWith(`--${name}=`))
    ?.split('=')[1]
    ?.split(',')
const flag = (name: string, otherwise: string): number[] => (texts(name) ?? otherwise.split(',')).map(Number)

const sizes = flag('offers', '1000,100000,1000000')
const [past = 0] = flag('past', '1000000')
const clients = 64
const json = { 'content-type': 'application/json' }

const get =
  (address: (stage: HttpStage, client: number) => string): Asking =>
  async (stage, client) => {
    const headers = { authorization: stage.buyers[client]! }
    await request(stage, { method: 'GET', path: address(stage, client), headers, status: 200 })
    return 1
  }

const place: Asking = async (stage, client) => {
  const id = newId()
  const headers = { ...json, authorization: stage.buyers[client]!, 'idempotency-key': id }
  const body = JSON.stringify(orderOf(stage))
  await request(stage, { method: 'POST', path: '/v1/orders', headers, body, status: 201 })
  stage.placed.push(id)
  return 1
}

const asked: Readonly<Record<string, Asking>> = {
  list: get(() => '/v1/offers?limit=20'),
  search: get(() => `/v1/offers?q=${pick(things)}`),
  detail: get((stage) => `/v1/offers/${pick(stage.offers)}`),
  'my-orders': get(() => '/v1/orders?limit=20'),
  orders: place,
}

async function measureAll(stage: HttpStage, conditions: string): Promise<void> {
  const wanted = Object.entries(asked).filter(([name]) => texts('only')?.includes(name) ?? true)
  for (const [name, ask] of wanted) await measure(stage, `growth-${name}`, { clients, ask, conditions })
}

/** Lists follow the log: until they have read it all, they would be measured half empty. Then the server's own work. */
async function settle({ town }: HttpStage): Promise<void> {
  const db = createDatabase((await openPostgres({ dataDir: path.join(town.dataDir, 'postgres') })).url, { max: 1 })
  for (;;) {
    const { rows } = await sql<{ behind: number }>`
      select l.pos - min(c.pos) as behind from kernel.lease l cross join kernel.cursors c
      where c.name <> 'app.demo' group by l.pos`.execute(db)
    if ((rows[0]?.behind ?? 0) === 0) break
    await sleep(200)
  }
  await sql`vacuum analyze`.execute(db)
  await db.destroy()
}

/** Lists of nothing would be cheap. */
async function fillLists(stage: HttpStage): Promise<void> {
  const fill = async (client: number): Promise<void> => {
    for (let count = 0; count < 20; count += 1) await place(stage, client)
  }
  await Promise.all(stage.buyers.map(async (_, client) => fill(client)))
}

/** Some orders come to their end, to be repeated. */
async function endSome(stage: HttpStage, count: number): Promise<void> {
  const headers = { ...json, authorization: stage.buyers[0]! }
  for (let done = 0; done < count; done += 1) {
    const id = newId()
    const body = JSON.stringify(orderOf(stage))
    await request(stage, {
      method: 'POST',
      path: '/v1/orders',
      headers: { ...headers, 'idempotency-key': id },
      body,
      status: 201,
    })
    await request(stage, {
      method: 'POST',
      path: `/v1/orders/${id}/actions/cancel`,
      headers: { ...headers, 'idempotency-key': newId() },
      body: '{}',
      status: 200,
    })
  }
}

for (const [index, offers] of sizes.entries()) {
  const stage = await openHttpStage({ buyers: clients, offers, sellers: Math.min(10_000, offers) })
  try {
    await fillLists(stage)
    await settle(stage)
    await measureAll(stage, `${offers.toLocaleString('en')} offers`)
    if (index === 0 && past > 0) {
      await endSome(stage, 1_000)
      await settle(stage)
      const added = await startAgain(stage, (url) =>
        addPast(url, past, (count) => console.error(`${count.toLocaleString('en')} orders`)),
      )
      await measureAll(stage, `${offers.toLocaleString('en')} offers, ${added.toLocaleString('en')} orders in the past`)
    }
  } finally {
    await stage.pool.destroy()
    await stage.town[Symbol.asyncDispose]()
    rmSync(stage.town.dataDir, { recursive: true, force: true }) // a town that was started again leaves its folder
  }
}
