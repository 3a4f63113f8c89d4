/**
 * What a shopper does, in the terms in which other shops are measured: list of 20, search, detail, a whole checkout,
 * and a hot item that more want than there are. By 1, 16 and 64 clients, over HTTP.
 *
 *   node bench/journey.bench.ts
 *
 * A checkout is the preview that shows lines and fees, and the order that is paid from the wallet: what a client of
 * this town needs to ask. The hot item has 200 pieces and 400 orders by 64 clients.
 */
import { newId } from '#kernel/ids'
import {
  type Asking,
  check,
  type HttpStage,
  measure,
  openHttpStage,
  orderOf,
  pick,
  putOffers,
  request,
  tryRequest,
  things,
} from './http-stage.ts'
import { percentile, report } from './machine.ts'

const json = { 'content-type': 'application/json' }

const list: Asking = async (stage) => {
  await request(stage, { method: 'GET', path: '/v1/offers?limit=20', status: 200 })
  return 1
}

const search: Asking = async (stage) => {
  await request(stage, { method: 'GET', path: `/v1/offers?q=${pick(things)}`, status: 200 })
  return 1
}

const detail: Asking = async (stage) => {
  await request(stage, { method: 'GET', path: `/v1/offers/${pick(stage.offers)}`, status: 200 })
  return 1
}

const checkout: Asking = async (stage, client) => {
  const id = newId()
  const headers = { ...json, authorization: stage.buyers[client]!, 'idempotency-key': id }
  const { expectMinor, ...order } = orderOf(stage)
  const shown = { method: 'POST', path: '/v1/orders?preview=true', headers, body: JSON.stringify(order) } as const
  await request(stage, { ...shown, status: 200 })
  const placed = {
    method: 'POST',
    path: '/v1/orders',
    headers,
    body: JSON.stringify({ ...order, expectMinor }),
  } as const
  await request(stage, { ...placed, status: 201 })
  stage.placed.push(id)
  return 1
}

const stock = 200
const wanted = 400

/** As many clients as 64 ask for what there is half as much of as they want. @throws Error when too many get it */
async function hotItem(stage: HttpStage): Promise<void> {
  const [offerId] = await putOffers([stage.seller], { count: 1, categories: stage.categories, stock })
  let asked = 0
  const statuses: number[] = []
  const latencies: number[] = []
  const client = async (_: unknown, index: number): Promise<void> => {
    while (asked < wanted) {
      asked += 1
      const id = newId()
      const headers = { ...json, authorization: stage.buyers[index]!, 'idempotency-key': id }
      const body = JSON.stringify({ ...orderOf(stage), lines: [{ offerId, qty: 1 }] })
      const startedAt = performance.now()
      const status = await tryRequest(stage, { method: 'POST', path: '/v1/orders', headers, body })
      latencies.push(performance.now() - startedAt)
      statuses.push(status)
      if (status === 201) stage.placed.push(id)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: 64 }, client))
  const seconds = (performance.now() - startedAt) / 1000
  const accepted = statuses.filter((status) => status === 201).length
  const refused = statuses.filter((status) => status === 409).length
  if (accepted !== stock || accepted + refused !== wanted)
    throw new Error(`of ${wanted} orders for ${stock} pieces ${accepted} were accepted and ${refused} refused`)
  report({
    bench: 'journey-hot-item', clients: 64, stock, accepted, refused, oversold: accepted - stock,
    perSecond: Math.round(wanted / seconds), done: wanted,
    p50Ms: Number(percentile(latencies, 0.5).toFixed(1)), p99Ms: Number(percentile(latencies, 0.99).toFixed(1)),
  }) // prettier-ignore
}

const stage = await openHttpStage({ buyers: 64, offers: 1_000 })
try {
  for (const [name, ask] of Object.entries({ list, search, detail, checkout }))
    for (const clients of [1, 16, 64]) await measure(stage, `journey-${name}`, { clients, ask })
  await hotItem(stage)
  await stage.pool.close()
  await check(stage)
} finally {
  await stage.town[Symbol.asyncDispose]()
}
