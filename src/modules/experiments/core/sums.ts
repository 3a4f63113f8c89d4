/** What is known of an arm's units: sums that grow with each, from which every figure follows. */
import type { Summary } from '#modules/learners'
import type { Metric } from './experiment.ts'

/**
 * Of each unit, y is the outcome; x is what explains it: the covariate of CUPED, or what a ratio is taken over.
 */
export type Sums = { n: number; y: number; yy: number; x: number; xx: number; xy: number }

export const noSums: Sums = { n: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0 }

/** Sums of one arm in one epoch. */
export type Cell = Sums & { arm: string; epoch: number }

/** Adds sums. */
export function added(one: Sums, other: Sums): Sums {
  return {
    n: one.n + other.n,
    y: one.y + other.y,
    yy: one.yy + other.yy,
    x: one.x + other.x,
    xx: one.xx + other.xx,
    xy: one.xy + other.xy,
  }
}

/** Sums of squares and products about the means; never below zero, whatever was rounded. */
function spreads({ n, y, yy, x, xx, xy }: Sums): { yy: number; xx: number; xy: number } {
  return { yy: Math.max(0, yy - (y * y) / n), xx: Math.max(0, xx - (x * x) / n), xy: xy - (x * y) / n }
}

/** A mean as it is, or a ratio by the delta method; undefined below two units, or with nothing to divide by. */
export function summaryOf(sums: Sums, kind: Metric['kind']): Summary | undefined {
  const { n, y, x } = sums
  if (n < 2) return undefined
  const about = spreads(sums)
  if (kind !== 'ratio') return { count: n, mean: y / n, variance: about.yy / (n - 1) }
  if (x <= 0) return undefined
  const ratio = y / x
  // Deng, Knoblich and Lu, "Applying the delta method in metric analytics" (2018), equation 6.
  const residual = Math.max(0, about.yy - 2 * ratio * about.xy + ratio * ratio * about.xx)
  return { count: n, mean: ratio, variance: residual / (n - 1) / (x / n) ** 2 }
}

/** What CUPED did. */
export type Adjustment = { theta: number; varianceRemoved: number }

/**
 * CUPED from sums: y less theta (x - mean of x over all arms), theta from within the arms, so that the effect itself
 * does not leak in (Deng, Xu, Kohavi and Walker, 2013, §3.1). Undefined when the covariate says nothing.
 */
export function adjusted(
  cells: readonly Sums[],
): { summaries: (Summary | undefined)[]; adjustment: Adjustment } | undefined {
  const known = cells.filter(({ n }) => n >= 2)
  const about = known.map(spreads)
  const spread = about.reduce((sum, { xx }) => sum + xx, 0)
  const total = about.reduce((sum, { yy }) => sum + yy, 0)
  if (spread <= 0 || total <= 0) return undefined
  const theta = about.reduce((sum, { xy }) => sum + xy, 0) / spread
  const all = cells.reduce(added, noSums)
  const left = about.reduce((sum, one) => sum + leftOf(one, theta), 0)
  const summaries = cells.map((sums) => {
    if (sums.n < 2) return undefined
    const mean = sums.y / sums.n - theta * (sums.x / sums.n - all.x / all.n)
    return { count: sums.n, mean, variance: leftOf(spreads(sums), theta) / (sums.n - 1) }
  })
  return { summaries, adjustment: { theta, varianceRemoved: 1 - left / total } }
}

function leftOf({ yy, xx, xy }: { yy: number; xx: number; xy: number }, theta: number): number {
  return Math.max(0, yy - 2 * theta * xy + theta * theta * xx)
}

/**
 * One estimate an arm over epochs of different weights: within an epoch all units had the same recorded probabilities,
 * so the difference there is that of a plain experiment; epochs count by all their units, whichever arm they met. So
 * neither a trend over time nor the shifts themselves can look like an effect. An epoch that lacks an arm is left out.
 */
export function stratified(epochs: readonly (readonly (Summary | undefined)[])[]): (Summary | undefined)[] {
  const whole = epochs.filter((arms) => arms.every((arm) => arm !== undefined))
  const weights = whole.map((arms) => arms.reduce((sum, arm) => sum + arm.count, 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const arms = epochs[0]?.length ?? 0
  return Array.from({ length: arms }, (_, arm) => {
    if (total === 0) return undefined
    let [count, mean, error] = [0, 0, 0]
    whole.forEach((cells, index) => {
      const share = weights[index]! / total
      const cell = cells[arm]!
      count += cell.count
      mean += share * cell.mean
      error += (share * share * cell.variance) / cell.count
    })
    return { count, mean, variance: error * count }
  })
}
