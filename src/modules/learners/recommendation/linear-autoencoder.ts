import { requireInteger, requirePositive, requireSome } from '../base/guards.ts'
import { type ModelKind, type SavedModel, loadModel, saveModel } from '../base/models.ts'
import { type SparseRows, requireSparse } from '../base/sparse.ts'
import { invert } from './cholesky.ts'

/** Weights by which each item speaks for each other. */
export type LinearAutoencoder = {
  readonly items: number
  /** items × items, row after row; row i is what an interaction with i adds to each item. The diagonal is 0. */
  readonly weights: Float32Array
  scoresFor(items: readonly number[], values?: readonly number[]): Float64Array
  save(): SavedModel
}

/** Memory and time grow with the square and cube of the catalogue: 4,000 items take 256 MB and some minutes. */
const ITEMS_MAX = 4096

const KIND: ModelKind = { name: 'linear-autoencoder', version: 1 }

/**
 * Learns the linear map from interactions to themselves in which no item speaks for itself; one matrix inversion.
 * Source: Steck (2019), "Embarrassingly shallow autoencoders for sparse data" (EASE), eq. 8:
 * B = I − P · diag(1 / diag P) with P = (Xᵀ X + λ I)⁻¹.
 *
 * @param interactions users × items
 * @param regularisation λ above 0
 */
export function trainLinearAutoencoder(interactions: SparseRows, regularisation: number): LinearAutoencoder {
  requireSparse(interactions, 'interactions')
  requireSome(interactions.values, 'interactions')
  requirePositive(regularisation, 'regularisation')
  const items = interactions.columns
  if (items > ITEMS_MAX) throw new RangeError(`a linear autoencoder takes at most ${ITEMS_MAX} items, got ${items}`)
  const inverse = gramOf(interactions)
  for (let i = 0; i < items; i += 1) inverse[i * items + i]! += regularisation
  invert(inverse, items)
  const weights = new Float32Array(items * items)
  for (let r = 0; r < items; r += 1) {
    for (let c = 0; c < items; c += 1) {
      weights[r * items + c] = r === c ? 0 : -inverse[r * items + c]! / inverse[c * items + c]!
    }
  }
  return open(items, weights)
}

/** @throws {Error} when the model is cut short, changed or of another version: the message says what and where */
export function loadLinearAutoencoder(saved: unknown): LinearAutoencoder {
  const reader = loadModel(KIND, saved)
  const items = reader.integer('items', 1, ITEMS_MAX)
  return open(items, reader.array('weights', 'f32', items * items))
}

function open(items: number, weights: Float32Array): LinearAutoencoder {
  return {
    items,
    weights,
    scoresFor(visited, values) {
      const scores = new Float64Array(items)
      for (const [i, item] of visited.entries()) {
        if (requireInteger(item, 0, 'item') >= items)
          throw new RangeError(`item ${item} lies beyond the ${items} of training`)
        const value = values?.[i] ?? 1
        for (let c = 0; c < items; c += 1) scores[c]! += value * weights[item * items + c]!
      }
      return scores
    },
    save: () => saveModel(KIND, { items, weights }),
  }
}

/** Xᵀ X. */
function gramOf({ rows, columns, offsets, indices, values }: SparseRows): Float64Array {
  const gram = new Float64Array(columns * columns)
  for (let r = 0; r < rows; r += 1) {
    for (let i = offsets[r]!; i < offsets[r + 1]!; i += 1) {
      const at = indices[i]! * columns
      for (let j = offsets[r]!; j < offsets[r + 1]!; j += 1) gram[at + indices[j]!]! += values[i]! * values[j]!
    }
  }
  return gram
}
