import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { factorise, solveFactor } from './cholesky.ts'

test('a factor solves the system that it came from', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(number, { minLength: 42, maxLength: 42 }), (size, numbers) => {
      const root = numbers.slice(0, size * size)
      const x = numbers.slice(36, 36 + size)
      // B Bᵀ + I is positive definite whatever B is.
      const matrix = new Float64Array(size * size)
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) {
          for (let k = 0; k < size; k += 1) matrix[i * size + j]! += root[i * size + k]! * root[j * size + k]!
        }
        matrix[i * size + i]! += 1
      }
      const right = Float64Array.from({ length: size }, (_, i) =>
        x.reduce((sum, value, j) => sum + matrix[i * size + j]! * value, 0),
      )
      const factor = factorise(matrix)
      assert.ok('lower' in factor)
      solveFactor(factor, right).forEach((value, i) => assert.ok(Math.abs(value - x[i]!) < 1e-9))
    }),
  )
})

test('a matrix that is not positive definite is named by its row', () => {
  assert.deepEqual(factorise(Float64Array.of(1, 2, 2, 4)), { failedAt: 1 })
  assert.deepEqual(factorise(Float64Array.of(-1)), { failedAt: 0 })
  assert.throws(() => factorise(Float64Array.of(1, NaN, 0, 1)), /cholesky matrix\[1\]/)
  assert.throws(() => factorise(Float64Array.of(1, 2)), /2 numbers make no square matrix/)
})
