/**
 * The rank of one item in the full catalogue, 1 being best; items of the same score count half each. Faster than going
 * through a model's public ranking, and it cannot flatter: every item takes part.
 */
export function fullRank(scores: Float64Array, item: number): number {
  const own = scores[item]!
  if (!Number.isFinite(own)) throw new RangeError(`item ${item} scores ${own}`)
  let better = 0
  let equal = 0
  for (const score of scores) {
    if (score > own) better += 1
    else if (score === own) equal += 1
    else if (Number.isNaN(score)) throw new RangeError('a score is NaN')
  }
  return 1 + better + (equal - 1) / 2
}

/** Figures of merit by case, for means, intervals and paired differences. */
export type Figures = { hits: Float64Array; gains: Float64Array }

/** Hits within k and the gain of each rank within k. */
export function figuresAt(ranks: readonly number[], k: number, gain: (rank: number) => number): Figures {
  return {
    hits: Float64Array.from(ranks, (rank) => (rank <= k ? 1 : 0)),
    gains: Float64Array.from(ranks, (rank) => (rank <= k ? gain(rank) : 0)),
  }
}

/** The mean of some numbers. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += values[i]!
  return sum / values.length
}
