/** A boosted forest as flat arrays: its form in memory, on disk, and for the explainer. */
import { requireAllFinite, requireFinite } from '../base/guards.ts'
import { loadModel, saveModel } from '../base/models.ts'
import type { ModelKind, ModelReader, SavedModel } from '../base/models.ts'

/** What a forest was trained for; says how to read its scores. */
export type ObjectiveName = 'logistic' | 'squared' | 'ranking'

/** Trees one after another; children of a node stand side by side, the right one after the left. */
export interface Forest {
  objective: ObjectiveName
  /** Names of the features, in column order. */
  features: readonly string[]
  /** Score before any tree. */
  base: number
  /** First node of each tree, and the number of nodes as a last entry. */
  starts: Int32Array
  /** Column that a node asks for; -1 at a leaf. */
  column: Int32Array
  /** Values up to this go left. 0 at a leaf. */
  threshold: Float64Array
  /** Left child; the right one is next to it. 0 at a leaf. */
  left: Int32Array
  /** Where missing values go; 1 is left. */
  missingLeft: Uint8Array
  /** Score added by a leaf; at inner nodes what they would have added. */
  value: Float64Array
  /** Training rows (drawn for the tree) that passed through the node. */
  cover: Float64Array
}

/** Number of trees. */
export function treeCount({ starts }: Forest): number {
  return starts.length - 1
}

/** The leaf of a tree that a row of features falls into. */
export function leafOf(forest: Forest, tree: number, row: ArrayLike<number>): number {
  let node = forest.starts[tree]!
  for (let column = forest.column[node]!; column >= 0; column = forest.column[node]!) {
    node = childOf(forest, node, row[column]!)
  }
  return node
}

/** The child that a value leads to. */
export function childOf(forest: Forest, node: number, value: number): number {
  const goesLeft = Number.isNaN(value) ? forest.missingLeft[node] === 1 : value <= forest.threshold[node]!
  return forest.left[node]! + (goesLeft ? 0 : 1)
}

/** Levels below the root of the deepest tree. */
export function depthOf(forest: Forest): number {
  let deepest = 0
  const depth = new Int32Array(forest.column.length)
  for (let node = 0; node < forest.column.length; node++) {
    if (forest.column[node]! < 0) continue
    const next = depth[node]! + 1
    depth[forest.left[node]!] = next
    depth[forest.left[node]! + 1] = next
    deepest = Math.max(deepest, next)
  }
  return deepest
}

/** The first trees of a forest. */
export function firstTrees(forest: Forest, trees: number): Forest {
  const nodes = forest.starts[trees]!
  return {
    ...forest,
    starts: forest.starts.slice(0, trees + 1),
    column: forest.column.slice(0, nodes),
    threshold: forest.threshold.slice(0, nodes),
    left: forest.left.slice(0, nodes),
    missingLeft: forest.missingLeft.slice(0, nodes),
    value: forest.value.slice(0, nodes),
    cover: forest.cover.slice(0, nodes),
  }
}

/** How often each feature is asked for and how much score it moves: Σ over its nodes of cover × (child spread)². */
export function featureImportance(forest: Forest): Float64Array {
  const importance = new Float64Array(forest.features.length)
  for (let node = 0; node < forest.column.length; node++) {
    const column = forest.column[node]!
    if (column < 0) continue
    const left = forest.left[node]!
    const share = forest.cover[left]! / forest.cover[node]!
    const gap = forest.value[left]! - forest.value[left + 1]!
    importance[column] = importance[column]! + forest.cover[node]! * share * (1 - share) * gap * gap
  }
  const total = importance.reduce((sum, value) => sum + value, 0)
  return total > 0 ? importance.map((value) => value / total) : importance
}

const KIND: ModelKind = { name: 'trees.forest', version: 1 }

/** The forest as plain data. */
export function saveForest(forest: Forest): SavedModel {
  const { objective, features, base, starts, column, threshold, left, missingLeft, value, cover } = forest
  return saveModel(KIND, { objective, features, base, starts, column, threshold, left, missingLeft, value, cover })
}

/**
 * The forest from plain data; it gives the same scores to the last bit.
 *
 * @throws {Error} of another kind or version, cut short, or with nodes that lead nowhere
 */
export function loadForest(saved: unknown): Forest {
  const reader = loadModel(KIND, saved)
  const starts = reader.array('starts', 'i32')
  const nodes = starts[starts.length - 1]
  if (nodes === undefined) throw new Error(`${reader.path}.starts is empty`)
  const forest: Forest = {
    objective: objectiveOf(reader),
    features: reader.strings('features'),
    base: requireFinite(reader.number('base'), `${reader.path}.base`),
    starts,
    column: reader.array('column', 'i32', nodes),
    threshold: requireAllFinite(reader.array('threshold', 'f64', nodes), `${reader.path}.threshold`),
    left: reader.array('left', 'i32', nodes),
    missingLeft: reader.array('missingLeft', 'u8', nodes),
    value: requireAllFinite(reader.array('value', 'f64', nodes), `${reader.path}.value`),
    cover: requireAllFinite(reader.array('cover', 'f64', nodes), `${reader.path}.cover`),
  }
  checkLinks(forest, reader.path)
  return forest
}

function objectiveOf(reader: ModelReader): ObjectiveName {
  const name = reader.string('objective')
  if (name === 'logistic' || name === 'squared' || name === 'ranking') return name
  throw new Error(`${reader.path}.objective: unknown objective ${name}`)
}

/** Every inner node must lead onwards within its own tree: no cycle, no leap, no column that does not exist. */
function checkLinks({ starts, column, left, features }: Forest, path: string): void {
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const [from, to] = [starts[tree]!, starts[tree + 1]!]
    if (from >= to) throw new Error(`${path}.starts[${tree + 1}]: tree ${tree} has no nodes`)
    for (let node = from; node < to; node++) {
      if (column[node]! < 0) continue
      if (column[node]! >= features.length) throw new Error(`${path}.column[${node}]: no feature ${column[node]}`)
      if (left[node]! <= node || left[node]! + 1 >= to) throw new Error(`${path}.left[${node}]: leads to ${left[node]}`)
    }
  }
}
