/**
 * Factorises a symmetric positive definite matrix in place into L · Lᵀ; L takes the lower triangle.
 * Source: Golub and Van Loan, "Matrix computations", 4th ed., §4.2.
 *
 * @param matrix size × size, row after row; the upper triangle is left as it is
 * @throws {Error} when the matrix is not positive definite, naming the row where that shows
 */
export function factorise(matrix: Float64Array, size: number): void {
  for (let r = 0; r < size; r += 1) {
    const row = r * size
    for (let c = 0; c <= r; c += 1) {
      const other = c * size
      let sum = matrix[row + c]!
      for (let k = 0; k < c; k += 1) sum -= matrix[row + k]! * matrix[other + k]!
      if (c < r) {
        matrix[row + c] = sum / matrix[other + c]!
        continue
      }
      if (!(sum > 0)) throw new Error(`the matrix is not positive definite: pivot ${sum} in row ${r} of ${size}`)
      matrix[row + c] = Math.sqrt(sum)
    }
  }
}

/** Solves L · Lᵀ · x = b in place, given a factorised matrix. */
export function solve(factor: Float64Array, b: Float64Array): void {
  const size = b.length
  for (let r = 0; r < size; r += 1) {
    let sum = b[r]!
    for (let k = 0; k < r; k += 1) sum -= factor[r * size + k]! * b[k]!
    b[r] = sum / factor[r * size + r]!
  }
  for (let r = size - 1; r >= 0; r -= 1) {
    let sum = b[r]!
    for (let k = r + 1; k < size; k += 1) sum -= factor[k * size + r]! * b[k]!
    b[r] = sum / factor[r * size + r]!
  }
}

/**
 * Inverts a symmetric positive definite matrix in place.
 *
 * @param matrix size × size, row after row
 */
export function invert(matrix: Float64Array, size: number): void {
  factorise(matrix, size)
  // The rows of L⁻¹, each from those above it; then the inverse is (L⁻¹)ᵀ · L⁻¹.
  const lower = new Float64Array(size * size)
  for (let r = 0; r < size; r += 1) {
    const row = lower.subarray(r * size, r * size + r + 1)
    for (let k = 0; k < r; k += 1) {
      const factor = matrix[r * size + k]!
      for (let c = 0; c <= k; c += 1) row[c]! -= factor * lower[k * size + c]!
    }
    const pivot = matrix[r * size + r]!
    for (let c = 0; c < r; c += 1) row[c]! /= pivot
    row[r] = 1 / pivot
  }
  matrix.fill(0)
  for (let k = 0; k < size; k += 1) {
    const row = lower.subarray(k * size, k * size + k + 1)
    for (let r = 0; r <= k; r += 1) {
      const factor = row[r]!
      const at = r * size
      for (let c = 0; c <= r; c += 1) matrix[at + c]! += factor * row[c]!
    }
  }
  for (let r = 0; r < size; r += 1) for (let c = 0; c < r; c += 1) matrix[c * size + r] = matrix[r * size + c]!
}
