/** From margins to probabilities, and from probabilities to the courage to answer. */
import { goldenSection } from '../base/golden-section.ts'
import { requireBetween, requireSameLength, requireSome } from '../base/guards.ts'

/** Margins of rows that the model was not trained on, and which class each row belongs to. */
export interface HeldOut {
  /** Rows × classes. */
  readonly margins: Float64Array
  readonly labels: Int32Array
  readonly classes: number
}

/** Probabilities of classes: exp(sharpness · margin), scaled to sum to 1. */
export function softmax(margins: ArrayLike<number>, sharpness: number): Float64Array {
  let most = -Infinity
  for (let k = 0; k < margins.length; k += 1) most = Math.max(most, margins[k]!)
  const shares = Float64Array.from(margins, (margin) => Math.exp(sharpness * (margin - most)))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => share / total)
}

const FLATTEST = 0.01
const SHARPEST = 100

/**
 * The sharpness under which held-out rows are likeliest: temperature scaling, Guo, Pleiss, Sun and Weinberger, "On
 * calibration of modern neural networks", ICML 2017, §4.2. The likelihood has one peak, found by golden section on a
 * logarithmic scale between 0.01 and 100.
 */
export function fitSharpness(heldOut: HeldOut): number {
  requireSome(heldOut.labels, 'held-out labels')
  const loss = (logarithm: number): number => lossAt(heldOut, Math.exp(logarithm))
  return Math.exp(goldenSection(loss, [Math.log(FLATTEST), Math.log(SHARPEST)], 1e-4))
}

/** Negative log-likelihood of the labels. */
function lossAt({ margins, labels, classes }: HeldOut, sharpness: number): number {
  let loss = 0
  for (const [row, label] of labels.entries()) {
    let most = -Infinity
    for (let k = 0; k < classes; k += 1) most = Math.max(most, margins[row * classes + k]!)
    let total = 0
    for (let k = 0; k < classes; k += 1) total += Math.exp(sharpness * (margins[row * classes + k]! - most))
    loss += Math.log(total) - sharpness * (margins[row * classes + label]! - most)
  }
  return loss
}

/** A threshold and what it gives on the rows it was chosen on. */
export interface Threshold {
  /** Answer when the probability is at least this; 1.1 means never. */
  readonly threshold: number
  /** Share of rows answered. */
  readonly coverage: number
  /** Share of right answers among those; 1 when none is answered. */
  readonly accuracy: number
}

const NEVER = 1.1

/** The lowest threshold at which the wanted share of answers is right, so that as many as possible are answered. */
export function chooseThreshold(
  probabilities: ArrayLike<number>,
  isRight: ArrayLike<number | boolean>,
  wantedAccuracy: number,
): Threshold {
  requireSome(probabilities, 'probabilities')
  requireSameLength(probabilities, isRight, 'probabilities and answers')
  requireBetween(wantedAccuracy, [0, 1], 'wanted accuracy')
  const order = Array.from({ length: probabilities.length }, (_, row) => row)
  order.sort((a, b) => probabilities[b]! - probabilities[a]!)
  let right = 0
  let best: Threshold = { threshold: NEVER, coverage: 0, accuracy: 1 }
  for (const [place, row] of order.entries()) {
    right += Number(isRight[row]!)
    const next = order[place + 1]
    if (next !== undefined && probabilities[next] === probabilities[row]) continue
    const answered = place + 1
    if (right / answered < wantedAccuracy) continue
    const accuracy = right / answered
    best = { threshold: probabilities[row]!, coverage: answered / order.length, accuracy }
  }
  return best
}
