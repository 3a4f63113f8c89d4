/** Scores many rows fast. */
import { requireBetween } from '../base/guards.ts'
import { treeCount } from './forest.ts'
import type { Forest } from './forest.ts'
import { checkMatrix } from './matrix.ts'
import type { Matrix } from './matrix.ts'
import { sigmoid } from './objectives.ts'

/** Scores rows: log odds, expected values or ranking scores, by the forest's objective. */
export type Scorer = (features: Matrix, target?: Float64Array) => Float64Array

/**
 * Rows are coded and scored in blocks, so that a block's codes and one tree stay in the first cache. A multiple of
 * four, because four rows walk a tree together.
 */
const BLOCK = 256

/** Code of a missing value on its way right: above the rank of any threshold. */
const BEYOND = 1 << 20

/**
 * Prepares a forest for scoring: thresholds become small integers (their rank among the forest's thresholds of that
 * column), and a row becomes the ranks of its values. A step down is then a subtraction whose sign picks the child,
 * with no branch to mispredict. A leaf points to itself, so every row takes the same number of steps. Each column has
 * two codes that differ only for missing values: one below every threshold, one above; a node reads the one for its
 * side.
 */
export function createScorer(forest: Forest): Scorer {
  const walk = prepare(forest)
  const columns = forest.features.length
  return (features, target = new Float64Array(features.rows)) => {
    checkMatrix(features, 'features')
    if (features.columns !== columns) {
      throw new RangeError(`features must have ${columns} columns, got ${features.columns}`)
    }
    if (target.length !== features.rows) {
      throw new RangeError(`target must hold ${features.rows} scores, got ${target.length}`)
    }
    for (let from = 0; from < features.rows; from += BLOCK) {
      walk(features, { from, to: Math.min(from + BLOCK, features.rows), target })
    }
    return target
  }
}

const scorers = new WeakMap<Forest, Scorer>()

/** Scores of rows; the prepared form is kept as long as the forest is. */
export function scoreRows(forest: Forest, features: Matrix): Float64Array {
  let scorer = scorers.get(forest)
  if (scorer === undefined) {
    scorer = createScorer(forest)
    scorers.set(forest, scorer)
  }
  return scorer(features)
}

/** Probabilities of the label 1, for a forest trained with the logistic objective. */
export function probabilityRows(forest: Forest, features: Matrix): Float64Array {
  if (forest.objective !== 'logistic') throw new Error(`a forest for ${forest.objective} gives no probabilities`)
  return scoreRows(forest, features).map((score) => requireBetween(sigmoid(score), [0, 1], 'probability'))
}

interface Block {
  from: number
  to: number
  target: Float64Array
}

/** Distinct thresholds of each column, in order. */
function rankThresholds({ column, threshold, features }: Forest): Float64Array[] {
  const sets = features.map(() => new Set<number>())
  for (let node = 0; node < column.length; node++) if (column[node]! >= 0) sets[column[node]!]!.add(threshold[node]!)
  return sets.map((set) => Float64Array.from(set).sort())
}

/** How many of the sorted thresholds lie below a value. */
function rankOfValue(sorted: Float64Array, value: number): number {
  let base = 0
  let length = sorted.length
  while (length > 1) {
    const half = length >>> 1
    base = value > sorted[base + half - 1]! ? base + half : base
    length -= half
  }
  return length === 1 && value > sorted[base]! ? base + 1 : base
}

function prepare(forest: Forest): (features: Matrix, block: Block) => void {
  const columns = forest.features.length
  const ranks = rankThresholds(forest)
  const nodes = packNodes(forest, ranks)
  const levels = levelsOf(forest)
  const codes = new Int32Array(2 * columns * BLOCK)
  const { base } = forest
  return (features, { from, to, target }) => {
    codeRows(features, { codes, ranks, from, to })
    // Rows beyond the end of the last block are walked with stale codes, and their scores dropped.
    const scores = new Float64Array(BLOCK).fill(base)
    const rows = (to - from + 3) & ~3
    for (let tree = 0; tree < treeCount(forest); tree++) {
      walkTree(
        { nodes, values: forest.value, codes, scores },
        { root: forest.starts[tree]!, steps: levels[tree]!, rows },
      )
    }
    target.set(scores.subarray(0, to - from), from)
  }
}

