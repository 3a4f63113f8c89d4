/**
 * A basket of three official stores with two coupons, as one all-or-nothing list through `submit()`: three orders and
 * three escrows, a store’s own coupon, and a sponsor whose wallet and budget every basket meets.
 *
 *   node bench/mall-basket.bench.ts [--locked]
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor, Command } from '#kernel/commands'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { violations } from '#kernel/invariants'
import { createParties } from '#modules/identity'
import { publishBuiltins } from '#modules/orders'
import { manifest as campaigns } from '../src/businesses/campaigns/manifest.ts'
import { manifest as mall } from '../src/businesses/mall/manifest.ts'
import { command, openStage, pick, type Stage, submitAll } from './engine-stage.ts'
import { cpuNow, percentile, report } from './machine.ts'

const callers = 500
const warmUpMs = 2_000
const measureMs = Number(process.env['BENCH_MS'] ?? 6_000)
const isCached = !process.argv.includes('--locked')
/** Minor units. */
const priceMinor = 2_000
const storesCount = 300

type Street = { offers: readonly string[]; town: string; own: readonly string[] }

async function addParties(stage: Stage, count: number, grants: readonly string[]): Promise<Actor[]> {
  const actors = Array.from({ length: count }, (): Actor => ({ party: newId(), kind: 'firm', grants }))
  const rows = actors.map(({ party }) => ({ id: party, kind: 'firm' as const, slug: `s-${party}`, name: 'Store', joinedAt: 0, grants })) // prettier-ignore
  await createParties(stage.db(), 1, rows)
  return actors
}

const listing = (business: string, more: object): { input: never } => {
  const input = {
    business,
    title: 'Vase',
    category: 'ceramics',
    currency: 'EUR',
    taxCode: 'standard',
    priceMinor,
    ...more,
  }
  return { input: input as never } // JSON
}

const coupon = (more: object): { input: never } => {
  const window = { startsAt: 0, endsAt: 4_000_000_000_000 }
  const limits = { maxMinor: 0, minimumMinor: 0, perBuyer: 1_000, budgetMinor: 100_000_000_000 }
  const scope = { group: 'town', stacks: true, stores: [], categories: [], slots: 0 }
  const attributes = { ...window, discountBps: 0, discountMinor: 0, ...limits, ...scope, ...more }
  return listing('campaigns', { priceMinor: 0, attributes })
}

/** Stores with one thing and one coupon each, and a sponsor who pays for the coupon of the town. */
async function openStreet(stage: Stage): Promise<Street> {
  await publishBuiltins(stage.db(), 1, [mall, campaigns])
  await stage.engine().catalogue.refresh()
  const stores = await addParties(stage, storesCount, ['brand'])
  const [sponsor] = await addParties(stage, 1, [])
  const [operator] = await addParties(stage, 1, ['operator'])
  const goods = stores.map((store) =>
    command(store, 'offers.put', listing('mall', { stock: 1_000_000, attributes: { shippingMinor: 0 } })),
  )
  const own = stores.map((store) =>
    command(store, 'offers.put', coupon({ discountMinor: 100, group: 'store', stores: [store.party] })),
  )
  const town = command(sponsor!, 'offers.put', coupon({ discountBps: 1_000 }))
  const mandate = { business: 'mall', name: 'campaign', currency: 'EUR', limitMinor: 100_000, isActive: true }
  await submitAll(stage.engine(), [
    ...goods, ...own, town,
    command(operator!, 'ledger.issue', { input: { to: sponsor!.party, amountMinor: 100_000_000_000, currency: 'EUR' } }),
    command(sponsor!, 'ledger.mandate', { input: mandate }),
  ]) // prettier-ignore
  return { offers: goods.map(({ id }) => id), town: town.id, own: own.map(({ id }) => id) }
}

/** Three of three stores: 20.00 each, less 1.00 of the store's and 2.00 of the town's. */
function basket(stage: Stage, { offers, town, own }: Street): Command[] {
  const buyer = pick(stage.buyers)
  const groupId = newId()
  const first = Math.floor(Math.random() * offers.length)
  return [0, 1, 2].map((step) => {
    const index = (first + step) % offers.length
    const input = { delivery: 'pickup', coupons: [own[index]!, town] }
    const lines = [{ offerId: offers[index]!, qty: 1 }]
    return command(buyer, 'mall.place', { lines, input, groupId, expectMinor: priceMinor - 300 })
  })
}

type Counted = { baskets: number; refused: number; latencies: number[] }

async function measure(
  stage: Stage,
  street: Street,
): Promise<Counted & { seconds: number; cpuNodeUs: number; cpuPgUs: number }> {
  const counted: Counted = { baskets: 0, refused: 0, latencies: [] }
  const state = { isOver: false, isMeasuring: false }
  const caller = async (): Promise<void> => {
    while (!state.isOver) {
      const startedAt = performance.now()
      const verdicts = await stage.engine().submit(basket(stage, street), { all: true })
      if (!state.isMeasuring) continue
      if (verdicts.every(({ status }) => status === 'accepted')) counted.baskets += 1
      else counted.refused += 1
      counted.latencies.push(performance.now() - startedAt)
    }
  }
  const running = Promise.all(Array.from({ length: callers }, caller))
  await Promise.race([sleep(warmUpMs), running])
  state.isMeasuring = true
  const [cpu, startedAt] = [cpuNow(stage.postmaster()), performance.now()]
  await Promise.race([sleep(measureMs), running])
  state.isMeasuring = false
  const [after, seconds] = [cpuNow(stage.postmaster()), (performance.now() - startedAt) / 1000]
  state.isOver = true
  await running
  return { ...counted, seconds, cpuNodeUs: after.node - cpu.node, cpuPgUs: after.pg - cpu.pg }
}

const stage = await openStage({ isCached, buyers: 5_000, offers: 1, stock: 1 })
const street = await openStreet(stage)
const { baskets, refused, latencies, seconds, cpuNodeUs, cpuPgUs } = await measure(stage, street)
assert.equal(refused, 0, 'no basket is refused')
assert.deepEqual(await violations(stage.db()), [], 'the books are in order')
const { rows } = await sql<{ orders: number }>`
  select count(*)::integer as orders from orders.orders where business = 'mall'`.execute(stage.db())
assert.equal(rows[0]!.orders % 3, 0, 'three orders a basket')
report({
  bench: 'mall-basket',
  path: isCached ? 'cached' : 'locked',
  perSecond: Math.round(baskets / seconds),
  ordersPerSecond: Math.round((baskets * 3) / seconds),
  p50Ms: Math.round(percentile(latencies, 0.5)),
  p99Ms: Math.round(percentile(latencies, 0.99)),
  nodeUs: Number((cpuNodeUs / (baskets * 3)).toFixed(1)),
  pgUs: Number((cpuPgUs / (baskets * 3)).toFixed(1)),
})
await stage.stopEngine()
await stage.close()
