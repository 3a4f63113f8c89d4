/**
 * Orders at a checkout with their hidden truth: who means well and who does not. What a policy may look at is what the
 * market's manifest gives the question `watch`; the rest is only known here.
 */
import { type Random, seededRandom } from '../src/modules/learners/index.ts'

/** What a policy sees of an order. */
export type Seen = {
  amountMinor: number
  mostOfOne: number
  isPickup: boolean
  daysHere: number
  ordersHour: number
  ordersWell: number
  ordersBadly: number
}

/** An order as it is; `luck` decides what no policy can know. */
export type Hidden = { seen: Seen; isFraud: boolean; luck: number }

/** What an order is worth by what was done with it, as the market's point weighs it, and by the hidden truth. */
export type Worth = { told: number; truth: number }

/** Shares of every hundred orders that are fraud, by kind: new accounts, bursts of taken accounts, false complaints. */
export type FraudShares = { fresh: number; burst: number; complaint: number }

export const usualShares: FraudShares = { fresh: 0.02, burst: 0.015, complaint: 0.01 }
export const noShares: FraudShares = { fresh: 0, burst: 0, complaint: 0 }

/** Orders of a seeded town, none below 100.00. */
export function ordersOf(seed: string, count: number, shares: FraudShares): Hidden[] {
  const random = seededRandom(`checkout/${seed}`)
  return Array.from({ length: count }, () => orderOf(random, shares))
}

function orderOf(random: Random, { fresh, burst, complaint }: FraudShares): Hidden {
  const kind = random.uniform()
  const luck = random.uniform()
  if (kind < fresh) return { seen: freshFraud(random), isFraud: true, luck }
  if (kind < fresh + burst) return { seen: burstFraud(random), isFraud: true, luck }
  if (kind < fresh + burst + complaint) return { seen: complainer(random), isFraud: true, luck }
  return { seen: random.uniform() < 0.15 ? newcomer(random) : regular(random), isFraud: false, luck }
}

/** Between two whole numbers. */
function between(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1)
}

/** Most amounts are small, few are large. */
function amount(random: Random, typical: number): number {
  return Math.max(10_000, Math.round(typical * Math.exp(0.6 * (random.uniform() + random.uniform() - 1) * 2)))
}

function regular(random: Random): Seen {
  return {
    amountMinor: amount(random, 18_000), mostOfOne: between(random, 1, 3), isPickup: random.uniform() < 0.4,
    daysHere: between(random, 30, 900), ordersHour: random.uniform() < 0.1 ? 1 : 0, ordersWell: between(random, 1, 40),
    ordersBadly: random.uniform() < 0.06 ? 1 : 0,
  } // prettier-ignore
}

function newcomer(random: Random): Seen {
  return {
    amountMinor: amount(random, 22_000), mostOfOne: between(random, 1, 2), isPickup: random.uniform() < 0.4,
    daysHere: between(random, 0, 14), ordersHour: random.uniform() < 0.2 ? 1 : 0, ordersWell: between(random, 0, 1),
    ordersBadly: 0,
  } // prettier-ignore
}

/** Buys much of one thing with a new account, often just below where a rule would look. */
function freshFraud(random: Random): Seen {
  return {
    amountMinor: amount(random, 38_000), mostOfOne: between(random, 2, 6), isPickup: random.uniform() < 0.05,
    daysHere: between(random, 0, 5), ordersHour: between(random, 0, 3), ordersWell: 0, ordersBadly: 0,
  } // prettier-ignore
}

/** Uses a known account up before its owner notices. */
function burstFraud(random: Random): Seen {
  return {
    amountMinor: amount(random, 30_000), mostOfOne: between(random, 1, 4), isPickup: random.uniform() < 0.1,
    daysHere: between(random, 60, 900), ordersHour: between(random, 3, 8), ordersWell: between(random, 1, 20),
    ordersBadly: 0,
  } // prettier-ignore
}

/** Says that things did not arrive. */
function complainer(random: Random): Seen {
  return {
    amountMinor: amount(random, 25_000), mostOfOne: between(random, 1, 3), isPickup: false,
    daysHere: between(random, 20, 400), ordersHour: between(random, 0, 1), ordersWell: between(random, 0, 4),
    ordersBadly: between(random, 1, 5),
  } // prettier-ignore
}

/** Of a hundred honest orders one is disputed; of a hundred held ones a person judges five wrongly. */
const disputed = 0.01
const misjudged = 0.05

/** What comes of an order. The town is told what a person judged, which is not always the truth. */
export function worthOf({ isFraud, luck }: Hidden, chosen: string): Worth {
  const isWrong = luck < misjudged
  if (chosen === 'hold') {
    const isStopped = isFraud !== isWrong
    if (isStopped) return { told: -0.2 + 1, truth: isFraud ? 0.8 : -0.7 }
    return isFraud ? { told: -3.7, truth: -3.7 } : { told: 0.8, truth: 0.8 }
  }
  if (isFraud) return { told: -3.5, truth: -3.5 }
  return luck < disputed ? { told: 0.5, truth: 0.5 } : { told: 1, truth: 1 }
}