/** Steps that the deepest leaf of each tree needs. */
function levelsOf(forest: Forest): Int32Array {
  const depth = new Int32Array(forest.column.length)
  return Int32Array.from({ length: treeCount(forest) }, (_, tree) => {
    let deepest = 0
    for (let node = forest.starts[tree]!; node < forest.starts[tree + 1]!; node++) {
      if (forest.column[node]! < 0) continue
      depth[forest.left[node]!] = depth[forest.left[node]! + 1] = depth[node]! + 1
      deepest = Math.max(deepest, depth[node]! + 1)
    }
    return deepest
  })
}

/** Four words a node: offset of its code column, rank of its threshold, left child, unused. */
function packNodes(forest: Forest, ranks: readonly Float64Array[]): Int32Array {
  const columns = forest.features.length
  const nodes = new Int32Array(forest.column.length * 4)
  for (let node = 0; node < forest.column.length; node++) {
    const column = forest.column[node]!
    const isLeaf = column < 0
    nodes[4 * node] = isLeaf ? 0 : (column + (forest.missingLeft[node] === 1 ? 0 : columns)) * BLOCK
    nodes[4 * node + 1] = isLeaf ? 2 * BEYOND : rankOfValue(ranks[column]!, forest.threshold[node]!)
    nodes[4 * node + 2] = isLeaf ? node : forest.left[node]!
  }
  return nodes
}

function codeRows(
  { columns, values }: Matrix,
  block: { codes: Int32Array; ranks: readonly Float64Array[]; from: number; to: number },
): void {
  const { codes, ranks, from, to } = block
  for (let column = 0; column < columns; column++) {
    const sorted = ranks[column]!
    if (sorted.length === 0) continue
    const low = column * BLOCK
    const high = (columns + column) * BLOCK
    for (let row = from; row < to; row++) {
      const value = values[row * columns + column]!
      const isMissing = value !== value
      const rank = isMissing ? -1 : rankOfValue(sorted, value)
      codes[low + row - from] = rank
      codes[high + row - from] = isMissing ? BEYOND : rank
    }
  }
}

/** Adds one tree to the scores of the block's rows, four rows at a time so that their waits overlap. */
function walkTree(
  state: { nodes: Int32Array; values: Float64Array; codes: Int32Array; scores: Float64Array },
  tree: { root: number; steps: number; rows: number },
): void {
  const { nodes, values, codes, scores } = state
  const { root, steps, rows } = tree
  for (let row = 0; row < rows; row += 4) {
    let a = root
    let b = root
    let c = root
    let d = root
    for (let step = 0; step < steps; step++) {
      const p = a << 2
      const q = b << 2
      const r = c << 2
      const s = d << 2
      a = nodes[p + 2]! + ((nodes[p + 1]! - codes[nodes[p]! + row]!) >>> 31)
      b = nodes[q + 2]! + ((nodes[q + 1]! - codes[nodes[q]! + row + 1]!) >>> 31)
      c = nodes[r + 2]! + ((nodes[r + 1]! - codes[nodes[r]! + row + 2]!) >>> 31)
      d = nodes[s + 2]! + ((nodes[s + 1]! - codes[nodes[s]! + row + 3]!) >>> 31)
    }
    scores[row] = scores[row]! + values[a]!
    scores[row + 1] = scores[row + 1]! + values[b]!
    scores[row + 2] = scores[row + 2]! + values[c]!
    scores[row + 3] = scores[row + 3]! + values[d]!
  }
}
