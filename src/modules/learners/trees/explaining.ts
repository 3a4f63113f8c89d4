/** Why a forest gave a score: exact Shapley values of its features, and reasons made of them. */
import { requireInteger } from '../base/guards.ts'
import { childOf, depthOf, treeCount } from './forest.ts'
import type { Forest } from './forest.ts'

/** A score taken apart: expected + Σ contributions = score. */
export interface Attribution {
  /** Mean score over the training rows. */
  expected: number
  /** What each feature moved the score by, in column order. */
  contributions: Float64Array
  score: number
}

/**
 * The features on the way to a node, each with the share of paths that go on when it is unknown (`zero`) or known
 * (`one`), and the weights of the subset sizes.
 */
interface Path {
  column: Int32Array
  zero: Float64Array
  one: Float64Array
  weight: Float64Array
}

/**
 * Explains rows by TreeSHAP: the Shapley values of E[score | features known], where the expectation follows the
 * training rows through the trees.
 *
 * Source: Lundberg, Erion and Lee, "Consistent individualized feature attribution for tree ensembles" (2018),
 * algorithm 2. Time is trees × leaves × depth² a row.
 */
export function createExplainer(forest: Forest): (row: ArrayLike<number>) => Attribution {
  const size = depthOf(forest) + 2
  const paths: Path[] = Array.from({ length: size }, () => ({
    column: new Int32Array(size),
    zero: new Float64Array(size),
    one: new Float64Array(size),
    weight: new Float64Array(size),
  }))
  const expected = expectedScore(forest)
  return (row) => {
    checkRow(forest, row)
    const contributions = new Float64Array(forest.features.length)
    for (let tree = 0; tree < treeCount(forest); tree++) {
      descend({ forest, row, paths, contributions }, { node: forest.starts[tree]!, level: 0, length: 0 }, ROOT)
    }
    const score = contributions.reduce((sum, value) => sum + value, expected)
    return { expected, contributions, score }
  }
}

function checkRow({ features }: Forest, row: ArrayLike<number>): void {
  if (row.length !== features.length) {
    throw new RangeError(`row must hold ${features.length} features, got ${row.length}`)
  }
  for (let i = 0; i < row.length; i++) {
    if (row[i] === Infinity || row[i] === -Infinity) throw new RangeError(`row[${i}] is infinite`)
  }
}

/** Mean score of the training rows, by the cover of the leaves. */
function expectedScore(forest: Forest): number {
  let sum = forest.base
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const root = forest.starts[tree]!
    for (let node = root; node < forest.starts[tree + 1]!; node++) {
      if (forest.column[node]! < 0) sum += (forest.value[node]! * forest.cover[node]!) / forest.cover[root]!
    }
  }
  return sum
}

interface Walk {
  forest: Forest
  row: ArrayLike<number>
  /** One path a level of the tree, so that siblings do not disturb each other. */
  paths: readonly Path[]
  contributions: Float64Array
}

/** The last step taken: the feature asked for and its two shares. */
interface Step {
  column: number
  zero: number
  one: number
}

const ROOT: Step = { column: -1, zero: 1, one: 1 }

function descend(walk: Walk, at: { node: number; level: number; length: number }, step: Step): void {
  const { forest, row, paths } = walk
  const { node, level } = at
  const path = paths[level]!
  if (level > 0) copyPath(paths[level - 1]!, path, at.length)
  extend(path, at.length, step)
  let last = at.length
  const column = forest.column[node]!
  if (column < 0) {
    addLeaf(walk, path, { last, value: forest.value[node]! })
    return
  }
  const hot = childOf(forest, node, row[column]!)
  const left = forest.left[node]!
  const cold = hot === left ? left + 1 : left
  let zero = 1
  let one = 1
  // A feature asked for again replaces its earlier step.
  const earlier = path.column.subarray(0, last + 1).indexOf(column)
  if (earlier >= 0) {
    zero = path.zero[earlier]!
    one = path.one[earlier]!
    unwind(path, last, earlier)
    last--
  }
  const cover = forest.cover[node]!
  const next = { level: level + 1, length: last + 1 }
  descend(walk, { ...next, node: hot }, { column, zero: (zero * forest.cover[hot]!) / cover, one })
  descend(walk, { ...next, node: cold }, { column, zero: (zero * forest.cover[cold]!) / cover, one: 0 })
}

