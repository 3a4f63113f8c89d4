/**
 * Intervals that keep their promise whatever the model: the width is a quantile of errors on rows that the model was
 * not
 * trained on. Source: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, "Distribution-free predictive inference for
 * regression", JASA 2018, §2.2 (split conformal) and §5.2 (errors relative to a local scale).
 */
import { requireAllFinite, requireBetween, requireSome } from './guards.ts'

/**
 * The error that a fresh row exceeds with a chance of at most 1 - coverage, if it comes from where these came from: the
 * ⌈(n + 1) · coverage⌉-th smallest of n. When n is too small for the coverage asked for, the greatest.
 *
 * @param errors at least 0
 */
export function conformalQuantile(errors: ArrayLike<number>, coverage: number): number {
  requireSome(errors, 'conformal errors')
  requireAllFinite(errors, 'conformal errors')
  requireBetween(coverage, [0, 1], 'conformal coverage')
  const sorted = Float64Array.from(errors).sort()
  if (sorted[0]! < 0) throw new RangeError(`conformal errors must be at least 0, got ${sorted[0]}`)
  const rank = Math.ceil((sorted.length + 1) * coverage)
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!
}
