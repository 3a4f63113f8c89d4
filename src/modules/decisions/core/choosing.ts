/**
 * The pure part of a decision: from a point, a policy, a context, options and a seed to a choice with its probability.
 * It is what replay, "why?" and the proof that a record is true call again.
 */
import { epsilonGreedy, type Random, seededRandom } from '#modules/learners'
import { holds, wordsOf } from './conditions.ts'
import type { FeatureValues } from './features.ts'
import { leftOf } from './left.ts'
import { isFault, type Option, type Point, type Rows, rowsOf } from './point.ts'
import { type Policy, softmaxWithin, type Weighed } from './policy.ts'

/** Why the safe default stands. */
export type Fallback =
  | 'unknown-point'
  | 'no-options'
  | 'too-many-options'
  | 'all-blocked'
  | 'wrong-context'
  | 'no-policy'
  | 'policy-failed'
  | 'too-slow'
  | 'switched-off'
  | 'shadow'

/** What is to be decided. */
export type Situated = {
  context: FeatureValues
  options: readonly Option[]
  /** How many are wanted, in order; 1 unless given. */
  length?: number
}

/** An option as it was judged. */
export type Judged = { id: string; score: number | null; p: number; blockedBy?: string }

/** A choice, or why there is none. */
export type Choice = {
  /** In the order shown. */
  chosen: readonly string[]
  /** Probability of each place given those before it; their product is `pChosen`. */
  conditional: readonly number[]
  pChosen: number
  options: readonly Judged[]
  fallback: Fallback | null
  reasons: readonly string[]
  /** All options as they were laid out. */
  rows?: Rows
}

/** Most options of a decision, and most places of a slate: within these no product of probabilities is rounded to 0. */
export const optionsMax = 2_000
export const slateMax = 20

type Sieved = { free: Option[]; blocked: { option: Option; by: string }[] }

/** Separates what a guard forbids. */
export function sieve(point: Point, { context, options }: Situated): Sieved {
  const sieved: Sieved = { free: [], blocked: [] }
  for (const option of options) {
    const by = option.blockedBy ?? blockerOf(point, context, option)
    if (by === undefined) sieved.free.push(option)
    else sieved.blocked.push({ option, by })
  }
  return sieved
}

function blockerOf({ declaration }: Point, context: FeatureValues, { id, features }: Option): string | undefined {
  const isFor = (options: readonly string[] | undefined): boolean => options?.includes(id) ?? true
  return declaration.guards.find(({ when, options }) => isFor(options) && holds(when, context, features))?.name
}

/** Chooses, or says why the safe default stands. A policy's throw is the caller's to catch. */
export function choose(point: Point, policy: Policy, situated: Situated & { seed: string }): Choice {
  const early = refusalOf(situated)
  if (early !== undefined) return safeChoice(point, situated, early)
  const rows = rowsOf(point, situated.context, situated.options)
  if (isFault(rows)) {
    return safeChoice(point, situated, { fallback: 'wrong-context', reason: `${rows.pointer} ${rows.detail}` })
  }
  const { free, blocked } = sieve(point, situated)
  if (free.length === 0) return safeChoice(point, situated, { fallback: 'all-blocked', reason: 'guards left nothing' })
  const allowed = free.length === situated.options.length ? rows : rowsOf(point, situated.context, free)
  if (isFault(allowed)) throw new Error('options that were in order are not any more')
  const random = seededRandom(situated.seed)
  const weighed = policy.weigh({ rows: allowed, options: free, context: situated.context, random })
  const drawn = draw(weighed, Math.min(situated.length ?? 1, free.length), random)
  return {
    chosen: drawn.order.map((index) => free[index]!.id),
    conditional: drawn.conditional,
    pChosen: drawn.conditional.reduce((product, p) => product * p, 1),
    options: judged(free, weighed, blocked),
    fallback: null,
    reasons: guardReasons(point, blocked),
    rows,
  }
}

