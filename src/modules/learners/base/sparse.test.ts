import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { featureHasher, normaliseRows, requireSparse, rowDot, sparseBuilder, sparseRows, transpose } from './sparse.ts'

const cells = fc.array(fc.array(fc.tuple(fc.nat(9), fc.integer({ min: -5, max: 5 }))), { maxLength: 8 })

function dense(rows: [number, number][][]): number[][] {
  return rows.map((row) => {
    const line = new Array<number>(10).fill(0)
    for (const [column, value] of row) line[column]! += value
    return line
  })
}

test('rows hold what was put in, sorted by column, two values of a cell added up', () => {
  const matrix = sparseRows([
    [
      [3, 1],
      [0, 2],
      [3, 4],
    ],
    [],
    [[1, -1]],
  ])
  assert.deepEqual([...matrix.offsets], [0, 2, 2, 3])
  assert.deepEqual([...matrix.indices], [0, 3, 1])
  assert.deepEqual([...matrix.values], [2, 5, -1])
  assert.equal(matrix.columns, 4)
})

test('an inner product equals that of the dense row', () => {
  fc.assert(
    fc.property(cells, fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 }), (rows, weights) => {
      const matrix = requireSparse(sparseRows(rows, 10), 'matrix')
      for (const [r, line] of dense(rows).entries()) {
        const expected = line.reduce((sum, value, c) => sum + value * (weights[c] ?? 0), 0)
        assert.equal(rowDot(matrix, r, weights), expected)
      }
    }),
  )
})

test('a transpose is a sparse matrix, and transposing twice changes nothing', () => {
  fc.assert(
    fc.property(cells, (rows) => {
      const matrix = sparseRows(rows, 10)
      const turned = requireSparse(transpose(matrix), 'transpose')
      assert.equal(turned.rows, 10)
      assert.deepEqual(transpose(turned), matrix)
    }),
  )
})

test('normalised rows have length 1 or none', () => {
  const matrix = normaliseRows(
    sparseRows([
      [
        [0, 3],
        [1, 4],
      ],
      [],
    ]),
  )
  assert.deepEqual([...matrix.values], [3 / 5, 4 / 5])
})

test('bad cells and open rows are refused by name', () => {
  const builder = sparseBuilder()
  assert.throws(() => builder.add(-1, 1), /column must be an integer of at least 0/)
  assert.throws(() => builder.add(2, Number.NaN), /value of column 2 must be a finite number/)
  builder.add(2, 1)
  assert.throws(() => builder.finish(), /still open/)
  builder.endRow()
  assert.throws(() => builder.finish(2), /columns must be at least 3/)
})

test('arrays that form no sparse matrix are refused with the place', () => {
  const good = sparseRows([
    [
      [0, 1],
      [2, 1],
    ],
    [[1, 1]],
  ])
  assert.throws(() => requireSparse({ ...good, rows: 3 }, 'm'), /m: 3 rows need 4 offsets/)
  assert.throws(() => requireSparse({ ...good, columns: 2 }, 'm'), /row 0 names column 2 of 2/)
  assert.throws(
    () => requireSparse({ ...good, indices: Uint32Array.of(2, 0, 1) }, 'm'),
    /row 0 is not in ascending order/,
  )
  assert.throws(() => requireSparse({ ...good, values: Float64Array.of(1, 1, Infinity) }, 'm'), /row 1, column 1/)
  assert.throws(() => requireSparse({ ...good, values: Float64Array.of(1) }, 'm'), /3 indices and 1 values/)
})

test('hashed inner products are unbiased: colliding names cancel on average', () => {
  // 64 names in 8 columns; the square of the signed sum estimates the true squared length, 64.
  let total = 0
  const trials = 400
  const hash = featureHasher(3)
  for (let trial = 0; trial < trials; trial += 1) {
    const sums = new Float64Array(8)
    for (let i = 0; i < 64; i += 1) {
      const { column, sign } = hash(`${trial}:${i}`)
      sums[column]! += sign
    }
    total += sums.reduce((sum, value) => sum + value * value, 0)
  }
  // The standard deviation of one estimate is about sqrt(2 * 64 * 63 / 8) = 31.7.
  assert.ok(Math.abs(total / trials - 64) < (5 * 31.7) / Math.sqrt(trials), `mean ${total / trials}`)
})

test('a feature always falls into the columns that the bits allow', () => {
  const hash = featureHasher(12)
  fc.assert(fc.property(fc.string(), (name) => hash(name).column < 4096 && hash(name).column === hash(name).column))
  assert.throws(() => featureHasher(31), /bits must be at most 30/)
})
