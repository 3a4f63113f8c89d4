/**
 * Why a thing stands where it stands: what its score has that the others on offer have not, feature by feature, as the
 * policy that chose weighs them. Nothing is said that was not reckoned with.
 */
import { createExplainer, ftrlWeight, loadForest, loadFtrl } from '#modules/learners'
import type { PolicySpec } from '#modules/decisions'

/** What speaks for a thing, and how much of its score it is. */
export type Reason = { feature: string; weight: number }

type Rows = { readonly count: number; readonly width: number; readonly values: Float64Array }

/** What each column of a row adds to its score; undefined for policies that have no scores of rows. */
type Contributions = (row: Float64Array) => ArrayLike<number>

/** Reasons told of one thing at most. */
const reasonsMax = 3
/** Less than this is nothing to speak of. */
const least = 0.02

/** Answers the reasons of any option of a decision. */
export function reasonsOf(
  spec: PolicySpec,
  columns: readonly string[],
  rows: Rows,
): (option: number) => readonly Reason[] {
  const contributions = contributionsOf(spec, columns)
  if (contributions === undefined || rows.count === 0) return () => []
  const rowOf = (option: number): Float64Array => rows.values.subarray(option * rows.width, (option + 1) * rows.width)
  const mean = meanOf(rows)
  const usual = contributions(mean)
  return (option) => {
    const own = contributions(rowOf(option))
    return columns
      .map((column, index) => ({ feature: column, weight: own[index]! - usual[index]! }))
      .filter(({ feature, weight }) => weight > least && !feature.includes('=') && feature !== '1')
      .toSorted((one, other) => other.weight - one.weight)
      .slice(0, reasonsMax)
      .map(({ feature, weight }) => ({ feature, weight: Number(weight.toPrecision(3)) }))
  }
}

function meanOf({ count, width, values }: Rows): Float64Array {
  const mean = new Float64Array(width)
  for (let i = 0; i < count; i += 1) for (let j = 0; j < width; j += 1) mean[j]! += values[i * width + j]! / count
  return mean
}

const known = new WeakMap<PolicySpec, Contributions>()

/** What a policy makes of a row; taken apart once. */
function contributionsOf(spec: PolicySpec, columns: readonly string[]): Contributions | undefined {
  const found = known.get(spec) ?? takenApart(spec, columns)
  if (found !== undefined) known.set(spec, found)
  return found
}

function takenApart(spec: PolicySpec, columns: readonly string[]): Contributions | undefined {
  switch (spec.kind) {
    case 'linear': {
      const weights = columns.map((column) => spec.weights[column] ?? 0)
      return (row) => weights.map((weight, index) => weight * row[index]!)
    }
    case 'logistic': {
      const model = loadFtrl(spec.model)
      const weights = columns.map((_, index) => ftrlWeight(model, index))
      return (row) => weights.map((weight, index) => weight * row[index]!)
    }
    case 'trees': {
      const explain = createExplainer(loadForest(spec.model))
      return (row) => explain(row).contributions
    }
    default:
      return undefined
  }
}
