/** Weights of a combined forecast: Bates and Granger, "The combination of forecasts", 1969, for absolute errors. */
import { goldenSection } from '../base/golden-section.ts'
import { requireAllFinite, requireSameLength, requireSome } from '../base/guards.ts'

/** Gains below this share of the error end a stage of the search. */
const LEAST_GAIN = 1e-6
const MOST_ROUNDS = 30
/**
 * Corners of the absolute error are rounded off at first, in shares of its mean, or an exchange between two members
 * could stall on an edge that a third would lead away from.
 */
const ROUNDINGS = [1, 0.1, 0.01, 0.001]

/**
 * Weights ≥ 0 that sum to 1, under which the weighted mean of the forecasts has the least mean absolute error: weight
 * is moved between two members at a time, as far as it helps, until no pair gains. The error is convex in the weights.
 *
 * @param forecasts one list a member, all for the same values
 * @param units what an error of each value is measured in; above 0
 */
export function combinationWeights(
  forecasts: readonly Float64Array[],
  actual: Float64Array,
  units: Float64Array,
): Float64Array {
  requireSome(forecasts, 'combination forecasts')
  requireAllFinite(requireSome(actual, 'combination actual'), 'combination actual')
  requireSameLength(actual, units, 'combination actual and units')
  for (const [at, unit] of units.entries()) {
    if (!(unit > 0 && unit < Infinity)) throw new RangeError(`combination units[${at}] must be above 0, got ${unit}`)
  }
  for (const [member, own] of forecasts.entries()) {
    requireSameLength(own, actual, `combination forecasts[${member}] and actual`)
    requireAllFinite(own, `combination forecasts[${member}]`)
  }
  // Errors of each member in units; their weighted sum is the error of the combination, since the weights sum to 1.
  const errors = forecasts.map((own) => own.map((value, at) => (value - actual[at]!) / units[at]!))
  const weights = new Float64Array(forecasts.length).fill(1 / forecasts.length)
  const state = { weights, sum: actual.map((_, at) => errors.reduce((all, own) => all + own[at]!, 0) / errors.length) }
  const size = state.sum.reduce((total, error) => total + Math.abs(error), 0) / actual.length
  for (const rounding of ROUNDINGS) settle(errors, state, rounding * size)
  return weights
}

interface State {
  readonly weights: Float64Array
  /** Errors of the combination. */
  sum: Float64Array
}

/** Exchanges weight between all pairs, and leans towards each member, until a round gains next to nothing. */
function settle(errors: readonly Float64Array[], state: State, rounding: number): void {
  let before = Infinity
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (let to = 0; to < errors.length; to += 1) {
      lean(errors, state, { to, rounding })
      for (let from = 0; from < to; from += 1) exchange(errors, state, { from, to, rounding })
    }
    const after = state.sum.reduce((total, error) => total + Math.hypot(error, rounding), 0)
    if (before - after <= LEAST_GAIN * before) return
    before = after
  }
}

/** Moves weight between two members to where the error is least. */
function exchange(
  errors: readonly Float64Array[],
  state: State,
  pair: { readonly from: number; readonly to: number; readonly rounding: number },
): void {
  const { weights, sum } = state
  const towards = errors[pair.to]!.map((error, at) => error - errors[pair.from]![at]!)
  const range = [-weights[pair.to]!, weights[pair.from]!] as const
  const moved = bestMove(sum, towards, { range, rounding: pair.rounding })
  if (moved === 0) return
  weights[pair.to] = Math.max(0, weights[pair.to]! + moved)
  weights[pair.from] = Math.max(0, weights[pair.from]! - moved)
  state.sum = sum.map((error, at) => error + moved * towards[at]!)
}

/** Moves weight from all members to one, to where the error is least. */
function lean(errors: readonly Float64Array[], state: State, how: { to: number; rounding: number }): void {
  const { weights, sum } = state
  const towards = errors[how.to]!.map((error, at) => error - sum[at]!)
  const moved = bestMove(sum, towards, { range: [0, 1], rounding: how.rounding })
  if (moved === 0) return
  for (const member of weights.keys()) weights[member]! *= 1 - moved
  weights[how.to]! += moved
  state.sum = sum.map((error, at) => error + moved * towards[at]!)
}

function bestMove(
  sum: Float64Array,
  towards: Float64Array,
  how: { readonly range: readonly [least: number, most: number]; readonly rounding: number },
): number {
  const square = how.rounding ** 2
  const loss = (moved: number): number => {
    let total = 0
    for (let at = 0; at < sum.length; at += 1) total += Math.sqrt((sum[at]! + moved * towards[at]!) ** 2 + square)
    return total
  }
  // The search nears a bound but never touches it; a member that is not needed should have no weight at all.
  const candidates = [0, ...how.range, goldenSection(loss, how.range, 1e-4)]
  const losses = candidates.map(loss)
  return candidates[losses.indexOf(Math.min(...losses))]!
}
