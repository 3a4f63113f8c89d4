/**
 * Thompson sampling on success rates (Thompson, 1933) with the probability of every arm computed, not sampled:
 * P(arm i is best) = ∫ f_i(x) Π_{j ≠ i} F_j(x) dx over the Beta posteriors.
 */
import { requireBetween, requirePositive, requireSome } from '../base/guards.ts'
import { loadModel, saveModel } from '../base/models.ts'
import type { ModelKind, SavedModel } from '../base/models.ts'
import { betaLogit, betaLogitQuantile } from '../base/special.ts'
import { integratePanels } from './quadrature.ts'

/** Beta posterior of an arm's success rate. */
export interface BetaArm {
  /** Prior successes plus observed ones; above 0. */
  a: number
  /** Prior failures plus observed ones; above 0. */
  b: number
}

/** How likely each arm is the best one. */
export interface BestProbabilities {
  probabilities: Float64Array
  /** Bound on the absolute error of each probability, as the quadrature measured it. */
  error: number
}

/** Adds an outcome between 0 (failure) and 1 (success) to an arm. */
export function learnOutcome(arm: BetaArm, reward: number): BetaArm {
  requireBetween(reward, [0, 1], 'learnOutcome reward')
  return { a: arm.a + reward, b: arm.b + 1 - reward }
}

/** Mass cut off at either end of the range of integration. */
const CUT = 1e-14

/**
 * The probability of each arm under Beta Thompson sampling. Drawing the arm from these numbers is Thompson sampling,
 * and the number recorded is the true one.
 *
 * The integral runs over the logit, where densities fall off exponentially. The integrands add up to the derivative of
 * Π F_j, so that each panel's sum is checked against an exact difference: a peak between nodes cannot be missed.
 *
 * @param tolerance largest absolute error allowed
 */
export function bestBetaProbabilities(arms: readonly BetaArm[], tolerance = 1e-9): BestProbabilities {
  requireSome(arms, 'bestBetaProbabilities arms')
  requireBetween(tolerance, [1e-12, 0.1], 'bestBetaProbabilities tolerance')
  arms.forEach(({ a, b }, i) => {
    requirePositive(a, `bestBetaProbabilities arms[${i}].a`)
    requirePositive(b, `bestBetaProbabilities arms[${i}].b`)
  })
  const probabilities = new Float64Array(arms.length)
  if (arms.length === 1) return { probabilities: probabilities.fill(1), error: 0 }
  const low = arms.reduce((most, { a, b }) => Math.max(most, betaLogitQuantile(CUT, a, b)), -Infinity)
  const tops = arms.map(({ a, b }) => betaLogitQuantile(1 - CUT, a, b))
  const high = tops.reduce((most, top) => Math.max(most, top), -Infinity)
  // An arm that ends below where the best lower end begins is best with probability under 2e-14.
  const alive = arms.flatMap((_, i) => (tops[i]! > low ? [i] : []))
  const living = alive.map((i) => arms[i]!)
  const found = integratePanels({ low, high, size: living.length, tolerance, total, at })
  const sum = found.integrals.reduce((all, value) => all + value, 0)
  alive.forEach((arm, i) => (probabilities[arm] = Math.max(0, found.integrals[i]!) / sum))
  return { probabilities, error: found.error + (arms.length + 1) * CUT }

  function total(u: number): number {
    return living.reduce((product, { a, b }) => product * betaLogit(u, a, b).lower, 1)
  }
  function at(u: number, out: Float64Array): void {
    let product = 1
    for (let i = 0; i < living.length; i++) {
      const { lower, density } = betaLogit(u, living[i]!.a, living[i]!.b)
      product *= lower
      out[i] = lower > 0 ? density / lower : 0
    }
    for (let i = 0; i < living.length; i++) out[i] = out[i]! * product
  }
}

const KIND: ModelKind = { name: 'choice.beta-arms', version: 1 }

/** Arms as plain data. */
export function saveBetaArms(arms: readonly BetaArm[]): SavedModel {
  return saveModel(KIND, { a: Float64Array.from(arms, (arm) => arm.a), b: Float64Array.from(arms, (arm) => arm.b) })
}

/** Arms from plain data. */
export function loadBetaArms(saved: unknown): BetaArm[] {
  const reader = loadModel(KIND, saved)
  const a = reader.array('a', 'f64')
  const b = reader.array('b', 'f64', a.length)
  return Array.from(a, (value, i) => ({
    a: requirePositive(value, `${reader.path}.a[${i}]`),
    b: requirePositive(b[i]!, `${reader.path}.b[${i}]`),
  }))
}
