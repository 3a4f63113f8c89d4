/**
 * Turns texts into rows: one feature a gram, weighed by the root of its inverse document frequency, each kind of gram
 * scaled to length 1 and then the whole row (Salton and Buckley, "Term-weighting approaches in automatic text
 * retrieval", 1988, binary term weight with cosine normalisation; the root tempers rare pairs and pieces).
 */
import { requireInteger, requireSome } from '../base/guards.ts'
import type { ModelReader, ModelValue } from '../base/models.ts'
import type { SparseRows } from '../base/sparse.ts'
import { type GramKind, gramKinds, gramsOf, wordsOf } from './grams.ts'

/** The features that training has seen. */
export interface TextFeatures {
  readonly blocks: readonly Block[]
  /** Number of features of all blocks. */
  readonly columns: number
}

interface Block {
  readonly kind: GramKind
  /** Column of each gram. */
  readonly columns: ReadonlyMap<string, number>
  /** Column of its first gram. */
  readonly first: number
  /** Weight of each gram, from `first` on. */
  readonly weights: Float64Array
}

/** Fewest texts that must hold a gram for it to become a feature; pairs that occur once only are too many to keep. */
const leastTexts: Readonly<Record<GramKind, number>> = { words: 1, neighbours: 1, together: 2, pieces: 1 }

/** Collects the features of texts. @param kinds all unless given */
export function fitTextFeatures(texts: readonly string[], kinds: readonly GramKind[] = gramKinds): TextFeatures {
  requireSome(texts, 'texts')
  requireSome(kinds, 'kinds of grams')
  const words = texts.map(wordsOf)
  const blocks: Block[] = []
  let first = 0
  for (const kind of kinds) {
    const block = fitBlock(kind, words, first)
    blocks.push(block)
    first += block.weights.length
  }
  if (first === 0) throw new RangeError('texts hold no word')
  return { blocks, columns: first }
}

function fitBlock(kind: GramKind, texts: readonly (readonly string[])[], first: number): Block {
  const counts = new Map<string, number>()
  for (const words of texts) for (const gram of gramsOf(kind, words)) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  const columns = new Map<string, number>()
  const weights: number[] = []
  for (const [gram, count] of counts) {
    if (count < leastTexts[kind]) continue
    columns.set(gram, first + weights.length)
    weights.push(Math.sqrt(Math.log((1 + texts.length) / (1 + count)) + 1))
  }
  return { kind, columns, first, weights: Float64Array.from(weights) }
}

/** The cells of one text: columns ascending, length 1, or none when every gram is unknown. */
export function featureCells(features: TextFeatures, text: string): { columns: Uint32Array; values: Float64Array } {
  const words = wordsOf(text)
  const found: Uint32Array[] = []
  const values: number[] = []
  let filled = 0
  for (const block of features.blocks) {
    const columns = knownColumns(block, words)
    found.push(columns)
    if (columns.length === 0) continue
    filled += 1
    let square = 0
    for (const column of columns) square += block.weights[column - block.first]! ** 2
    for (const column of columns) values.push(block.weights[column - block.first]! / Math.sqrt(square))
  }
  const columns = new Uint32Array(values.length)
  let at = 0
  for (const own of found) {
    columns.set(own, at)
    at += own.length
  }
  // Each block that is not empty has length 1.
  return { columns, values: Float64Array.from(values, (value) => value / Math.sqrt(filled)) }
}

function knownColumns(block: Block, words: readonly string[]): Uint32Array {
  const columns: number[] = []
  for (const gram of gramsOf(block.kind, words)) {
    const column = block.columns.get(gram)
    if (column !== undefined) columns.push(column)
  }
  return Uint32Array.from(columns).sort()
}

/** The rows of many texts. */
export function featureRows(features: TextFeatures, texts: readonly string[]): SparseRows {
  const cells = texts.map((text) => featureCells(features, text))
  const offsets = new Uint32Array(texts.length + 1)
  for (const [row, { columns }] of cells.entries()) offsets[row + 1] = offsets[row]! + columns.length
  const indices = new Uint32Array(offsets[texts.length]!)
  const values = new Float64Array(indices.length)
  for (const [row, own] of cells.entries()) {
    indices.set(own.columns, offsets[row])
    values.set(own.values, offsets[row])
  }
  return { rows: texts.length, columns: features.columns, offsets, indices, values }
}

/** The features as part of a saved model. Grams hold no line feed, so one string lists them all. */
export function writeTextFeatures(features: TextFeatures): { readonly [name: string]: ModelValue } {
  return {
    blocks: features.blocks.map(({ kind, columns, weights }) => ({
      kind,
      grams: [...columns.keys()].join('\n'),
      weights,
    })),
  }
}

/** Reads what `writeTextFeatures` wrote. */
export function readTextFeatures(reader: ModelReader): TextFeatures {
  const blocks: Block[] = []
  let first = 0
  for (const each of reader.children('blocks')) {
    const kind = gramKinds.find((known) => known === each.string('kind'))
    if (kind === undefined) throw new Error(`model field ${each.path}.kind: unknown kind ${each.string('kind')}`)
    const weights = each.array('weights', 'f64')
    const grams = weights.length === 0 ? [] : each.string('grams').split('\n')
    if (grams.length !== weights.length) {
      throw new Error(`model field ${each.path}.grams: ${weights.length} grams expected, found ${grams.length}`)
    }
    const start = first
    blocks.push({ kind, columns: new Map(grams.map((gram, i) => [gram, start + i])), first, weights })
    first += weights.length
  }
  return { blocks, columns: requireInteger(first, 1, `${reader.path} features`) }
}
