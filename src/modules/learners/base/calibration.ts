import { requireAllFinite, requireSameLength, requireSome } from './guards.ts'
import { requireBothClasses } from './labels.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from './models.ts'

/** A non-decreasing step-and-ramp function from score to value. */
export interface IsotonicFit {
  /** Scores, strictly ascending: the first and last of each pooled block. */
  readonly scores: Float64Array
  /** The fitted value at each of `scores`, non-decreasing. */
  readonly values: Float64Array
}

/** A logistic function of a margin: P(1) = 1 / (1 + exp(-(slope · margin + intercept))). */
export interface PlattFit {
  readonly slope: number
  readonly intercept: number
}

const isotonicKind: ModelKind = { name: 'learners.isotonic', version: 1 }
const plattKind: ModelKind = { name: 'learners.platt', version: 1 }

interface Block {
  first: number
  last: number
  weight: number
  mean: number
}

/**
 * The non-decreasing function of the scores that is nearest to the targets in weighted squared error.
 * Equal scores share one value. Pool-adjacent-violators: Ayer et al. 1955; Barlow et al. 1972; as a calibrator of
 * classifiers, Zadrozny & Elkan 2002.
 *
 * @param data.weights > 0; 1 each when absent
 */
export function fitIsotonic(data: {
  readonly scores: ArrayLike<number>
  readonly targets: ArrayLike<number>
  readonly weights?: ArrayLike<number>
}): IsotonicFit {
  requireSome(data.scores, 'isotonic scores')
  requireAllFinite(data.scores, 'isotonic scores')
  requireAllFinite(data.targets, 'isotonic targets')
  requireSameLength(data.scores, data.targets, 'isotonic scores and targets')
  if (data.weights) {
    requireAllFinite(data.weights, 'isotonic weights')
    requireSameLength(data.scores, data.weights, 'isotonic scores and weights')
  }
  const blocks = pool(data)
  const scores: number[] = []
  const values: number[] = []
  for (const block of blocks) {
    scores.push(block.first)
    values.push(block.mean)
    if (block.last > block.first) {
      scores.push(block.last)
      values.push(block.mean)
    }
  }
  return { scores: Float64Array.from(scores), values: Float64Array.from(values) }
}

function pool(data: {
  readonly scores: ArrayLike<number>
  readonly targets: ArrayLike<number>
  readonly weights?: ArrayLike<number>
}): Block[] {
  const order = Uint32Array.from({ length: data.scores.length }, (_, index) => index)
  order.sort((a, b) => data.scores[a]! - data.scores[b]! || a - b)
  const blocks: Block[] = []
  for (const index of order) {
    const score = data.scores[index]!
    const weight = data.weights?.[index] ?? 1
    if (weight <= 0) throw new Error(`isotonic weights[${index}]: above 0 expected, found ${weight}`)
    const top = blocks.at(-1)
    // Only a block of one score can end at this score here: violators are pooled once a score is complete.
    if (top?.last === score) merge(top, { first: score, last: score, weight, mean: data.targets[index]! })
    else {
      settle(blocks)
      blocks.push({ first: score, last: score, weight, mean: data.targets[index]! })
    }
  }
  settle(blocks)
  return blocks
}

function settle(blocks: Block[]): void {
  for (;;) {
    const top = blocks.at(-1)
    const below = blocks.at(-2)
    if (top === undefined || below === undefined || below.mean < top.mean) return
    merge(below, top)
    blocks.pop()
  }
}

function merge(into: Block, other: Block): void {
  const weight = into.weight + other.weight
  into.mean += ((other.mean - into.mean) * other.weight) / weight
  into.weight = weight
  into.last = other.last
}

/** The fitted value at a score: straight lines between known scores, flat beyond the first and the last. */
export function isotonicAt(fit: IsotonicFit, score: number): number {
  if (Number.isNaN(score)) throw new Error('isotonic score: a number expected, found NaN')
  const { scores, values } = fit
  let low = 0
  let high = scores.length - 1
  if (score <= scores[low]!) return values[low]!
  if (score >= scores[high]!) return values[high]!
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (scores[middle]! <= score) low = middle
    else high = middle
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!)
  return values[low]! + share * (values[high]! - values[low]!)
}

/**
 * Fits the logistic function of Platt 1999 with his smoothed targets, by Newton steps with backtracking as in
 * Lin, Lin & Weng 2007, "A note on Platt's probabilistic outputs", algorithm 1. Separable data give a finite slope,
 * because the targets are never 0 or 1.
 *
 * @param data.labels 0 or 1, both present
 */
