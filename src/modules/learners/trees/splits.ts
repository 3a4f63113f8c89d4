import type { Binned } from './binning.ts'
import { STRIDE } from './histograms.ts'

/** What a split must respect. */
export interface SplitRules {
  /** L2 penalty on leaf values. */
  l2: number
  /** Fewest rows and least hessian in a child. */
  minRows: number
  minHessian: number
  /** Least gain worth a split. */
  minGain: number
  /** Per column: 1 when the score may only rise with the value, -1 when only fall, else 0. */
  monotone: Int8Array
}

/** Sums over a node and the range its values must keep so that constraints above it hold. */
export interface NodeSums {
  gradient: number
  hessian: number
  count: number
  low: number
  high: number
}

/** A way to part a node: values up to `bin` go left, the rest right. */
export interface Split {
  column: number
  bin: number
  missingLeft: boolean
  gain: number
  left: NodeSums
  right: NodeSums
}

/** The leaf value that lowers the loss most, -G / (H + l2), within the node's range. */
export function leafValue(sums: NodeSums, l2: number): number {
  return clamped(-sums.gradient / (sums.hessian + l2), sums)
}

/** Twice the fall of the loss (second order) from setting a node to a value. */
function fall(gradient: number, curvature: number, value: number): number {
  return -value * (2 * gradient + curvature * value)
}

/** The best split found so far in plain numbers, so that the search allocates nothing. */
interface Found {
  gain: number
  column: number
  bin: number
  missingLeft: boolean
  gradient: number
  hessian: number
  count: number
}

/**
 * The split of highest gain over the given columns, or null. Gain as in Chen and Guestrin, "XGBoost" (2016), equation
 * 7, with child values held to the node's range; missing values try both sides (algorithm 3).
 */
export function findSplit(
  search: { binned: Binned; rules: SplitRules; columns: readonly number[] },
  histogram: Float64Array,
  sums: NodeSums,
): Split | null {
  const { binned, rules } = search
  const found: Found = { gain: 0, column: -1, bin: 0, missingLeft: false, gradient: 0, hessian: 0, count: 0 }
  const curvature = sums.hessian + rules.l2
  const own = fall(sums.gradient, curvature, leafValue(sums, rules.l2))
  found.gain = own + Math.max(rules.minGain, 1e-12 * Math.abs(own))
  for (const column of search.columns) {
    const range = { from: binned.offsets[column]!, bins: binned.bounds[column]!.length + 1, column }
    const missingAt = (range.from + range.bins) * STRIDE
    scan({ ...range, missingLeft: false }, { histogram, sums, rules, found })
    if (histogram[missingAt + 2]! > 0) scan({ ...range, missingLeft: true }, { histogram, sums, rules, found })
  }
  return found.column < 0 ? null : describe(found, sums, { binned, rules, own })
}

interface Scan {
  histogram: Float64Array
  sums: NodeSums
  rules: SplitRules
  found: Found
}

/** The value a child would get, within the node's range. */
function clamped(value: number, { low, high }: NodeSums): number {
  return value < low ? low : value > high ? high : value
}

function isThin(count: number, hessian: number, rules: SplitRules): boolean {
  return count < rules.minRows || hessian < rules.minHessian
}

/** Walks a column's bins from low to high and keeps the best border. */
function scan(range: { from: number; bins: number; column: number; missingLeft: boolean }, state: Scan): void {
  const { histogram, sums, rules, found } = state
  const direction = rules.monotone[range.column]!
  const missingAt = (range.from + range.bins) * STRIDE
  const side = range.missingLeft ? 1 : 0
  let gradient = side * histogram[missingAt]!
  let hessian = side * histogram[missingAt + 1]!
  let count = side * histogram[missingAt + 2]!
  // The last border parts all values from the missing ones; it means nothing when those go left as well.
  const last = histogram[missingAt + 2] === count ? range.bins - 1 : range.bins
  for (let bin = 0; bin < last; bin++) {
    const at = (range.from + bin) * STRIDE
    if (histogram[at + 2] === 0) continue
    gradient += histogram[at]!
    hessian += histogram[at + 1]!
    count += histogram[at + 2]!
    if (isThin(count, hessian, rules)) continue
    const otherGradient = sums.gradient - gradient
    const otherHessian = sums.hessian - hessian
    if (isThin(sums.count - count, otherHessian, rules)) break
    const left = clamped(-gradient / (hessian + rules.l2), sums)
    const right = clamped(-otherGradient / (otherHessian + rules.l2), sums)
    // Order holds among values; the border to what is missing is free.
    if (bin < range.bins - 1 && direction * (right - left) < 0) continue
    const gain = fall(gradient, hessian + rules.l2, left) + fall(otherGradient, otherHessian + rules.l2, right)
    if (gain <= found.gain) continue
    found.gain = gain
    found.column = range.column
    found.bin = bin
    found.missingLeft = range.missingLeft
    found.gradient = gradient
    found.hessian = hessian
    found.count = count
  }
}

function describe(found: Found, sums: NodeSums, context: { binned: Binned; rules: SplitRules; own: number }): Split {
  const { gradient, hessian, count, column, bin, missingLeft } = found
  const { binned, rules } = context
  const { low, high } = sums
  const left: NodeSums = { gradient, hessian, count, low, high }
  const right: NodeSums = {
    gradient: sums.gradient - gradient,
    hessian: sums.hessian - hessian,
    count: sums.count - count,
    low,
    high,
  }
  const direction = rules.monotone[column]!
  if (direction !== 0 && bin < binned.bounds[column]!.length) {
    // Whatever grows below stays on its side of the middle, so that the order survives every later split.
    const middle = (leafValue(left, rules.l2) + leafValue(right, rules.l2)) / 2
    const [lower, upper] = direction > 0 ? [left, right] : [right, left]
    lower.high = middle
    upper.low = middle
  }
  return { column, bin, missingLeft, gain: found.gain - context.own, left, right }
}
