import { requireBetween, requireInteger, requireSome } from '../base/guards.ts'
import { type ModelKind, type SavedModel, loadModel, saveModel } from '../base/models.ts'
import type { Random } from '../base/random.ts'
import { type SparseRows, requireSparse, transpose } from '../base/sparse.ts'
import { factorise, solve } from './cholesky.ts'

/** How an implicit factorisation is learnt. */
export type ImplicitAlsSettings = {
  dimensions: number
  /** λ: how strongly vectors are held back. */
  regularisation: number
  /** λ is multiplied by (number of interactions + unobservedWeight · number of the others)^this; 0 holds all alike. */
  frequencyExponent: number
  /** What a pair without interaction weighs, as evidence of no interest; an interaction of value v adds v. */
  unobservedWeight: number
  /** Rounds over users and items. */
  rounds: number
}

/** A near first choice for a few thousand users and items; to be tuned. */
export const IMPLICIT_ALS_DEFAULTS: ImplicitAlsSettings = {
  dimensions: 64,
  regularisation: 0.01,
  frequencyExponent: 1,
  unobservedWeight: 0.1,
  rounds: 12,
}

const KIND: ModelKind = { name: 'implicit-als', version: 1 }

/** Vectors by number: size × dimensions, row after row. */
type Vectors = Float64Array

type Model = { settings: ImplicitAlsSettings; users: number; items: number; userVectors: Vectors; itemVectors: Vectors }

/** What an implicit factorisation can be asked. */
export type ImplicitAls = {
  readonly settings: ImplicitAlsSettings
  readonly userVectors: Float64Array
  readonly itemVectors: Float64Array
  /** Predicted preference of a user of the training data for every item. */
  scores: (user: number) => Float64Array
  /** The same for someone new, from items and the weights of interactions with them. */
  scoresFor: (items: readonly number[], values?: readonly number[]) => Float64Array
  /** The weighted squared error and penalty that training lowers with every half round. */
  loss: (interactions: SparseRows) => number
  save: () => SavedModel
}

/**
 * Learns vectors of users and items from interactions without ratings by alternating least squares: with one side held
 * fixed, the best vector of the other has a closed form, solved by Cholesky.
 * Source: Hu, Koren, Volinsky (2008), "Collaborative filtering for implicit feedback datasets", eq. 3–5, where the
 * confidence is 1 + α r: ours is the same divided by a constant. The frequency-scaled penalty and its great effect:
 * Rendle, Krichene, Zhang, Koren (2022), "Revisiting the performance of iALS on item recommendation benchmarks", eq. 4.
 *
 * @param interactions users × items; values are weights above 0
 */
export function trainImplicitAls(interactions: SparseRows, settings: ImplicitAlsSettings, random: Random): ImplicitAls {
  requireSettings(settings)
  requireInteractions(interactions)
  const { rows: users, columns: items } = interactions
  const { dimensions } = settings
  // Small first vectors; the users' are computed before they are read.
  const scale = 0.1 / Math.sqrt(dimensions)
  const itemVectors = Float64Array.from({ length: items * dimensions }, () => random.normal() * scale)
  const userVectors = new Float64Array(users * dimensions)
  const turned = transpose(interactions)
  for (let round = 0; round < settings.rounds; round += 1) {
    solveSide(userVectors, itemVectors, { interactions, settings })
    solveSide(itemVectors, userVectors, { interactions: turned, settings })
  }
  return open({ settings, users, items, userVectors, itemVectors })
}

/** @throws {Error} when the model is cut short, changed or of another version: the message says what and where */
export function loadImplicitAls(saved: unknown): ImplicitAls {
  const reader = loadModel(KIND, saved)
  const settings: ImplicitAlsSettings = {
    dimensions: reader.integer('dimensions', 1),
    regularisation: reader.number('regularisation'),
    frequencyExponent: reader.number('frequencyExponent'),
    unobservedWeight: reader.number('unobservedWeight'),
    rounds: reader.integer('rounds', 1),
  }
  requireSettings(settings)
  const users = reader.integer('users', 1)
  const items = reader.integer('items', 1)
  const userVectors = reader.array('userVectors', 'f64', users * settings.dimensions)
  const itemVectors = reader.array('itemVectors', 'f64', items * settings.dimensions)
  return open({ settings, users, items, userVectors, itemVectors })
}

function open(model: Model): ImplicitAls {
  const { settings, users, items, userVectors, itemVectors } = model
  const { dimensions } = settings
  let gram: Float64Array | undefined
  return {
    settings,
    userVectors,
    itemVectors,
    scores(user) {
      if (requireInteger(user, 0, 'user') >= users)
        throw new RangeError(`user ${user} lies beyond the ${users} of training`)
      return scoresOf(userVectors.subarray(user * dimensions, (user + 1) * dimensions), itemVectors)
    },
    scoresFor(visited, values) {
      for (const item of visited) {
        if (requireInteger(item, 0, 'item') >= items)
          throw new RangeError(`item ${item} lies beyond the ${items} of training`)
      }
      gram ??= gramOf(itemVectors, settings)
      const vector = new Float64Array(dimensions)
      const weights = Float64Array.from(visited, (_, i) => requireBetween(values?.[i] ?? 1, [0, 1e9], `values[${i}]`))
      solveOne(vector, { visited, weights, gram, others: itemVectors, settings })
      return scoresOf(vector, itemVectors)
    },
    loss: (interactions) => lossOf(model, requireInteractions(interactions)),
    save: () => saveModel(KIND, { ...settings, users, items, userVectors, itemVectors }),
  }
}

