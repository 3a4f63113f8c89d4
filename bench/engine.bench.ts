/**
 * The exchange engine through `submit()`, with the published manifest of the market and production's server settings.
 *
 *   node bench/engine.bench.ts [orders] [orders-hot] [advance] [transfers] [--locked]
 *
 * 2,000 callers, each waiting for its verdict before it asks again. Two seconds are let pass before measuring.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from '#kernel/commands'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { command, openStage, pick, placing, type Stage, submitAll } from './engine-stage.ts'
import { cpuNow, percentile, report } from './machine.ts'

const callers = 2_000
const warmUpMs = 2_000
const measureMs = Number(process.env['BENCH_MS'] ?? 6_000)

/** `--locked` measures the fallback, where every batch locks and reads anew. */
const isCached = !process.argv.includes('--locked')

type Counted = { done: number; refused: number; latencies: number[] }

/** Runs callers for a while and reports what they got done. */
async function measure(stage: Stage, bench: string, next: () => Command | undefined): Promise<void> {
  const counted: Counted = { done: 0, refused: 0, latencies: [] }
  const state = { isOver: false, isMeasuring: false }
  const caller = async (): Promise<void> => {
    while (!state.isOver) {
      const one = next()
      if (one === undefined) return
      const startedAt = performance.now()
      const [verdict] = await stage.engine().submit([one])
      if (!state.isMeasuring) continue
      if (verdict!.status === 'accepted') counted.done += 1
      else counted.refused += 1
      counted.latencies.push(performance.now() - startedAt)
    }
  }
  const running = Promise.all(Array.from({ length: callers }, caller))
  await Promise.race([sleep(warmUpMs), running])
  state.isMeasuring = true
  const [cpu, startedAt, before] = [cpuNow(stage.postmaster()), performance.now(), stage.engine().stats()]
  await Promise.race([sleep(measureMs), running])
  state.isMeasuring = false
  const [after, seconds] = [cpuNow(stage.postmaster()), (performance.now() - startedAt) / 1000]
  state.isOver = true
  await running
  const { done, refused, latencies } = counted
  const all = done + refused
  const stats = stage.engine().stats()
  report({
    bench,
    path: isCached ? 'cached' : 'locked',
    perSecond: Math.round(done / seconds),
    done,
    refused,
    p50Ms: Math.round(percentile(latencies, 0.5)),
    p99Ms: Math.round(percentile(latencies, 0.99)),
    nodeUs: Number(((after.node - cpu.node) / all).toFixed(1)),
    pgUs: Number(((after.pg - cpu.pg) / all).toFixed(1)),
    deferred: stats.deferred - before.deferred,
    fallbacks: stats.fallbacks,
    bisections: stats.bisections,
    retries: stats.retries,
  })
}

async function orders(): Promise<void> {
  const stage = await openStage({ isCached, buyers: 20_000, offers: 10_000, stock: 1_000_000 })
  await measure(stage, 'orders', () => placing(stage))
  await check(stage)
  await stage.stopEngine()
  await stage.close()
}

async function ordersHot(): Promise<void> {
  const stage = await openStage({ isCached, buyers: 20_000, offers: 1, stock: 1_000_000_000 })
  await measure(stage, 'orders-hot', () => placing(stage))
  await check(stage)
  await stage.stopEngine()
  await stage.close()
}

/** Confirming splits the money three ways: seller, fees and tax, and carrier. */
async function advance(): Promise<void> {
  const stage = await openStage({ isCached, buyers: 20_000, offers: 10_000, stock: 1_000_000 })
  const count = Math.ceil((12_000 * (warmUpMs + measureMs)) / 1000)
  const placings = Array.from({ length: count }, () => placing(stage))
  await submitAll(stage.engine(), placings)
  await submitAll(stage.engine(), placings.map(({ id, lines }) => command(stage.sellerOf(lines![0]!.offerId), 'market.ship', { orderId: id }))) // prettier-ignore
  let index = 0
  await measure(stage, 'advance', () => {
    const order = placings[index++]
    return order === undefined ? undefined : command(order.actor, 'market.confirm', { orderId: order.id })
  })
  await check(stage)
  await stage.stopEngine()
  await stage.close()
}

async function transfers(): Promise<void> {
  const stage = await openStage({ isCached, buyers: 50_000, offers: 0, stock: 0 })
  await measure(stage, 'transfers', () => {
    const from = pick(stage.buyers)
    let to = pick(stage.buyers)
    while (to === from) to = pick(stage.buyers)
    return command(from, 'ledger.transfer', {
      input: { to: to.party, amountMinor: 1 + Math.floor(Math.random() * 500), currency: 'EUR' },
    })
  })
  await check(stage)
  await stage.stopEngine()
  await stage.close()
}

/** Nothing oversold, nothing lost, no gap, every row there: a fast engine that is wrong is no figure. */
async function check(stage: Stage): Promise<void> {
  const broken = await violations(stage.db())
  if (broken.length > 0) throw new Error(`broken: ${JSON.stringify(broken)}`)
  const { rows } = await sql<{ receipts: number; orders: number; placed: number }>`
    select (select count(*)::int from kernel.events where n = 0) as receipts,
      (select count(*)::int from orders.orders) as orders,
      (select count(*)::int from kernel.events where n = 0 and type = 'market.paid') as placed`.execute(stage.db())
  const { receipts, orders: stored, placed } = rows[0]!
  const { stored: counted } = stage.engine().stats()
  if (receipts !== counted || stored !== placed)
    throw new Error(`rows are missing: ${JSON.stringify({ ...rows[0], counted })}`)
}

const benches: Readonly<Record<string, () => Promise<void>>> = { orders, 'orders-hot': ordersHot, advance, transfers }

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  const bench = benches[name]
  if (bench === undefined) throw new Error(`there is no bench ${name}; there are ${Object.keys(benches).join(', ')}`)
  await bench()
}