function copyPath(from: Path, to: Path, length: number): void {
  to.column.set(from.column.subarray(0, length))
  to.zero.set(from.zero.subarray(0, length))
  to.one.set(from.one.subarray(0, length))
  to.weight.set(from.weight.subarray(0, length))
}

/** EXTEND of algorithm 2: the weights of subsets grow by one more feature. */
function extend({ column, zero, one, weight }: Path, at: number, step: Step): void {
  column[at] = step.column
  zero[at] = step.zero
  one[at] = step.one
  weight[at] = at === 0 ? 1 : 0
  for (let i = at - 1; i >= 0; i--) {
    weight[i + 1] = weight[i + 1]! + (step.one * weight[i]! * (i + 1)) / (at + 1)
    weight[i] = (step.zero * weight[i]! * (at - i)) / (at + 1)
  }
}

/** UNWIND of algorithm 2: takes the feature at `index` out again. */
function unwind({ column, zero, one, weight }: Path, last: number, index: number): void {
  const ownOne = one[index]!
  const ownZero = zero[index]!
  let next = weight[last]!
  for (let i = last - 1; i >= 0; i--) {
    if (ownOne === 0) {
      weight[i] = (weight[i]! * (last + 1)) / (ownZero * (last - i))
      continue
    }
    const held = weight[i]!
    weight[i] = (next * (last + 1)) / ((i + 1) * ownOne)
    next = held - (weight[i]! * ownZero * (last - i)) / (last + 1)
  }
  for (let i = index; i < last; i++) {
    column[i] = column[i + 1]!
    zero[i] = zero[i + 1]!
    one[i] = one[i + 1]!
  }
}

/** Sum of the weights that UNWIND would leave. */
function unwoundSum({ zero, one, weight }: Path, last: number, index: number): number {
  const ownOne = one[index]!
  const ownZero = zero[index]!
  let next = weight[last]!
  let total = 0
  for (let i = last - 1; i >= 0; i--) {
    if (ownOne === 0) {
      total += (weight[i]! * (last + 1)) / (ownZero * (last - i))
      continue
    }
    const own = (next * (last + 1)) / ((i + 1) * ownOne)
    total += own
    next = weight[i]! - (own * ownZero * (last - i)) / (last + 1)
  }
  return total
}

function addLeaf({ contributions }: Walk, path: Path, leaf: { last: number; value: number }): void {
  for (let i = 1; i <= leaf.last; i++) {
    const column = path.column[i]!
    const change = unwoundSum(path, leaf.last, i) * (path.one[i]! - path.zero[i]!) * leaf.value
    contributions[column] = contributions[column]! + change
  }
}

/** A feature that speaks for or against. */
export interface Reason {
  feature: string
  value: number
  /** What it moved the score by. */
  contribution: number
}

/**
 * The features that moved a score most in one direction, strongest first: the reasons to state with a refusal (higher
 * default risk) or a block (higher fraud risk). Features that moved it the other way, or not at all, are left out.
 */
export function topReasons(
  forest: Forest,
  row: ArrayLike<number>,
  options: { count: number; direction: 'higher' | 'lower'; explanation: Attribution },
): Reason[] {
  requireInteger(options.count, 1, 'topReasons count')
  checkRow(forest, row)
  const sign = options.direction === 'higher' ? 1 : -1
  return forest.features
    .map((feature, i) => ({ feature, value: row[i]!, contribution: options.explanation.contributions[i]! }))
    .filter(({ contribution }) => sign * contribution > 0)
    .toSorted((a, b) => sign * (b.contribution - a.contribution))
    .slice(0, options.count)
}
