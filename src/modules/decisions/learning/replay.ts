/**
 * Decides the log again: proves that a record is true, and estimates what another policy would have earned (Dudík,
 * Langford and Li 2011). Overridden decisions are left out of estimates: what was done there had no probability.
 */
import { Problem } from '#kernel/problem'
import {
  createRidge,
  doublyRobust,
  learnReward,
  type LoggedChoices,
  overlapOf,
  predictReward,
  seededRandom,
  snipw,
  type ValueEstimate,
} from '#modules/learners'
import { choose, placeProbabilities, sieve } from '../core/choosing.ts'
import { isFault, type Point, rowsOf } from '../core/point.ts'
import { type Policy, vectorsOf } from '../core/policy.ts'
import { tooFewDecisions } from '../problems.ts'
import type { Logged } from './log.ts'

/** Whether the same policy makes the same choice with the same probability, to the last bit. */
export function isReproduced(point: Point, policy: Policy, { id, context, options, length, ...was }: Logged): boolean {
  const again = choose(point, policy, { context, options, length, seed: id })
  return again.pChosen === was.pChosen && again.chosen.join('\n') === was.chosen.join('\n')
}

/** What a policy would have earned a decision. */
export type Estimate = {
  decisions: number
  overridden: number
  /** Mean value of what was done. */
  loggedValue: number
  estimator: 'doubly-robust' | 'self-normalised'
  value: number
  low: number
  high: number
  effectiveSampleSize: number
  largestWeight: number
  /** Empty when the estimate may be used. */
  warnings: readonly string[]
  /** Over what was done, decision by decision, with an interval of 99.5 %; where an owner of lessons judges. */
  gain?: { value: number; low: number; high: number }
}

/** Fewer say nothing. */
const least = 20
/** A reward model of more columns costs more than it gains. */
const modelColumnsMax = 128
/** Of the bootstrap, which is not what is reported. */
const draws = 20

/** @throws {Problem} too-few-decisions */
export function estimate(point: Point, policy: Policy, log: readonly Logged[]): Estimate {
  const rows = log.filter(({ override }) => override === null)
  if (rows.length < least) {
    throw new Problem(tooFewDecisions, { detail: `${rows.length} can be decided again; at least ${least} are needed.` })
  }
  const weighed = rows.map((row) => target(point, policy, row))
  const choices: LoggedChoices = {
    rewards: rows.map(({ value }) => value),
    propensities: rows.map(({ pChosen }) => pChosen),
    targets: weighed.map(({ p }) => p),
  }
  const isSlate = rows.some(({ chosen }) => chosen.length > 1)
  const found = isSlate ? snipw(choices, { draws }) : robust(rows, weighed, choices)
  const { effectiveSampleSize, largestWeight, warnings } = overlapOf(choices)
  return {
    decisions: rows.length,
    overridden: log.length - rows.length,
    loggedValue: rows.reduce((sum, { value }) => sum + value, 0) / rows.length,
    estimator: isSlate ? 'self-normalised' : 'doubly-robust',
    value: found.value,
    low: found.corrected.low,
    high: found.corrected.high,
    effectiveSampleSize,
    largestWeight,
    warnings,
  }
}

/** Probability that the policy shows the same, and each option's row and probability at the first place. */
type Target = { p: number; vectors: readonly Float64Array[]; probabilities: Float64Array; logged: number }

function target(point: Point, policy: Policy, { id, context, options, chosen }: Logged): Target {
  const { free } = sieve(point, { context, options })
  const rows = rowsOf(point, context, free)
  if (isFault(rows)) throw new Error(`decision ${id}: ${rows.pointer} ${rows.detail}`)
  const random = seededRandom(`${id}/replay`)
  const weighed = policy.weigh({ rows, options: free, context, random })
  const order = chosen.map((one) => free.findIndex((option) => option.id === one))
  let p = 1
  order.forEach((option, place) => (p *= placeProbabilities(weighed, order.slice(0, place))[option] ?? 0))
  return { p, vectors: vectorsOf(rows), probabilities: weighed.probabilities, logged: order[0] ?? -1 }
}

/** Each half of the rows is judged by a reward model that has learnt from the other. */
function robust(rows: readonly Logged[], weighed: readonly Target[], choices: LoggedChoices): ValueEstimate {
  const logged = new Float64Array(rows.length)
  const expected = new Float64Array(rows.length)
  for (const fold of [0, 1]) {
    const predict = rewardModel(rows, weighed, (index) => index % 2 !== fold)
    weighed.forEach(({ vectors, probabilities, logged: option }, index) => {
      if (index % 2 !== fold) return
      const rewards = vectors.map(predict)
      logged[index] = rewards[option]!
      expected[index] = rewards.reduce((sum, reward, i) => sum + probabilities[i]! * reward, 0)
    })
  }
  return doublyRobust(choices, { logged, expected }, { draws })
}

function rewardModel(
  rows: readonly Logged[],
  weighed: readonly Target[],
  isTaught: (index: number) => boolean,
): (row: Float64Array) => number {
  const width = weighed[0]!.vectors[0]!.length
  const taught = rows.flatMap((row, index) => (isTaught(index) ? [{ value: row.value, ...weighed[index]! }] : []))
  if (width > modelColumnsMax) {
    const mean = taught.reduce((sum, { value }) => sum + value, 0) / Math.max(1, taught.length)
    return () => mean
  }
  const ridge = createRidge(width)
  for (const { value, vectors, logged } of taught) learnReward(ridge, vectors[logged]!, value)
  return (row) => predictReward(ridge, row)
}
