import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import type { Caller, Check, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

type Message = { headers: IncomingHttpHeaders; body: string; at: number }

/** A partner's server: notes what comes, and answers what it is told to. */
class Partner {
  readonly received: Message[] = []
  status = 204
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), at: performance.now() })
        response.writeHead(this.status).end()
      })
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/orders`
  }

  /** Waits for so many messages. */
  async messages(count: number): Promise<readonly Message[]> {
    return until(
      () => this.received,
      ({ length }) => length >= count,
    )
  }

  close(): void {
    this.#server.close()
  }
}

const priceMinor = 2_500

/** An offer of the market that needs no delivery. */
async function openShop(town: ScenarioClient, check: Check): Promise<{ seller: Caller; place: () => Promise<string> }> {
  const [seller] = await town.newcomers(1)
  const [buyer] = await town.newcomers(1, { walletMinor: 100_000 })
  const { body: categories } = await town.stranger.get('/v1/categories')
  const input = {
    business: 'market', title: 'Honey', category: categories.items[0]?.slug ?? 'things', currency: 'EUR', priceMinor,
    taxCode: 'exempt', attributes: { shippingMinor: 0 }, stock: 100,
  } // prettier-ignore
  const { body } = await seller!.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] })
  check.equal(body.accepted, 1, 'the offer is made')
  const lines = [{ offerId: body.verdicts[0].result.offerId, qty: 1 }]
  const order = { business: 'market', type: 'place', lines, input: { delivery: 'pickup' }, expectMinor: priceMinor }
  const place = async (): Promise<string> => {
    const reply = await buyer!.post('/v1/orders', order)
    check.equal(reply.status, 201, `placed (${JSON.stringify(reply.body)})`)
    return reply.body.orderId
  }
  return { seller: seller!, place }
}

const partnerApp: Scenario = {
  name: 'partner-app',
  run: async (town, check) => {
    const partner = new Partner()
    try {
      await meet(town, check, partner)
    } finally {
      partner.close()
    }
  },
}

async function meet(town: ScenarioClient, check: Check, partner: Partner): Promise<void> {
  const { seller, place } = await openShop(town, check)
  const made = await seller.post('/v1/keys', { label: 'Shelf printer', scopes: ['orders:read'] })
  check.equal(made.status, 201, `a key for the program (${JSON.stringify(made.body)})`)
  const app = town.withToken(made.body.key)
  const url = await partner.listen()
  const { status, body: endpoint } = await seller.post('/v1/webhooks', { url, types: ['market.*'] })
  check.equal(status, 201, `an endpoint (${JSON.stringify(endpoint)})`)

  const startedAt = performance.now()
  const orderId = await place()
  const [first] = await partner.messages(1)
  check.figure('arrivedMs', Math.round(first!.at - startedAt))
  const content = verified(endpoint.secret, first!) as { type: string; data: { subject: string } }
  check.equal([content.type, content.data.subject], ['market.paid', orderId], 'what it says')
  check.equal((await app.get(`/v1/orders/${orderId}`)).body.state, 'paid', 'the program reads the order')

  await failing(check, { partner, place, secret: endpoint.secret, seller, path: `/v1/webhooks/${endpoint.id}` })
  const refused = await everythingElse(town, app, orderId)
  check.equal(refused.others, [], 'everything else is answered 403')
  check.figure('tries', partner.received.length - 2)
  check.figure('refused', refused.count)
}

function verified(secret: string, { body, headers }: Message): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}

type Failing = { partner: Partner; place: () => Promise<string>; secret: string; seller: Caller; path: string }

/** The partner is out of order: five retries, all noted; then its owner has it sent again. */
async function failing(check: Check, { partner, place, secret, seller, path }: Failing): Promise<void> {
  partner.status = 500
  const orderId = await place()
  const tries = (await partner.messages(7)).slice(1)
  check.equal(tries.length, 6, 'tried once, and five times more')
  const ids = new Set(tries.map(({ headers }) => headers['webhook-id']))
  check.equal([...ids], [orderId], 'the same id every time')
  for (const message of tries) verified(secret, message)
  const listed = await until(
    () => seller.get(`${path}/deliveries?state=failed`),
    ({ body }) => body.items.length === 1,
  )
  const delivery = `${path}/deliveries/${listed.body.items[0]?.id}`
  const { log } = (await seller.get(delivery)).body
  check.equal(
    log.map(({ status }: { status: number }) => status),
    [500, 500, 500, 500, 500, 500],
    'the log of it',
  )
  partner.status = 204
  await seller.post(`${delivery}/resend`, {})
  const state = await until(
    () => seller.get(delivery),
    ({ body }) => body.state === 'delivered',
  )
  check.equal(state.body.attempts, 7, 'sent again, it arrives')
}

/** Calls every route of the API that is not open to all; answers those that did not refuse. */
async function everythingElse(
  town: ScenarioClient,
  app: Caller,
  orderId: string,
): Promise<{ count: number; others: string[] }> {
  const { body: api } = await town.stranger.get('/v1/openapi.json')
  const paths: [string, Record<string, { security?: unknown[] }>][] = Object.entries(api.paths)
  const others: string[] = []
  let count = 0
  for (const [pattern, operations] of paths) {
    const path = pattern.replaceAll(/\{\w+\}/g, orderId)
    for (const [method, { security }] of Object.entries(operations)) {
      const isItsOwn = method === 'get' && pattern.startsWith('/v1/orders')
      if (security?.length === 0 || isItsOwn || !isSpoken(method)) continue
      const { status } = method === 'get' ? await app.get(path) : await app[method](path, {})
      count += 1
      if (status !== 403) others.push(`${method} ${pattern}: ${status}`)
    }
  }
  return { count, others }
}

/** What a scenario's caller can say. */
function isSpoken(method: string): method is 'get' | 'post' | 'put' {
  return ['get', 'post', 'put'].includes(method)
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [partnerApp]
