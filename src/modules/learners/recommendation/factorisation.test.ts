import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { type SparseRows, sparseRows } from '../base/sparse.ts'
import { factorise, invert, solve } from './cholesky.ts'
import {
  type ImplicitAlsSettings,
  loadImplicitAls,
  loadLinearAutoencoder,
  trainImplicitAls,
  trainLinearAutoencoder,
} from './index.ts'

/** A·Aᵀ + I of small integers: positive definite. */
function definite(seed: number, size: number): Float64Array {
  const random = seededRandom(seed)
  const a = Array.from({ length: size }, () => Array.from({ length: size }, () => random.integer(7) - 3))
  return Float64Array.from({ length: size * size }, (_, i) => {
    const [r, c] = [Math.floor(i / size), i % size]
    return a[r]!.reduce((sum, value, k) => sum + value * a[c]![k]!, r === c ? 1 : 0)
  })
}

test('a solved system gives back its right side, and an inverse the identity', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 9 }), (seed, size) => {
      const matrix = definite(seed, size)
      const b = Float64Array.from({ length: size }, (_, i) => i - 2)
      const x = b.slice()
      const factor = matrix.slice()
      factorise(factor, size)
      solve(factor, x)
      const inverse = matrix.slice()
      invert(inverse, size)
      for (let r = 0; r < size; r += 1) {
        const row = matrix.subarray(r * size, r * size + size)
        assert.ok(Math.abs(row.reduce((sum, value, c) => sum + value * x[c]!, 0) - b[r]!) < 1e-7)
        for (let c = 0; c < size; c += 1) {
          const cell = row.reduce((sum, value, k) => sum + value * inverse[k * size + c]!, 0)
          assert.ok(Math.abs(cell - (r === c ? 1 : 0)) < 1e-7)
        }
      }
    }),
  )
})

test('a matrix that is not positive definite is refused with the row', () => {
  assert.throws(() => factorise(Float64Array.of(1, 2, 2, 1), 2), /not positive definite: pivot -3 in row 1 of 2/)
})

/** Two kinds of users and items: even users visit even items, odd ones odd items, each leaving some out. */
function twoTastes(): SparseRows {
  const random = seededRandom('tastes')
  return sparseRows(
    Array.from({ length: 40 }, (_, user) => {
      const own = Array.from({ length: 10 }, (_u, i) => 2 * i + (user % 2))
      return own.filter(() => random.integer(3) > 0).map((item) => [item, 1 + random.integer(2)] as const)
    }),
    20,
  )
}

const settings: ImplicitAlsSettings = {
  dimensions: 4,
  regularisation: 0.05,
  frequencyExponent: 0.5,
  unobservedWeight: 0.2,
  rounds: 6,
}

test('one dimension, one user and one item give the closed form', () => {
  // x = (w + a) y / ((w + a) y² + λ) with y the item's vector, whichever it is.
  const one = { dimensions: 1, regularisation: 0.1, frequencyExponent: 0, unobservedWeight: 0.5, rounds: 1 }
  const model = trainImplicitAls(sparseRows([[[0, 2]]]), one, seededRandom(1))
  const y = model.itemVectors[0]!
  const x = model.userVectors[0]!
  assert.ok(Math.abs(y - (2.5 * x) / (2.5 * x * x + 0.1)) < 1e-12)
})

test('each half round solves its side exactly: no vector can be moved to lower the loss', () => {
  const interactions = twoTastes()
  const model = trainImplicitAls(interactions, settings, seededRandom(2))
  const loss = model.loss(interactions)
  // The items were solved last, so the gradient along each of their coordinates is 0.
  for (const place of [0, 7, 33, 79]) {
    const losses = [-1e-4, 1e-4].map((step) => {
      model.itemVectors[place]! += step
      const moved = model.loss(interactions)
      model.itemVectors[place]! -= step
      return moved
    })
    assert.ok(losses[0]! > loss && losses[1]! > loss)
    assert.ok(Math.abs(losses[1]! - losses[0]!) < 1e-9, `gradient at ${place}: ${(losses[1]! - losses[0]!) / 2e-4}`)
  }
})

test('more rounds never raise the loss', () => {
  const interactions = twoTastes()
  let before = Number.POSITIVE_INFINITY
  for (let rounds = 1; rounds <= 8; rounds += 1) {
    const loss = trainImplicitAls(interactions, { ...settings, rounds }, seededRandom(3)).loss(interactions)
    assert.ok(loss <= before + 1e-9, `${rounds} rounds: ${loss} after ${before}`)
    before = loss
  }
})

