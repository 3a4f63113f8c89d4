/**
 * `npm run load -- --orders N --clients C [--rate R] [--url http://127.0.0.1:8080]`: puts load on a running sandbox
 * town of this machine and prints what its buyers felt.
 *
 * The load is open: orders fall due at a steady rate, whether or not earlier ones are answered, and each is timed from
 * the moment it was due, so that a pause of the town counts for all who would have come in it (no coordinated
 * omission; Tene, "How NOT to measure latency"). It is bounded: at most C orders are on their way at once, N in all.
 * Newcomers of the sandbox pay with play money.
 */
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, type Histogram } from 'hdr-histogram-js'
import { newId } from '../src/kernel/ids.ts'
import type { Caller, ScenarioClient } from '../src/kernel/scenario.ts'
import { connectScenario, expectStatus } from '../simulator/scenario-client.ts'

/** What is asked for. */
export type Load = {
  readonly baseUrl: string
  readonly orders: number
  /** Most that are on their way at once. */
  readonly clients: number
  /** Orders that fall due in a second. */
  readonly rate: number
}

/** What became of it. Times are ms from the moment an order was due. */
export type Felt = {
  readonly accepted: number
  /** Refusals by what they say, and answers of other kinds by status. */
  readonly refused: ReadonlyMap<string, number>
  readonly seconds: number
  readonly times: Histogram
}

const ordersMax = 1_000_000
const clientsMax = 1_000
const rateMax = 50_000

/** An address that leads off this machine is none of ours to load. @throws Error for another one */
export function requireLoopback(url: string): string {
  const { hostname, origin, protocol } = new URL(url)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  if (protocol !== 'http:' || !isLoopback)
    throw new RangeError(`--url must be http://127.0.0.1:PORT or another name of this machine, not ${url}`)
  return origin
}

/** Puts the load on the town; hears of progress once a second. */
export async function putLoad(load: Load, onProgress: (done: number) => void = () => undefined): Promise<Felt> {
  const town = await connectScenario({ baseUrl: load.baseUrl, retryMs: 5_000 })
  const people = await Promise.all(
    Array.from({ length: Math.ceil(load.clients / 200) }, (_, page) =>
      town.newcomers(Math.min(200, load.clients - page * 200), { walletMinor: 1_000_000_000 }),
    ),
  )
  const offers = await putOffers(town)
  return place(load, { buyers: people.flat(), offers, onProgress })
}

const priceMinor = 1_000

async function putOffers(town: ScenarioClient): Promise<string[]> {
  const [seller] = await town.newcomers(1)
  const commands = Array.from({ length: 50 }, (_, index) => ({
    id: newId(), business: 'offers', type: 'put',
    input: {
      business: 'market', title: `Load ${index}`, category: 'things', currency: 'EUR', priceMinor,
      attributes: { shippingMinor: 0 }, stock: 100_000_000,
    },
  })) // prettier-ignore
  const { body } = expectStatus(await seller!.post('/v1/commands', { commands }), 200)
  if (body.accepted !== commands.length) throw new Error(`offers were refused: ${JSON.stringify(body.verdicts[0])}`)
  return commands.map(({ id }) => id)
}

type Ground = {
  buyers: readonly Caller[]
  offers: readonly string[]
  onProgress: (done: number) => void
}

async function place(load: Load, { buyers, offers, onProgress }: Ground): Promise<Felt> {
  const times = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
  })
  const refused = new Map<string, number>()
  let [next, accepted, done] = [0, 0, 0]
  const startedAt = performance.now()
  const progress = setInterval(() => onProgress(done), 1_000)
  const client = async (buyer: Caller): Promise<void> => {
    while (next < load.orders) {
      const index = next++
      const dueAt = startedAt + (index * 1_000) / load.rate
      const early = dueAt - performance.now()
      if (early > 0) await sleep(early)
      const body = {
        business: 'market',
        lines: [{ offerId: offers[index % offers.length]!, qty: 1 }],
        input: { delivery: 'pickup' },
        expectMinor: priceMinor,
      }
      const reply = await buyer.post('/v1/orders', body, { key: newId() })
      times.recordValue(Math.max(1, Math.round((performance.now() - dueAt) * 1_000)))
      done += 1
      if (reply.status === 201) accepted += 1
      else {
        const what = typeof reply.body?.type === 'string' ? reply.body.type : `status ${reply.status}`
        refused.set(what, (refused.get(what) ?? 0) + 1)
      }
    }
  }
  await Promise.all(buyers.map(client))
  clearInterval(progress)
  return { accepted, refused, seconds: (performance.now() - startedAt) / 1_000, times }
}

const shares = [50, 90, 99, 99.9, 99.99, 100]

function print({ accepted, refused, seconds, times }: Felt, { rate }: Load): void {
  const answered = times.totalCount
  console.log(`${answered} answers in ${seconds.toFixed(1)} s: ${Math.round(answered / seconds)}/s of ${rate}/s due`)
  console.log(`accepted ${accepted}`)
  for (const [what, count] of refused) console.log(`refused  ${count} ${what}`)
  console.log('time from the moment it was due')
  for (const share of shares) {
    const ms = times.getValueAtPercentile(share) / 1_000
    console.log(`  ${String(share).padStart(6)} %  ${ms.toFixed(1).padStart(9)} ms`)
  }
}

function integer(name: string, text: string, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new RangeError(`--${name} must be a whole number from 1 to ${most}, not ${text}`)
}

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        orders: { type: 'string', default: '10000' },
        clients: { type: 'string', default: '64' },
        rate: { type: 'string', default: '500' },
        url: { type: 'string', default: `http://127.0.0.1:${process.env['PORT'] ?? '8080'}` },
      },
    })
    const load: Load = {
      baseUrl: requireLoopback(values.url),
      orders: integer('orders', values.orders, ordersMax),
      clients: integer('clients', values.clients, clientsMax),
      rate: integer('rate', values.rate, rateMax),
    }
    print(await putLoad(load, (done) => console.error(`${done} of ${load.orders}`)), load)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 2
  }
}

if (import.meta.main) process.exitCode = await main()
