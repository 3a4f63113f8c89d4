/**
 * Policies: plain data that says how options are scored and chosen, compiled to a pure function. Whatever is drawn
 * comes from the decision's seed, so that the same data, context and seed always choose the same with the same
 * probability.
 */
import {
  bestBetaProbabilities,
  epsilonGreedy,
  type Ftrl,
  ftrlWeight,
  greedy,
  linearThompson,
  linUcbBounds,
  loadForest,
  loadFtrl,
  loadRidge,
  type Random,
  type SavedModel,
  scoreRows,
  softmax,
  withExploration,
} from '#modules/learners'
import { type Condition, holds } from './conditions.ts'
import type { FeatureValues } from './features.ts'
import { hashOf, type Option, type Point, type Rows } from './point.ts'

/** Weights of a linear score by column; those not named are 0. */
type Weights = Readonly<Record<string, number>>

/** What options are worth whatever the context, by id: known beforehand, so that nothing need be tried to learn it. */
type Worths = Readonly<Record<string, number>>

/** How a score becomes a choice. */
type Exploring = { temperature: number } | { epsilon: number }

/** Everything there is to know of a policy. */
export type PolicySpec =
  | { kind: 'rule'; rules: readonly { when: readonly Condition[]; choose: string }[]; otherwise: string }
  | ({ kind: 'linear'; weights: Weights } & Exploring)
  | {
      kind: 'beta-thompson'
      prior: { a: number; b: number }
      arms: Readonly<Record<string, { a: number; b: number }>>
      exploration: number
    }
  | { kind: 'linear-thompson'; model: SavedModel; scale: number; draws: number }
  | { kind: 'lin-ucb'; model: SavedModel; alpha: number; epsilon: number }
  | ({ kind: 'logistic'; model: SavedModel } & Exploring)
  | ({ kind: 'trees'; model: SavedModel; known?: Worths } & Exploring)

/** What a policy sees of a decision. */
export type Situation = {
  rows: Rows
  options: readonly Option[]
  context: FeatureValues
  random: Random
}

/** What it makes of it. */
export type Weighed = {
  scores: Float64Array
  /** Of the first place; they add up to 1. */
  probabilities: Float64Array
  /** Further places go to the best score left, or with this share to any; absent: in proportion to probabilities. */
  epsilon?: number
  /** Further places are drawn by the scores left at this temperature: what stands out no more hides no other's lead. */
  temperature?: number
}

export type Policy = {
  readonly name: string
  readonly version: number
  readonly hash: string
  readonly spec: PolicySpec
  readonly weigh: (situation: Situation) => Weighed
}

/** A policy as it is stored. */
export type PolicyDeclaration = { name: string; version: number; spec: PolicySpec }

/** Compiles a policy for a point. @throws {Error} when its model does not fit; the message says what and where */
export function createPolicy(point: Point, { name, version, spec }: PolicyDeclaration): Policy {
  return { name, version, spec, hash: hashOf({ point: point.hash, spec }), weigh: weigherOf(point, spec) }
}

type Weigh = Policy['weigh']

function weigherOf(point: Point, spec: PolicySpec): Weigh {
  switch (spec.kind) {
    case 'rule':
      return ruleWeigher(spec)
    case 'linear':
      return scoring(linearScorer(vectorOf(point, spec.weights)), spec)
    case 'beta-thompson':
      return betaWeigher(spec)
    case 'linear-thompson':
      return thompsonWeigher(point, spec)
    case 'lin-ucb':
      return ucbWeigher(point, spec)
    case 'logistic':
      return scoring(linearScorer(ftrlVector(point, loadFtrl(spec.model))), spec)
    case 'trees': {
      const forest = loadForest(spec.model)
      refuseWidth(point, forest.features.length)
      const { known = {} } = spec
      const score = ({ count, width, values }: Rows): Float64Array =>
        scoreRows(forest, { rows: count, columns: width, values })
      return (situation) => scoring((rows) => withKnown(score(rows), situation.options, known), spec)(situation)
    }
  }
}

function withKnown(scores: Float64Array, options: readonly Option[], known: Worths): Float64Array {
  return scores.map((score, index) => known[options[index]!.id] ?? score)
}

function vectorOf(point: Point, weights: Weights): Float64Array {
  const unknown = Object.keys(weights).find((name) => !point.columns.includes(name))
  if (unknown !== undefined)
    throw new Error(`weights: ${unknown} is not a column; there are ${point.columns.join(', ')}`)
  return Float64Array.from(point.columns, (name) => (Object.hasOwn(weights, name) ? weights[name]! : 0))
}