test('both learners prefer the items of a taste that were not visited to those of the other taste', () => {
  const interactions = twoTastes()
  const als = trainImplicitAls(interactions, settings, seededRandom(4))
  const linear = trainLinearAutoencoder(interactions, 2)
  const mean = (scores: Float64Array, of: number[]) => of.reduce((sum, item) => sum + scores[item]!, 0) / of.length
  for (const scores of [als.scoresFor([0, 2, 4]), linear.scoresFor([0, 2, 4])]) {
    assert.ok(mean(scores, [6, 8, 10, 12, 14, 16, 18]) > 0.2 + mean(scores, [1, 3, 5, 7, 9, 11, 13]))
  }
})

test('folding in the interactions of a training user gives that user’s best vector', () => {
  const interactions = twoTastes()
  const model = trainImplicitAls(interactions, { ...settings, rounds: 300 }, seededRandom(5))
  const items = [...interactions.indices.subarray(0, interactions.offsets[1])]
  const values = [...interactions.values.subarray(0, interactions.offsets[1])]
  const folded = model.scoresFor(items, values)
  const trained = model.scores(0)
  for (const [item, score] of folded.entries()) assert.ok(Math.abs(score - trained[item]!) < 1e-3)
})

test('the linear map is the best one without a diagonal: it equals least squares item by item', () => {
  const interactions = twoTastes()
  const { weights, items } = trainLinearAutoencoder(interactions, 3)
  const gram = (i: number, j: number) => {
    let sum = 0
    for (let r = 0; r < interactions.rows; r += 1) {
      const row = new Map<number, number>()
      for (let k = interactions.offsets[r]!; k < interactions.offsets[r + 1]!; k += 1) {
        row.set(interactions.indices[k]!, interactions.values[k]!)
      }
      sum += (row.get(i) ?? 0) * (row.get(j) ?? 0)
    }
    return sum
  }
  for (const target of [0, 7]) {
    const others = Array.from({ length: items }, (_, i) => i).filter((i) => i !== target)
    const matrix = Float64Array.from(others.flatMap((i) => others.map((j) => gram(i, j) + (i === j ? 3 : 0))))
    const best = Float64Array.from(others, (i) => gram(i, target))
    factorise(matrix, others.length)
    solve(matrix, best)
    assert.equal(weights[target * items + target], 0)
    for (const [k, i] of others.entries()) assert.ok(Math.abs(weights[i * items + target]! - best[k]!) < 1e-6)
  }
})

test('saved models score the same, and equal seeds learn equal models', () => {
  const interactions = twoTastes()
  const als = trainImplicitAls(interactions, settings, seededRandom(6))
  const again = trainImplicitAls(interactions, settings, seededRandom(6))
  assert.deepEqual(again.userVectors, als.userVectors)
  const loaded = loadImplicitAls(JSON.parse(JSON.stringify(als.save())))
  assert.deepEqual(loaded.scores(3), als.scores(3))
  assert.deepEqual(loaded.scoresFor([1, 2]), als.scoresFor([1, 2]))
  const linear = trainLinearAutoencoder(interactions, 2)
  assert.deepEqual(
    loadLinearAutoencoder(JSON.parse(JSON.stringify(linear.save()))).scoresFor([1]),
    linear.scoresFor([1]),
  )
  assert.throws(() => loadImplicitAls({ ...als.save(), version: 7 }), /version 1 expected, found version 7/)
  assert.throws(() => loadLinearAutoencoder(als.save()), /linear-autoencoder expected, found implicit-als/)
})

test('bad interactions and settings are refused by name', () => {
  const interactions = twoTastes()
  const random = seededRandom(7)
  assert.throws(() => trainImplicitAls(sparseRows([[]], 3), settings, random), /interactions must not be empty/)
  assert.throws(() => trainImplicitAls(sparseRows([[[0, -1]]]), settings, random), /values\[0\] must be above 0/)
  assert.throws(() => trainImplicitAls(interactions, { ...settings, regularisation: 0 }, random), /regularisation/)
  assert.throws(() => trainImplicitAls(interactions, { ...settings, dimensions: 0.5 }, random), /dimensions/)
  assert.throws(() => trainLinearAutoencoder(interactions, 0), /regularisation/)
  assert.throws(() => trainLinearAutoencoder({ ...interactions, columns: 5000 }, 1), /at most 4096 items, got 5000/)
  const model = trainImplicitAls(interactions, settings, random)
  assert.throws(() => model.scores(40), /user 40 lies beyond the 40/)
  assert.throws(() => model.scoresFor([20]), /item 20 lies beyond the 20/)
  assert.throws(() => model.scoresFor([1], [Number.NaN]), /values\[0\]/)
})
