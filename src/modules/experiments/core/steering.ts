/** What an experiment does by itself after a look: stop for a guard, take the next step of the ramp, shift weights. */
import { seededRandom } from '#modules/learners'
import { type Analysis, type Compared, gainOf, type MetricFound } from './analysis.ts'
import type { Declaration, Metric } from './experiment.ts'

/** Where an experiment stands when it is looked at. */
export type Standing = {
  declaration: Declaration
  salt: string
  step: number
  /** Town time, ms. */
  steppedAt: number
  epoch: number
  /** Units when the weights were last shifted. */
  unitsAtShift: number
  shares: readonly number[]
  now: number
}

export type Act =
  | { kind: 'stop'; metric: string; arm: string; low: number; high: number }
  | { kind: 'step'; to: number }
  | { kind: 'shift'; shares: number[] }

/** The act that is due; undefined: none. A guard goes before everything. */
export function actDue(standing: Standing, analysis: Analysis): Act | undefined {
  const broken = brokenGuard(standing.declaration, analysis)
  if (broken !== undefined) return broken
  if (analysis.isLocked) return undefined
  return stepDue(standing) ?? shiftDue(standing, analysis)
}

/** A guard is broken when its whole interval lies beyond what is borne. */
export function brokenGuard({ metrics }: Declaration, analysis: Analysis): Extract<Act, { kind: 'stop' }> | undefined {
  for (const metric of metrics.filter(({ role }) => role === 'guard')) {
    const seen = analysis.metrics.find((one) => one.metric === metric.name)
    const worse = seen?.comparisons.find((one) => isWorse(metric, one))
    if (worse !== undefined) {
      const { arm, low, high } = worse
      return { kind: 'stop', metric: metric.name, arm, low, high }
    }
  }
  return undefined
}

function isWorse(metric: Metric, { low, high }: Compared): boolean {
  return Math.max(gainOf(metric, low), gainOf(metric, high)) < -(metric.tolerance ?? 0)
}

function stepDue({ declaration: { ramp }, step, steppedAt, now }: Standing): Act | undefined {
  const isDue = ramp.isAutomatic && step + 1 < ramp.steps.length && now - steppedAt >= ramp.stepMs
  return isDue ? { kind: 'step', to: step + 1 } : undefined
}

/** Weights differ by at least so much before they are shifted. */
const shiftLeast = 0.02
const draws = 4_000

function shiftDue(standing: Standing, analysis: Analysis): Act | undefined {
  const { declaration, unitsAtShift, shares, salt, epoch } = standing
  const { allocation, metrics } = declaration
  if (allocation.kind === 'fixed' || analysis.units - unitsAtShift < allocation.minUnits) return undefined
  const primary = metrics.find(({ role }) => role === 'primary')!
  const found = analysis.metrics.find(({ metric }) => metric === primary.name)
  if (found === undefined || found.missing !== 'nothing') return undefined
  const best = chancesOfBest(primary, found, `${salt}/${epoch}`)
  const next = withFloor(best, allocation.floor)
  return next.some((share, index) => Math.abs(share - shares[index]!) >= shiftLeast)
    ? { kind: 'shift', shares: next }
    : undefined
}

/** How likely each arm is the best one, by normal approximation of what is believed of their means. */
export function chancesOfBest(metric: Metric, { arms }: MetricFound, seed: string): number[] {
  const random = seededRandom(seed)
  const wins = arms.map(() => 0)
  for (let draw = 0; draw < draws; draw++) {
    let best = 0
    let highest = -Infinity
    arms.forEach(({ mean, deviation, units }, index) => {
      const drawn = gainOf(metric, mean! + (random.normal() * deviation!) / Math.sqrt(units))
      if (drawn > highest) [best, highest] = [index, drawn]
    })
    wins[best]! += 1
  }
  return wins.map((won) => won / draws)
}

/** The same proportions with nobody below the floor. */
export function withFloor(shares: readonly number[], floor: number): number[] {
  const above = shares.map((share) => Math.max(0, share - floor))
  const total = above.reduce((sum, share) => sum + share, 0)
  const left = 1 - floor * shares.length
  return total > 0 ? above.map((share) => floor + (left * share) / total) : shares.map(() => 1 / shares.length)
}
