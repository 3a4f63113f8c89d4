import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { type SparseRows, sparseRows } from '../base/sparse.ts'
import { loadLatentVectors, trainLatentVectors } from './latent-vectors.ts'
import { nearestVectors, unitVectors } from './neighbours.ts'
import { truncatedSvd } from './svd.ts'
import { analyser } from './tokens.ts'

const cellsOf = (rows: readonly (readonly number[])[]): SparseRows =>
  sparseRows(
    rows.map((row) => row.flatMap((value, c) => (value === 0 ? [] : [[c, value] as const]))),
    rows[0]!.length,
  )

function rebuild(
  { left, singular, right, rank }: ReturnType<typeof truncatedSvd>,
  rows: number,
  columns: number,
): number[][] {
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_u, c) => {
      let sum = 0
      for (let k = 0; k < rank; k += 1) sum += left[r * rank + k]! * singular[k]! * right[c * rank + k]!
      return sum
    }),
  )
}

test('singular values are those worked out by hand', () => {
  // [[3, 0], [4, 5]] has the singular values 3√5 and √5.
  const { singular } = truncatedSvd(
    cellsOf([
      [3, 0],
      [4, 5],
    ]),
    { rank: 2, random: seededRandom(1) },
  )
  assert.ok(Math.abs(singular[0]! - 3 * Math.sqrt(5)) < 1e-12)
  assert.ok(Math.abs(singular[1]! - Math.sqrt(5)) < 1e-12)
})

test('a decomposition of full rank gives the matrix back, from orthonormal vectors', () => {
  const matrices = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })).chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  fc.assert(
    fc.property(matrices, (rows) => {
      const columns = rows[0]!.length
      const svd = truncatedSvd(cellsOf(rows), { rank: 7, random: seededRandom(2) })
      for (const [r, row] of rebuild(svd, rows.length, columns).entries()) {
        for (const [c, value] of row.entries()) assert.ok(Math.abs(value - rows[r]![c]!) < 1e-9)
      }
      for (let a = 0; a < svd.rank; a += 1) {
        assert.ok(a === 0 || svd.singular[a]! <= svd.singular[a - 1]!)
        for (let b = 0; b < svd.rank; b += 1) {
          let dot = 0
          for (let c = 0; c < columns; c += 1) dot += svd.right[c * svd.rank + a]! * svd.right[c * svd.rank + b]!
          const expected = a === b && svd.singular[a]! > 0 ? 1 : 0
          assert.ok(Math.abs(dot - expected) < 1e-9, `columns ${a} and ${b}: ${dot}`)
        }
      }
    }),
  )
})

test('a truncated decomposition errs by no more than the best of its rank, to a hundredth', () => {
  const random = seededRandom(3)
  const rows = Array.from({ length: 60 }, () =>
    Array.from({ length: 40 }, () => (random.integer(4) === 0 ? random.normal() : 0)),
  )
  const whole = truncatedSvd(cellsOf(rows), { rank: 40, random })
  const part = truncatedSvd(cellsOf(rows), { rank: 5, random })
  const best = whole.singular.slice(5).reduce((sum, value) => sum + value * value, 0)
  let error = 0
  for (const [r, row] of rebuild(part, 60, 40).entries()) {
    for (const [c, value] of row.entries()) error += (value - rows[r]![c]!) ** 2
  }
  assert.ok(error >= best - 1e-9 && error < best * 1.01, `${error}, best ${best}`)
})

test('equal seeds give equal vectors, and the nearest are those of brute force', () => {
  const random = seededRandom(4)
  const values = Float64Array.from({ length: 200 * 8 }, random.normal)
  const vectors = unitVectors(values, 8)
  const direction = values.slice(80, 88)
  const found = nearestVectors(vectors, direction, 10)
  assert.equal(found[0]!.place, 10)
  assert.ok(Math.abs(found[0]!.cosine - 1) < 1e-6)
  const cosine = (place: number) => {
    const own = values.slice(place * 8, place * 8 + 8)
    const dot = own.reduce((sum, value, i) => sum + value * direction[i]!, 0)
    return dot / Math.hypot(...own) / Math.hypot(...direction)
  }
  const expected = Array.from({ length: 200 }, (_, place) => place).sort((a, b) => cosine(b) - cosine(a))
  assert.deepEqual(
    found.map((neighbour) => neighbour.place),
    expected.slice(0, 10),
  )
  assert.deepEqual(nearestVectors(vectors, new Float64Array(8), 3), [])
})

const texts = [
  'red mountain bicycle with gears', 'blue city bicycle with basket', 'bicycle helmet for city riders',
  'mountain bike helmet', 'bike gears and chain', 'city bike basket',
  'espresso coffee machine', 'coffee grinder for espresso', 'ground coffee beans', 'tea kettle and coffee cup',
] // prettier-ignore

test('words that keep the same company point alike, and saved vectors are the same', () => {
  const analyse = analyser()
  const model = trainLatentVectors({ texts, analyse, dimensions: 3, random: seededRandom(5) })
  const cosine = (a: string, b: string) =>
    model.vectorOf(a).reduce((sum, value, i) => sum + value * model.vectorOf(b)[i]!, 0)
  assert.ok(cosine('bicycle', 'bike') > 0.5, `${cosine('bicycle', 'bike')}`)
  assert.ok(Math.abs(cosine('bicycle', 'espresso')) < 0.2)
  assert.deepEqual([...model.vectorOf('zzz')], [0, 0, 0])
  const loaded = loadLatentVectors(JSON.parse(JSON.stringify(model.save())), analyse)
  for (const text of texts) assert.deepEqual(loaded.vectorOf(text), model.vectorOf(text))
  assert.throws(
    () => loadLatentVectors({ ...model.save(), version: 9 }, analyse),
    /version 1 expected, found version 9/,
  )
})

test('bad vectors and empty training are refused by name', () => {
  assert.throws(() => unitVectors([1, Number.NaN], 2), /vector values\[1\]/)
  assert.throws(() => unitVectors([1, 2, 3], 2), /3 numbers do not make vectors of 2/)
  assert.throws(() => nearestVectors(unitVectors([1, 2], 2), [1], 1), /must have 2 numbers/)
  const analyse = analyser()
  assert.throws(
    () => trainLatentVectors({ texts: [], analyse, dimensions: 2, random: seededRandom(1) }),
    /texts must not be empty/,
  )
})