function refusalOf({ options }: Situated): { fallback: Fallback; reason: string } | undefined {
  if (options.length === 0) return { fallback: 'no-options', reason: 'there is nothing to choose from' }
  if (options.length > optionsMax) return { fallback: 'too-many-options', reason: `more than ${optionsMax} options` }
  if (new Set(options.map(({ id }) => id)).size < options.length) {
    return { fallback: 'wrong-context', reason: '/options an id stands twice' }
  }
  return undefined
}

function judged(free: readonly Option[], { scores, probabilities }: Weighed, blocked: Sieved['blocked']): Judged[] {
  return [
    ...free.map(({ id }, index) => ({ id, score: scores[index]!, p: probabilities[index]! })),
    ...blocked.map(({ option: { id }, by }) => ({ id, score: null, p: 0, blockedBy: by })),
  ]
}

function guardReasons({ declaration }: Point, blocked: Sieved['blocked']): string[] {
  return [...new Set(blocked.map(({ by }) => by))].map((name) => {
    const guard = declaration.guards.find((one) => one.name === name)
    const count = blocked.filter(({ by }) => by === name).length
    return `${name} blocked ${count}${guard === undefined ? '' : `: ${wordsOf(guard.when)}`}`
  })
}

/**
 * Draws places one after another: each in proportion to the probabilities of those left (Plackett–Luce), or
 * epsilon-greedily over the scores of those left.
 */
export function draw(
  weighed: Weighed,
  length: number,
  random: Pick<Random, 'categorical'>,
): { order: number[]; conditional: number[] } {
  const order: number[] = []
  const conditional: number[] = []
  const { scores, temperature, epsilon } = weighed
  const isWeighedAnew = temperature !== undefined && epsilon === undefined && length > 1
  const left = isWeighedAnew ? leftOf(scores, temperature) : undefined
  for (let place = 0; place < length; place++) {
    const p = place === 0 ? weighed.probabilities : (left?.probabilities() ?? placeProbabilities(weighed, order))
    const option = random.categorical(p)
    order.push(option)
    conditional.push(p[option]!)
    left?.place(option)
  }
  return { order, conditional }
}

/** Probability of each option for the next place; 0 for those placed already. */
export function placeProbabilities(weighed: Weighed, placed: readonly number[]): Float64Array {
  const { scores, probabilities } = weighed
  if (placed.length === 0) return probabilities
  const isPlaced = new Uint8Array(scores.length)
  for (const index of placed) isPlaced[index] = 1
  const left: number[] = []
  for (let index = 0; index < scores.length; index++) if (isPlaced[index] === 0) left.push(index)
  const among = amongLeft(weighed, left)
  const p = new Float64Array(scores.length)
  for (let i = 0; i < left.length; i++) p[left[i]!] = among[i]!
  return p
}

function amongLeft({ scores, probabilities, epsilon, temperature }: Weighed, left: readonly number[]): Float64Array {
  const of = (values: Float64Array): Float64Array => Float64Array.from(left, (index) => values[index]!)
  if (epsilon !== undefined) return epsilonGreedy(of(scores), epsilon)
  return temperature === undefined ? shares(of(probabilities)) : softmaxWithin(of(scores), temperature)
}

function shares(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length))
}

/** What stands when nothing can be decided; it is certain, so its probability is 1. */
export function safeChoice(
  point: Point | undefined,
  situated: Situated,
  { fallback, reason }: { fallback: Fallback; reason: string },
): Choice {
  return {
    chosen: point === undefined ? [] : safeOptions(point, situated),
    conditional: [],
    pChosen: 1,
    options: [],
    fallback,
    reasons: [reason],
  }
}

/** The declared default, or the first that no guard forbids, in the caller's order. */
function safeOptions(point: Point, situated: Situated): string[] {
  const { safeDefault } = point.declaration
  if (safeDefault !== null) return [safeDefault]
  return sieve(point, situated)
    .free.slice(0, situated.length ?? 1)
    .map(({ id }) => id)
}
