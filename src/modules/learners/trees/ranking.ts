/** LambdaMART's gradients: swaps that would raise nDCG pull items apart. */
import { requireInteger } from '../base/guards.ts'
import { dcgAt } from '../base/metrics.ts'
import type { Slopes } from './histograms.ts'
import type { Labelled, Objective } from './objectives.ts'

/** One query's rows from..to and the best DCG its grades allow. */
interface Query {
  from: number
  to: number
  ideal: number
  weight: number
}

/**
 * LambdaMART on graded labels (gain 2^grade - 1), cut at a rank.
 *
 * Source: Burges, "From RankNet to LambdaRank to LambdaMART: an overview" (2010), §4 and §7, with sigma 1. The loss
 * reported is 1 - nDCG at the cut, over queries that hold any relevant row.
 */
export function lambdaRank(data: Labelled, weights: Float64Array, cut: number): Objective {
  const grades = Float64Array.from(data.labels, (grade, i) => requireInteger(grade, 0, `labels[${i}]`))
  const queries = queriesOf(data, { grades, weights, cut })
  const gains = grades.map((grade) => 2 ** grade - 1)
  return {
    base: 0,
    slopes(scores, out) {
      out.gradients.fill(0)
      out.hessians.fill(0)
      for (const query of queries) addLambdas(query, { scores, gains, cut, out })
    },
    loss(scores) {
      let sum = 0
      let total = 0
      for (const query of queries) {
        const ranked = rankedRows(query, scores).map((row) => grades[row]!)
        sum += query.weight * (1 - dcgAt(ranked, cut, 'exponential') / query.ideal)
        total += query.weight
      }
      return sum / total
    },
  }
}

function queriesOf(data: Labelled, context: { grades: Float64Array; weights: Float64Array; cut: number }): Query[] {
  const { grades, weights, cut } = context
  if (data.groups === undefined) throw new RangeError('ranking needs groups: the number of rows of each query')
  const queries: Query[] = []
  let from = 0
  for (let i = 0; i < data.groups.length; i++) {
    const to = from + requireInteger(data.groups[i]!, 1, `groups[${i}]`)
    const ideal = dcgAt(grades.slice(from, to).sort().reverse(), cut, 'exponential')
    if (ideal > 0 && weights[from]! > 0) queries.push({ from, to, ideal, weight: weights[from]! })
    from = to
  }
  if (from !== grades.length) throw new RangeError(`groups add up to ${from} rows, not ${grades.length}`)
  if (queries.length === 0) throw new RangeError('no query holds a relevant row')
  return queries
}

/** Rows by falling score; equal scores keep their order, so that ranks do not depend on the sort. */
function rankedRows({ from, to }: Query, scores: Float64Array): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i).sort((a, b) => scores[b]! - scores[a]! || a - b)
}

interface Lambdas {
  scores: Float64Array
  gains: Float64Array
  cut: number
  out: Slopes
}

function addLambdas(query: Query, { scores, gains, cut, out }: Lambdas): void {
  const order = rankedRows(query, scores)
  const discount = (place: number): number => (place < cut ? 1 / Math.log2(place + 2) : 0)
  // A swap of two rows beyond the cut changes nothing, so the upper one always stands within it.
  for (let upper = 0; upper < Math.min(cut, order.length); upper++) {
    for (let lower = upper + 1; lower < order.length; lower++) {
      const [a, b] = [order[upper]!, order[lower]!]
      if (gains[a] === gains[b]) continue
      const [better, worse] = gains[a]! > gains[b]! ? [a, b] : [b, a]
      const gain = Math.abs(gains[a]! - gains[b]!)
      const change = (query.weight * gain * Math.abs(discount(upper) - discount(lower))) / query.ideal
      const rho = 1 / (1 + Math.exp(scores[better]! - scores[worse]!))
      out.gradients[better]! -= change * rho
      out.gradients[worse]! += change * rho
      out.hessians[better]! += change * rho * (1 - rho)
      out.hessians[worse]! += change * rho * (1 - rho)
    }
  }
}
