import { type ModelKind, type SavedModel, loadModel, saveModel } from '../base/models.ts'
import { requireInteger, requireSome } from '../base/guards.ts'
import type { Random } from '../base/random.ts'
import { type SparseRows, sparseBuilder } from '../base/sparse.ts'
import { truncatedSvd } from './svd.ts'
import type { Analyser } from './tokens.ts'

/** Directions of meaning learnt from which words stand together. */
export type LatentVectors = {
  dimensions: number
  /** The direction of a text, unit length; zeros when no word of it is known. */
  vectorOf(text: string): Float32Array
  save(): SavedModel
}

/** What to learn from. */
export type LatentTraining = {
  texts: readonly string[]
  analyse: Analyser
  dimensions: number
  random: Random
  /** Words of fewer texts say nothing about their company; 2 when left out. */
  leastTexts?: number
}

const KIND: ModelKind = { name: 'latent-vectors', version: 1 }

type Model = {
  dimensions: number
  terms: string[]
  /** By term: the logarithm of the inverse share of texts that hold it. */
  weights: Float64Array
  /** By term and dimension. */
  directions: Float32Array
}

/**
 * Learns directions from the singular vectors of the term-by-text matrix (latent semantic analysis).
 * Source: Deerwester, Dumais, Furnas, Landauer, Harshman (1990), "Indexing by latent semantic analysis"; rows are
 * (1 + ln tf) · ln(N / n), scaled to length 1. A text is folded in as its weighted row times the right vectors.
 */
export function trainLatentVectors(training: LatentTraining): LatentVectors {
  requireSome(training.texts, 'texts')
  const tokens = training.texts.map((text) => training.analyse(text))
  const holders = new Map<string, number>()
  for (const line of tokens) for (const term of new Set(line)) holders.set(term, (holders.get(term) ?? 0) + 1)
  const least = requireInteger(training.leastTexts ?? 2, 1, 'leastTexts')
  const terms = [...holders.keys()].filter((term) => holders.get(term)! >= least)
  requireSome(terms, `words in at least ${least} texts`)
  const weights = Float64Array.from(terms, (term) => Math.log(tokens.length / holders.get(term)!))
  const places = new Map(terms.map((term, place) => [term, place]))
  const builder = sparseBuilder()
  for (const line of tokens) {
    for (const [place, weight] of weighedRow(line, places, weights)) builder.add(place, weight)
    builder.endRow()
  }
  const { right, rank } = svdOf(builder.finish(terms.length), training)
  return open({ dimensions: rank, terms, weights, directions: Float32Array.from(right) }, training.analyse)
}

/**
 * Opens saved vectors.
 *
 * @param analyse the analyser that they were trained with
 * @throws {Error} when the model is of another version or cut short
 */
export function loadLatentVectors(saved: unknown, analyse: Analyser): LatentVectors {
  const reader = loadModel(KIND, saved)
  const dimensions = reader.integer('dimensions', 1)
  const terms = reader.strings('terms')
  const weights = reader.array('weights', 'f64', terms.length)
  return open(
    { dimensions, terms, weights, directions: reader.array('directions', 'f32', terms.length * dimensions) },
    analyse,
  )
}

function svdOf(matrix: SparseRows, training: LatentTraining): { right: Float64Array; rank: number } {
  return truncatedSvd(matrix, { rank: training.dimensions, random: training.random })
}

/** The weighted terms of a text, scaled to length 1. */
function weighedRow(
  line: readonly string[],
  places: ReadonlyMap<string, number>,
  weights: Float64Array,
): Map<number, number> {
  const counts = new Map<number, number>()
  for (const term of line) {
    const place = places.get(term)
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  let square = 0
  for (const [place, count] of counts) {
    const weight = (1 + Math.log(count)) * weights[place]!
    counts.set(place, weight)
    square += weight * weight
  }
  if (square > 0) for (const [place, weight] of counts) counts.set(place, weight / Math.sqrt(square))
  return counts
}

function open(model: Model, analyse: Analyser): LatentVectors {
  const { dimensions, terms, weights, directions } = model
  const places = new Map(terms.map((term, place) => [term, place]))
  return {
    dimensions,
    vectorOf(text) {
      const vector = new Float64Array(dimensions)
      for (const [place, weight] of weighedRow(analyse(text), places, weights)) {
        for (let c = 0; c < dimensions; c += 1) vector[c]! += weight * directions[place * dimensions + c]!
      }
      const length = Math.hypot(...vector)
      return Float32Array.from(vector, (value) => (length > 0 ? value / length : 0))
    },
    save: () => saveModel(KIND, { dimensions, terms, weights, directions }),
  }
}