export function fitPlatt(data: { readonly margins: ArrayLike<number>; readonly labels: ArrayLike<number> }): PlattFit {
  const { margins, labels } = data
  requireAllFinite(margins, 'Platt margins')
  requireSameLength(margins, labels, 'Platt margins and labels')
  requireBothClasses(labels, 'Platt labels')
  const { targets, prior } = smoothedTargets(labels)
  let at: PlattFit = { slope: 0, intercept: Math.log(prior / (1 - prior)) }
  let loss = plattLoss(at, margins, targets)
  for (let round = 0; round < 100; round += 1) {
    const step = newtonStep(at, margins, targets)
    if (step === undefined) return at
    const better = backtrack({ at, loss, step }, (fit) => plattLoss(fit, margins, targets))
    if (better === undefined) return at
    at = better.at
    loss = better.loss
  }
  return at
}

function smoothedTargets(labels: ArrayLike<number>): { targets: Float64Array; prior: number } {
  let positives = 0
  for (let index = 0; index < labels.length; index += 1) positives += labels[index]!
  const negatives = labels.length - positives
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (negatives + 2)
  const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low))
  return { targets, prior: (positives + 1) / (labels.length + 2) }
}

/** Cross-entropy; written so that neither side overflows: log(1 + e^z) - t z. */
function plattLoss(fit: PlattFit, margins: ArrayLike<number>, targets: Float64Array): number {
  let loss = 0
  for (let index = 0; index < targets.length; index += 1) {
    const z = fit.slope * margins[index]! + fit.intercept
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[index]! * z
  }
  return loss
}

interface NewtonStep {
  readonly slope: number
  readonly intercept: number
  /** Directional derivative of the loss along the step; negative. */
  readonly descent: number
}

function newtonStep(fit: PlattFit, margins: ArrayLike<number>, targets: Float64Array): NewtonStep | undefined {
  let hessianSlope = 1e-12
  let hessianIntercept = 1e-12
  let hessianCross = 0
  let gradientSlope = 0
  let gradientIntercept = 0
  for (let index = 0; index < targets.length; index += 1) {
    const margin = margins[index]!
    const probability = plattAt(fit, margin)
    const curvature = probability * (1 - probability)
    const error = probability - targets[index]!
    hessianSlope += margin * margin * curvature
    hessianIntercept += curvature
    hessianCross += margin * curvature
    gradientSlope += margin * error
    gradientIntercept += error
  }
  if (Math.abs(gradientSlope) < 1e-9 && Math.abs(gradientIntercept) < 1e-9) return undefined
  // A relative ridge, well above rounding, keeps the Hessian positive definite when every margin is the same.
  hessianSlope *= 1 + 1e-9
  const determinant = hessianSlope * hessianIntercept - hessianCross * hessianCross
  const slope = -(hessianIntercept * gradientSlope - hessianCross * gradientIntercept) / determinant
  const intercept = -(hessianSlope * gradientIntercept - hessianCross * gradientSlope) / determinant
  return { slope, intercept, descent: gradientSlope * slope + gradientIntercept * intercept }
}

function backtrack(
  from: { readonly at: PlattFit; readonly loss: number; readonly step: NewtonStep },
  lossOf: (fit: PlattFit) => number,
): { at: PlattFit; loss: number } | undefined {
  const { at, loss, step } = from
  for (let size = 1; size >= 1e-10; size /= 2) {
    const next = { slope: at.slope + size * step.slope, intercept: at.intercept + size * step.intercept }
    const nextLoss = lossOf(next)
    if (nextLoss < loss + 1e-4 * size * step.descent) return { at: next, loss: nextLoss }
  }
  return undefined
}

/** The probability at a margin, in 0..1. */
export function plattAt(fit: PlattFit, margin: number): number {
  if (Number.isNaN(margin)) throw new Error('Platt margin: a number expected, found NaN')
  const z = fit.slope * margin + fit.intercept
  if (z >= 0) return 1 / (1 + Math.exp(-z))
  const power = Math.exp(z)
  return power / (1 + power)
}

/** The saved form of an isotonic fit. */
export function saveIsotonic(fit: IsotonicFit): SavedModel {
  return saveModel(isotonicKind, { scores: fit.scores, values: fit.values })
}

/** Reads what `saveIsotonic` wrote. */
export function loadIsotonic(saved: unknown): IsotonicFit {
  const reader = loadModel(isotonicKind, saved)
  const scores = reader.array('scores', 'f64')
  return { scores, values: reader.array('values', 'f64', scores.length) }
}

/** The saved form of a Platt fit. */
export function savePlatt(fit: PlattFit): SavedModel {
  return saveModel(plattKind, { slope: fit.slope, intercept: fit.intercept })
}

/** Reads what `savePlatt` wrote. */
export function loadPlatt(saved: unknown): PlattFit {
  const reader = loadModel(plattKind, saved)
  return { slope: reader.number('slope'), intercept: reader.number('intercept') }
}
