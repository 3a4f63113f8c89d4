/**
 * The public API over HTTP: `npm start`'s own process, this one as its clients (undici, keep-alive, one request at a
 * time on each connection).
 *
 *   node bench/http.bench.ts [orders-http-1] [orders-http-16] [orders-http-64] [orders-http-256] [orders-http-bulk]
 *                            [list-http] [detail-http] [search-http] [my-orders-http]
 *
 * A second is let pass before measuring. Orders are placed through the published manifest of the market.
 */
import { newId } from '#kernel/ids'
import { type Asking, check, measure, openHttpStage, orderOf, pick, request, things } from './http-stage.ts'

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
      await request(stage, { method: 'GET', path: `/v1/offers?q=${pick(things)}`, status: 200 }),
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

const asked = process.argv.slice(2)
/** `orders-http` stands for all that begin with it. */
const stands = (wanted: string, name: string): boolean => name === wanted || name.startsWith(`${wanted}-`)
const unknown = asked.find((wanted) => !Object.keys(benches).some((name) => stands(wanted, name)))
if (unknown !== undefined) throw new Error(`there is no bench ${unknown}; there are ${Object.keys(benches).join(', ')}`)
const stage = await openHttpStage({ buyers: 256, offers: 10_000 })
try {
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.some((wanted) => stands(wanted, name))) await measure(stage, name, bench)
  }
  await stage.pool.close()
  await check(stage)
} finally {
  await stage.town[Symbol.asyncDispose]()
}
