/**
 * The hold at checkout, rule against trees, in seeded towns with a hidden truth: each seed decides the same orders by
 * both. The trees learn from the log of the rule, with what people were told; both are judged by what is true.
 */
import { type Hidden, noShares, ordersOf, type FraudShares, usualShares, worthOf } from '../simulator/checkout-world.ts'
import { hold } from '../src/businesses/market/hold.ts'
import { choose } from '../src/modules/decisions/core/choosing.ts'
import { createPoint } from '../src/modules/decisions/core/point.ts'
import { createPolicy, type Policy, type PolicySpec } from '../src/modules/decisions/core/policy.ts'
import { learn, lessonsOf } from '../src/modules/decisions/learning/learning.ts'
import type { Logged } from '../src/modules/decisions/learning/log.ts'

const point = createPoint(hold.declaration, 1)
const options = ['pass', 'hold'].map((id) => ({ id, features: {} }))
const specs = new Map(hold.policies)

/** What a policy did with the orders of a town, for each thousand of them. */
export type Played = { value: number; held: number; caught: number; bothered: number; log: Logged[] }

/** Decides all orders in turn, within the point's budget. */
export function playOrders(spec: PolicySpec, orders: readonly Hidden[], seed: string): Played {
  const policy = createPolicy(point, { name: 'played', version: 1, spec })
  const per = 1_000 / orders.length
  const played: Played = { value: 0, held: 0, caught: 0, bothered: 0, log: [] }
  let holds = 0
  for (const [index, order] of orders.entries()) {
    const made = decide(policy, order, { id: `${seed}/${index}`, isBlocked: isSpent(holds, index) })
    played.log.push(made)
    const chosen = made.chosen[0]!
    const isHeld = chosen === 'hold'
    holds += Number(isHeld)
    played.value += worthOf(order, chosen).truth * per
    played.held += Number(isHeld) * per
    played.caught += Number(isHeld && order.isFraud) * per
    played.bothered += Number(isHeld && !order.isFraud) * per
  }
  return played
}

/** As the point declares its budget, over all orders so far. */
function isSpent(holds: number, total: number): boolean {
  const [budget] = hold.declaration.budgets ?? []
  return budget !== undefined && holds >= budget.free + Math.floor((total * budget.shareBps) / 10_000)
}

function decide(policy: Policy, order: Hidden, { id, isBlocked }: { id: string; isBlocked: boolean }): Logged {
  const offered = isBlocked
    ? options.map((one) => (one.id === 'hold' ? { ...one, blockedBy: 'budget' } : one))
    : options
  const context = { ...order.seen }
  const { chosen, conditional, pChosen } = choose(point, policy, { context, options: offered, seed: id })
  const value = worthOf(order, chosen[0]!).told
  return { id, chosen, conditional, pChosen, value, override: null, context, options: offered, length: 1 }
}

/** One town: the trees learn from what the rule did, then both decide the orders of another month. */
export function compareIn(
  seed: string,
  { count, shares }: { count: number; shares: FraudShares },
): { rule: Played; learnt: Played } {
  const rule = specs.get('baseline')!
  const lessons = lessonsOf(
    point,
    playOrders(rule, ordersOf(`${seed}/past`, count, shares), `${seed}/past`).log.toReversed(),
  )
  const trained = learn(point, specs.get('learnt')!, { lessons })
  const orders = ordersOf(`${seed}/new`, count, shares)
  return { rule: playOrders(rule, orders, `${seed}/rule`), learnt: playOrders(trained, orders, `${seed}/learnt`) }
}

/** Mean of differences with its 95 % interval (Student's t, for twenty seeds and more close to normal). */
export function meanWithin(differences: readonly number[]): { mean: number; low: number; high: number } {
  const n = differences.length
  const mean = differences.reduce((sum, one) => sum + one, 0) / n
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, n - 1)
  const reach = (n >= 20 ? 2.09 : 4.31) * Math.sqrt(variance / n)
  return { mean, low: mean - reach, high: mean + reach }
}

const figure = (value: number): string => value.toFixed(1).padStart(7)

function world(name: string, seeds: number, wanted: { count: number; shares: FraudShares }) {
  console.log(`\n${name}: ${seeds} towns of ${wanted.count} orders; for each thousand of them`)
  console.log('seed       rule: value    held  caught      trees: value    held  caught  bothered')
  const found = []
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { rule, learnt } = compareIn(`${name}/${seed}`, wanted)
    const lost = learnt.value < rule.value ? '  lost' : ''
    console.log(
      `${String(seed).padStart(4)}           ${figure(rule.value)} ${figure(rule.held)} ${figure(rule.caught)}` +
        `            ${figure(learnt.value)} ${figure(learnt.held)} ${figure(learnt.caught)}  ${figure(learnt.bothered)}${lost}`,
    )
    found.push({ rule, learnt })
  }
  return found
}

/** Prints both worlds; answers whether the trees are better in the one and hold no more than the rule in the other. */
export function soakFraudHold(isShort: boolean): number {
  const [seeds, count] = isShort ? [3, 3_000] : [20, 8_000]
  const usual = world('fraud', seeds, { count, shares: usualShares })
  const gained = meanWithin(usual.map(({ rule, learnt }) => learnt.value - rule.value))
  console.log(`gained           ${gained.mean.toFixed(1)} (${gained.low.toFixed(1)} … ${gained.high.toFixed(1)})`)
  const none = world('no fraud', seeds, { count, shares: noShares })
  const more = meanWithin(none.map(({ rule, learnt }) => learnt.held - rule.held))
  console.log(`held more        ${more.mean.toFixed(1)} (${more.low.toFixed(1)} … ${more.high.toFixed(1)})`)
  const isBetter = gained.low > 0
  const isCalm = more.mean <= 0
  console.log(isBetter ? 'the trees are better than the rule' : 'the trees are not proved to be better than the rule')
  console.log(isCalm ? 'without fraud they hold no more' : 'without fraud they hold more than the rule')
  return isBetter && isCalm ? 0 : 1
}
