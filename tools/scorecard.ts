/**
 * The classical scorecard, as a bar to beat: each attribute cut into classes, each class scored by its weight of
 * evidence, and a logistic regression on top. Source: Siddiqi, Credit Risk Scorecards (2006), chapter 6.
 */

/** An attribute of every applicant: numbers (NaN when missing) or category names. */
export type Attribute = Float64Array | readonly string[]

/** Probability of default of the applicants at these positions. */
export type Scorecard = (positions: readonly number[]) => Float64Array

const CLASSES = 10
/** Numbers with no more values than this are classes as they stand. */
const MOST_DISTINCT = 20
/** Pseudo-counts that keep empty classes finite. */
const SMOOTHING = 0.5
const RIDGE = 1e-3
const NEWTON_STEPS = 25

/** Fits a scorecard on the applicants at these positions alone. */
export function fitScorecard(
  attributes: readonly Attribute[],
  labels: Float64Array,
  training: readonly number[],
): Scorecard {
  const evidence = attributes.map((attribute) => weightsOfEvidence(attribute, labels, training))
  const row = (position: number): number[] => [1, ...evidence.map((weight) => weight(position))]
  const weights = fitLogistic(
    training.map(row),
    training.map((position) => labels[position]!),
  )
  return (positions) => Float64Array.from(positions, (position) => logistic(row(position), weights))
}

/** ln(share of the good in the class / share of the bad in it), by position. */
function weightsOfEvidence(
  attribute: Attribute,
  labels: Float64Array,
  training: readonly number[],
): (position: number) => number {
  const classOf = classes(attribute, training)
  const counts = new Map<string, [good: number, bad: number]>()
  const totals: [number, number] = [0, 0]
  for (const position of training) {
    const name = classOf(position)
    const own = counts.get(name) ?? [0, 0]
    const side = labels[position] === 1 ? 1 : 0
    own[side] += 1
    totals[side] += 1
    counts.set(name, own)
  }
  return (position) => {
    const [good, bad] = counts.get(classOf(position)) ?? [0, 0]
    return Math.log(((good + SMOOTHING) / totals[0]) * (totals[1] / (bad + SMOOTHING)))
  }
}

function classes(attribute: Attribute, training: readonly number[]): (position: number) => string {
  if (!(attribute instanceof Float64Array)) return (position) => attribute[position]!
  const known = Float64Array.from(training, (position) => attribute[position]!).filter((value) => !Number.isNaN(value))
  if (new Set(known).size <= MOST_DISTINCT) return (position) => String(attribute[position])
  known.sort()
  const cuts = Array.from({ length: CLASSES - 1 }, (_, i) => known[Math.floor(((i + 1) * known.length) / CLASSES)] ?? 0)
  return (position) => {
    const value = attribute[position]!
    return Number.isNaN(value) ? 'missing' : String(cuts.filter((cut) => value >= cut).length)
  }
}

function logistic(row: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * weights[i]!, 0)))
}

/** Newton's method on the penalised likelihood. */
function fitLogistic(rows: readonly (readonly number[])[], labels: readonly number[]): number[] {
  const size = rows[0]!.length
  let weights = new Array<number>(size).fill(0)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const system = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size + 1 }, (_, j) => (j === size ? -RIDGE * weights[i]! : i === j ? RIDGE : 0)),
    )
    rows.forEach((row, r) => {
      const p = logistic(row, weights)
      for (let i = 0; i < size; i++) {
        const equation = system[i]!
        for (let j = 0; j < size; j++) equation[j]! += p * (1 - p) * row[i]! * row[j]!
        equation[size]! += (labels[r]! - p) * row[i]!
      }
    })
    const move = solve(system)
    weights = weights.map((weight, i) => weight + move[i]!)
    if (Math.max(...move.map(Math.abs)) < 1e-8) break
  }
  return weights
}

/** Gauss–Jordan elimination of a positive definite system, the right-hand side in the last column. */
function solve(system: number[][]): number[] {
  for (const [k, pivot] of system.entries()) {
    for (const row of system) {
      if (row === pivot) continue
      const factor = row[k]! / pivot[k]!
      for (let j = k; j < row.length; j++) row[j]! -= factor * pivot[j]!
    }
  }
  return system.map((row, k) => row[row.length - 1]! / row[k]!)
}
