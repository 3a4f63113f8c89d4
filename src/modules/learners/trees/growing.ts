/** Grows one tree on binned rows. */
import type { Binned } from './binning.ts'
import { histogramBuilder, histogramPool, subtractHistogram } from './histograms.ts'
import type { HistogramBuilder, HistogramPool, Slopes } from './histograms.ts'
import { findSplit, leafValue } from './splits.ts'
import type { NodeSums, Split, SplitRules } from './splits.ts'

/** Shape of a tree. */
export interface Shape {
  /** 'leaves' splits the leaf of highest gain first, 'depth' level by level. They differ when maxLeaves is reached. */
  growth: 'leaves' | 'depth'
  maxDepth: number
  maxLeaves: number
}

/** A grown tree with node numbers of its own, from 0. */
export interface GrownTree {
  column: number[]
  bin: number[]
  left: number[]
  missingLeft: number[]
  value: number[]
  cover: number[]
}

/** A leaf that may still be split. */
interface Leaf {
  node: number
  depth: number
  rows: Int32Array
  sums: NodeSums
  histogram: Float64Array
  split: Split
}

/** Grows trees on the same matrix and slopes arrays, whose contents change from round to round. */
export interface Grower {
  grow(rows: Int32Array, columns: readonly number[]): GrownTree
}

interface Growing {
  tree: GrownTree
  columns: readonly number[]
  open: Leaf[]
}

/** A grower; its scratch memory lives as long as it does. */
export function createGrower(binned: Binned, slopes: Slopes, settings: { shape: Shape; rules: SplitRules }): Grower {
  const pool = histogramPool(binned)
  const build = histogramBuilder(binned, slopes)
  const { shape, rules } = settings
  const context = { binned, rules, shape, pool, build }
  return {
    grow(rows, columns) {
      const growing: Growing = { tree: emptyTree(), columns, open: [] }
      const sums = sumsOf(rows, slopes)
      addNode(growing.tree, leafValue(sums, rules.l2), sums.count)
      if (shape.maxLeaves > 1 && shape.maxDepth > 0) {
        const histogram = pool.take()
        build(histogram, rows, columns)
        consider(context, growing, { node: 0, depth: 0, rows, sums, histogram })
      }
      for (let leaves = 1; leaves < shape.maxLeaves && growing.open.length > 0; leaves++) {
        splitLeaf(context, growing, nextLeaf(growing.open, shape))
      }
      for (const leaf of growing.open) pool.give(leaf.histogram)
      return growing.tree
    },
  }
}

interface Context {
  binned: Binned
  rules: SplitRules
  shape: Shape
  pool: HistogramPool
  build: HistogramBuilder
}

function emptyTree(): GrownTree {
  return { column: [], bin: [], left: [], missingLeft: [], value: [], cover: [] }
}

function addNode(tree: GrownTree, value: number, cover: number): number {
  tree.column.push(-1)
  tree.bin.push(0)
  tree.left.push(0)
  tree.missingLeft.push(0)
  tree.value.push(value)
  return tree.cover.push(cover) - 1
}

function sumsOf(rows: Int32Array, { gradients, hessians }: Slopes): NodeSums {
  let gradient = 0
  let hessian = 0
  for (const row of rows) {
    gradient += gradients[row]!
    hessian += hessians[row]!
  }
  return { gradient, hessian, count: rows.length, low: -Infinity, high: Infinity }
}

/** Keeps a leaf for splitting if a split is worth it; else gives its histogram back. */
function consider(context: Context, growing: Growing, leaf: Omit<Leaf, 'split'>): void {
  const { binned, rules, shape, pool } = context
  const split =
    leaf.depth < shape.maxDepth && leaf.sums.count >= 2 * rules.minRows
      ? findSplit({ binned, rules, columns: growing.columns }, leaf.histogram, leaf.sums)
      : null
  if (split === null) pool.give(leaf.histogram)
  else growing.open.push({ ...leaf, split })
}

/** Takes the leaf to split next out of the list; ties go to the older one. */
function nextLeaf(open: Leaf[], shape: Shape): Leaf {
  let best = 0
  for (let i = 1; i < open.length; i++) {
    const better =
      shape.growth === 'leaves' ? open[i]!.split.gain > open[best]!.split.gain : open[i]!.depth < open[best]!.depth
    if (better) best = i
  }
  return open.splice(best, 1)[0]!
}

function splitLeaf(context: Context, growing: Growing, leaf: Leaf): void {
  const { binned, rules, shape, pool, build } = context
  const { tree } = growing
  const { split, node } = leaf
  const leftNode = addNode(tree, leafValue(split.left, rules.l2), split.left.count)
  const rightNode = addNode(tree, leafValue(split.right, rules.l2), split.right.count)
  tree.column[node] = split.column
  tree.bin[node] = split.bin
  tree.left[node] = leftNode
  tree.missingLeft[node] = goesLeftWhenMissing(binned, leaf) ? 1 : 0
  const [leftRows, rightRows] = partition(binned, leaf.rows, split)
  const depth = leaf.depth + 1
  if (depth >= shape.maxDepth) {
    pool.give(leaf.histogram)
    return
  }
  // Only the smaller child is counted; the larger is what remains of the parent.
  const leftIsSmall = leftRows.length <= rightRows.length
  const small = pool.take()
  build(small, leftIsSmall ? leftRows : rightRows, growing.columns)
  subtractHistogram(leaf.histogram, small)
  const [left, right] = leftIsSmall ? [small, leaf.histogram] : [leaf.histogram, small]
  consider(context, growing, { node: leftNode, depth, rows: leftRows, sums: split.left, histogram: left })
  consider(context, growing, { node: rightNode, depth, rows: rightRows, sums: split.right, histogram: right })
}

/** The side learnt from missing values; where none were seen, the side of most rows. */
function goesLeftWhenMissing({ bounds, offsets }: Binned, { split, histogram }: Leaf): boolean {
  const missing = offsets[split.column]! + bounds[split.column]!.length + 1
  const seen = histogram[missing * 3 + 2]! > 0
  return seen ? split.missingLeft : split.left.count >= split.right.count
}

function partition(binned: Binned, rows: Int32Array, split: Split): [Int32Array, Int32Array] {
  const from = split.column * binned.rows
  const missing = binned.bounds[split.column]!.length + 1
  const left = new Int32Array(split.left.count)
  const right = new Int32Array(split.right.count)
  let lefts = 0
  let rights = 0
  for (const row of rows) {
    const bin = binned.bins[from + row]!
    const goesLeft = bin === missing ? split.missingLeft : bin <= split.bin
    if (goesLeft) left[lefts++] = row
    else right[rights++] = row
  }
  return [left, right]
}

/** Adds `rate` times the tree's answer to the score of every row. */
export function addTree(binned: Binned, tree: GrownTree, target: { scores: Float64Array; rate: number }): void {
  const column = Int32Array.from(tree.column)
  const bin = Int32Array.from(tree.bin)
  const left = Int32Array.from(tree.left)
  const missingLeft = Uint8Array.from(tree.missingLeft)
  const missing = Int32Array.from(column, (own) => (own < 0 ? -1 : binned.bounds[own]!.length + 1))
  const { bins, rows } = binned
  for (let row = 0; row < rows; row++) {
    let node = 0
    while (column[node]! >= 0) {
      const own = bins[column[node]! * rows + row]!
      const goesLeft = own === missing[node] ? missingLeft[node] === 1 : own <= bin[node]!
      node = left[node]! + (goesLeft ? 0 : 1)
    }
    target.scores[row] = target.scores[row]! + target.rate * tree.value[node]!
  }
}
