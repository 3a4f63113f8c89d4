import { requireAllFinite } from './guards.ts'

/** A symmetric positive definite matrix as L Lᵀ. */
export interface CholeskyFactor {
  readonly size: number
  /** Lower triangle L, size × size, row after row. */
  readonly lower: Float64Array
}

/**
 * Factorises a matrix of which the lower triangle is read: Golub and Van Loan, Matrix Computations, §4.2.
 *
 * @param least a pivot at or below this share of its diagonal counts as zero; 1e-12 unless given
 * @returns the row at which the matrix turns out not to be positive definite, if it does
 */
export function factorise(matrix: Float64Array, least = 1e-12): CholeskyFactor | { readonly failedAt: number } {
  requireAllFinite(matrix, 'cholesky matrix')
  const size = Math.sqrt(matrix.length)
  if (!Number.isInteger(size)) throw new RangeError(`cholesky: ${matrix.length} numbers make no square matrix`)
  const lower = matrix.slice()
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = lower[i * size + j]!
      for (let k = 0; k < j; k += 1) sum -= lower[i * size + k]! * lower[j * size + k]!
      if (j < i) lower[i * size + j] = sum / lower[j * size + j]!
      else if (sum > least * matrix[i * size + i]!) lower[i * size + i] = Math.sqrt(sum)
      else return { failedAt: i }
    }
  }
  return { size, lower }
}

/** Solves L Lᵀ x = right. */
export function solveFactor({ size, lower }: CholeskyFactor, right: Float64Array): Float64Array {
  const x = right.slice()
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < i; j += 1) x[i]! -= lower[i * size + j]! * x[j]!
    x[i]! /= lower[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let j = i + 1; j < size; j += 1) x[i]! -= lower[j * size + i]! * x[j]!
    x[i]! /= lower[i * size + i]!
  }
  return x
}