/** The model's own intercept is the same for all options and moves no choice. */
function ftrlVector(point: Point, model: Ftrl): Float64Array {
  refuseWidth(point, model.columns)
  return Float64Array.from(point.columns, (_, column) => ftrlWeight(model, column))
}

function refuseWidth(point: Point, width: number): void {
  if (width !== point.columns.length) {
    throw new Error(`model: has ${width} columns, the point ${point.columns.length}`)
  }
}

function linearScorer(weights: Float64Array): (rows: Rows) => Float64Array {
  return ({ count, width, values }) => {
    const scores = new Float64Array(count)
    for (let i = 0, at = 0; i < count; i++, at += width) {
      let score = 0
      for (let j = 0; j < width; j++) score += weights[j]! * values[at + j]!
      scores[i] = score
    }
    return scores
  }
}

/**
 * Temperatures below the best score at which a score counts as no worse: e^-12 is one in 160,000. It keeps every option
 * possible, so that no probability is rounded to 0, however sharp the scores are.
 */
export const reach = 12

function scoring(score: (rows: Rows) => Float64Array, exploring: Exploring): Weigh {
  return ({ rows }) => {
    const scores = score(rows)
    if ('epsilon' in exploring) {
      return { scores, probabilities: epsilonGreedy(scores, exploring.epsilon), epsilon: exploring.epsilon }
    }
    const { temperature } = exploring
    return { scores, probabilities: softmaxWithin(scores, temperature), temperature }
  }
}

/** Softmax in which no score counts as further below the best than its reach. */
export function softmaxWithin(scores: Float64Array, temperature: number): Float64Array {
  const top = scores.reduce((most, one) => Math.max(most, one), -Infinity)
  return softmax(
    scores.map((one) => Math.max(one, top - reach * temperature)),
    temperature,
  )
}

function ruleWeigher({ rules, otherwise }: Extract<PolicySpec, { kind: 'rule' }>): Weigh {
  return ({ options, context }) => {
    const of = (id: string): Option | undefined => options.find((option) => option.id === id)
    const rule = rules.find(({ when, choose }) => {
      const option = of(choose)
      return option !== undefined && holds(when, context, option.features)
    })
    const wanted = rule?.choose ?? otherwise
    const scores = Float64Array.from(options, ({ id }) => (id === wanted ? 1 : 0))
    if (!scores.includes(1)) throw new Error(`the rule chooses ${wanted}, which is not an option here`)
    return { scores, probabilities: greedy(scores), epsilon: 0 }
  }
}

function betaWeigher({ arms, prior, exploration }: Extract<PolicySpec, { kind: 'beta-thompson' }>): Weigh {
  return ({ options }) => {
    const betas = options.map(({ id }) => (Object.hasOwn(arms, id) ? arms[id]! : prior))
    const { probabilities } = bestBetaProbabilities(betas)
    const scores = Float64Array.from(betas, ({ a, b }) => a / (a + b))
    return { scores, probabilities: withExploration(probabilities, exploration) }
  }
}

function thompsonWeigher(point: Point, spec: Extract<PolicySpec, { kind: 'linear-thompson' }>): Weigh {
  const ridge = loadRidge(spec.model)
  refuseWidth(point, ridge.size)
  const score = linearScorer(ridge.mean)
  return ({ rows, random }) => {
    const { scale, draws } = spec
    const { probabilities } = linearThompson(ridge, vectorsOf(rows), { scale, draws, random: random.stream('draws') })
    return { scores: score(rows), probabilities }
  }
}

function ucbWeigher(point: Point, spec: Extract<PolicySpec, { kind: 'lin-ucb' }>): Weigh {
  const ridge = loadRidge(spec.model)
  refuseWidth(point, ridge.size)
  return ({ rows }) => {
    const scores = linUcbBounds(ridge, vectorsOf(rows), spec.alpha)
    return { scores, probabilities: epsilonGreedy(scores, spec.epsilon), epsilon: spec.epsilon }
  }
}

/** The rows one by one, sharing their memory. */
export function vectorsOf({ count, width, values }: Rows): Float64Array[] {
  return Array.from({ length: count }, (_, i) => values.subarray(i * width, (i + 1) * width))
}