function scoresOf(vector: Float64Array, others: Vectors): Float64Array {
  const dimensions = vector.length
  return Float64Array.from({ length: others.length / dimensions }, (_, other) => {
    let sum = 0
    for (let c = 0; c < dimensions; c += 1) sum += vector[c]! * others[other * dimensions + c]!
    return sum
  })
}

/** unobservedWeight · Σ y yᵀ over all vectors of the other side, lower triangle. */
function gramOf(others: Vectors, settings: ImplicitAlsSettings): Float64Array {
  const { dimensions, unobservedWeight } = settings
  const gram = new Float64Array(dimensions * dimensions)
  for (let at = 0; at < others.length; at += dimensions) {
    for (let r = 0; r < dimensions; r += 1) {
      const factor = unobservedWeight * others[at + r]!
      for (let c = 0; c <= r; c += 1) gram[r * dimensions + c]! += factor * others[at + c]!
    }
  }
  return gram
}

type Side = { interactions: SparseRows; settings: ImplicitAlsSettings }

function solveSide(own: Vectors, others: Vectors, side: Side): void {
  const { offsets, indices, values, rows } = side.interactions
  const { dimensions } = side.settings
  const gram = gramOf(others, side.settings)
  for (let row = 0; row < rows; row += 1) {
    const vector = own.subarray(row * dimensions, (row + 1) * dimensions)
    const visited = indices.subarray(offsets[row], offsets[row + 1])
    const weights = values.subarray(offsets[row], offsets[row + 1])
    solveOne(vector, { visited, weights, gram, others, settings: side.settings })
  }
}

type OneRow = {
  visited: ArrayLike<number>
  weights: Float64Array
  gram: Float64Array
  others: Vectors
  settings: ImplicitAlsSettings
}

/** Equation 4 of Hu, Koren, Volinsky: (G + Σ w y yᵀ + λ I)⁻¹ Σ (w + unobserved) y, the sums over what was visited. */
function solveOne(vector: Float64Array, row: OneRow): void {
  const { visited, weights, others, settings } = row
  const { dimensions, unobservedWeight } = settings
  const matrix = row.gram.slice()
  vector.fill(0)
  for (let i = 0; i < visited.length; i += 1) {
    const at = visited[i]! * dimensions
    const weight = weights[i]!
    for (let r = 0; r < dimensions; r += 1) {
      const value = others[at + r]!
      vector[r]! += (weight + unobservedWeight) * value
      for (let c = 0; c <= r; c += 1) matrix[r * dimensions + c]! += weight * value * others[at + c]!
    }
  }
  const penalty = penaltyOf(settings, visited.length, others.length / dimensions)
  for (let r = 0; r < dimensions; r += 1) matrix[r * dimensions + r]! += penalty
  factorise(matrix, dimensions)
  solve(matrix, vector)
}

function penaltyOf(settings: ImplicitAlsSettings, visited: number, others: number): number {
  const { regularisation, frequencyExponent, unobservedWeight } = settings
  return regularisation * (visited + unobservedWeight * others) ** frequencyExponent
}

function lossOf({ settings, users, items, userVectors, itemVectors }: Model, interactions: SparseRows): number {
  const { dimensions, unobservedWeight } = settings
  const turned = transpose(interactions)
  let loss = 0
  for (let user = 0; user < users; user += 1) {
    const vector = userVectors.subarray(user * dimensions, (user + 1) * dimensions)
    const scores = scoresOf(vector, itemVectors)
    for (const score of scores) loss += unobservedWeight * score * score
    for (let i = interactions.offsets[user]!; i < interactions.offsets[user + 1]!; i += 1) {
      const score = scores[interactions.indices[i]!]!
      const weight = interactions.values[i]! + unobservedWeight
      loss += weight * (1 - score) ** 2 - unobservedWeight * score * score
    }
    const visited = interactions.offsets[user + 1]! - interactions.offsets[user]!
    loss += penaltyOf(settings, visited, items) * squareOf(vector)
  }
  for (let item = 0; item < items; item += 1) {
    const visited = turned.offsets[item + 1]! - turned.offsets[item]!
    loss +=
      penaltyOf(settings, visited, users) * squareOf(itemVectors.subarray(item * dimensions, (item + 1) * dimensions))
  }
  return loss
}

const squareOf = (vector: Float64Array): number => vector.reduce((sum, value) => sum + value * value, 0)

function requireInteractions(interactions: SparseRows): SparseRows {
  requireSparse(interactions, 'interactions')
  requireSome(interactions.values, 'interactions')
  for (const [i, value] of interactions.values.entries()) {
    if (!(value > 0)) throw new RangeError(`interactions.values[${i}] must be above 0, got ${value}`)
  }
  return interactions
}

function requireSettings(settings: ImplicitAlsSettings): void {
  requireInteger(settings.dimensions, 1, 'dimensions')
  requireInteger(settings.rounds, 1, 'rounds')
  requireBetween(settings.regularisation, [1e-12, 1e9], 'regularisation')
  requireBetween(settings.frequencyExponent, [0, 2], 'frequencyExponent')
  requireBetween(settings.unobservedWeight, [1e-9, 1e9], 'unobservedWeight')
}
