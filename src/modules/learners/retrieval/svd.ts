import { requireInteger } from '../base/guards.ts'
import type { Random } from '../base/random.ts'
import { type SparseRows, transpose } from '../base/sparse.ts'

/** The largest singular values of a matrix and their vectors: matrix ≈ left · diag(singular) · rightᵀ. */
export type TruncatedSvd = {
  rank: number
  /** Falling. */
  singular: Float64Array
  /** rows × rank, orthonormal columns. */
  left: Float64Array
  /** columns × rank, orthonormal columns. */
  right: Float64Array
}

/** How far to go. */
export type SvdOptions = {
  rank: number
  random: Random
  /** Columns sampled beyond the rank; 10 when left out. */
  oversampling?: number
  /** Passes that separate close singular values; 4 when left out. */
  powerIterations?: number
}

/** A tall dense matrix: rows × width, row after row. */
type Tall = { values: Float64Array; rows: number; width: number }

/**
 * The truncated singular value decomposition by random projection.
 * Source: Halko, Martinsson, Tropp (2011), "Finding structure with randomness", algorithm 4.4 (subspace iteration,
 * orthonormalised at each half step) and 5.1. The small decomposition is one-sided Jacobi (Hestenes, 1958), which
 * does not square the condition number.
 *
 * Vectors of singular values at rounding level are zero rather than arbitrary.
 */
export function truncatedSvd(matrix: SparseRows, options: SvdOptions): TruncatedSvd {
  const rank = Math.min(requireInteger(options.rank, 1, 'rank'), matrix.rows, matrix.columns)
  const width = Math.min(
    rank + requireInteger(options.oversampling ?? 10, 0, 'oversampling'),
    matrix.rows,
    matrix.columns,
  )
  const turned = transpose(matrix)
  const start = Float64Array.from({ length: matrix.columns * width }, options.random.normal)
  let q = orthonormalise(multiply(matrix, { values: start, rows: matrix.columns, width }))
  for (let pass = 0; pass < requireInteger(options.powerIterations ?? 4, 0, 'powerIterations'); pass += 1) {
    q = orthonormalise(multiply(matrix, orthonormalise(multiply(turned, q))))
  }
  // matrix ≈ Q Bᵀ with B = matrixᵀ Q; B = P R; the decomposition of R gives that of B.
  const b = multiply(turned, q)
  const p = orthonormalise({ ...b, values: b.values.slice() })
  const r = product(p, b)
  const { left, singular, right } = smallSvd(r, width)
  return {
    rank,
    singular: singular.slice(0, rank),
    left: combine(q, right, rank),
    right: combine(p, left, rank),
  }
}

/** sparse · dense. */
function multiply(matrix: SparseRows, dense: Tall): Tall {
  const { width } = dense
  const values = new Float64Array(matrix.rows * width)
  for (let r = 0; r < matrix.rows; r += 1) {
    const to = r * width
    for (let i = matrix.offsets[r]!; i < matrix.offsets[r + 1]!; i += 1) {
      const from = matrix.indices[i]! * width
      const weight = matrix.values[i]!
      for (let c = 0; c < width; c += 1) values[to + c]! += weight * dense.values[from + c]!
    }
  }
  return { values, rows: matrix.rows, width }
}

/** aᵀ · b for two tall matrices: width × width, row after row. */
function product(a: Tall, b: Tall): Float64Array {
  const values = new Float64Array(a.width * b.width)
  for (let r = 0; r < a.rows; r += 1) {
    for (let i = 0; i < a.width; i += 1) {
      const factor = a.values[r * a.width + i]!
      if (factor === 0) continue
      for (let j = 0; j < b.width; j += 1) values[i * b.width + j]! += factor * b.values[r * b.width + j]!
    }
  }
  return values
}

/** tall · (width × width), the first `rank` columns: rows × rank. */
function combine(tall: Tall, small: Float64Array, rank: number): Float64Array {
  const values = new Float64Array(tall.rows * rank)
  for (let r = 0; r < tall.rows; r += 1) {
    for (let i = 0; i < tall.width; i += 1) {
      const factor = tall.values[r * tall.width + i]!
      for (let c = 0; c < rank; c += 1) values[r * rank + c]! += factor * small[i * tall.width + c]!
    }
  }
  return values
}

/** Below this share of its first length, what is left of a column is rounding. */
const NEGLIGIBLE = 1e-12

/**
 * Makes the columns orthonormal, in place: Gram–Schmidt, done twice, which is enough (Giraud, Langou, Rozložník, 2005).
 * Columns that depend on those before them become zero.
 */
function orthonormalise(tall: Tall): Tall {
  const { values, rows, width } = tall
  const columns = Array.from({ length: width }, (_, c) =>
    Float64Array.from({ length: rows }, (_u, r) => values[r * width + c]!),
  )
  for (const [c, column] of columns.entries()) {
    const before = norm(column)
    for (let round = 0; round < 2; round += 1) {
      for (let other = 0; other < c; other += 1) subtractProjection(column, columns[other]!)
    }
    const after = norm(column)
    const scale = after > before * NEGLIGIBLE && after > 0 ? 1 / after : 0
    for (let r = 0; r < rows; r += 1) column[r]! *= scale
    for (let r = 0; r < rows; r += 1) values[r * width + c] = column[r]!
  }
  return tall
}

function norm(column: Float64Array): number {
  let square = 0
  for (const value of column) square += value * value
  return Math.sqrt(square)
}

function subtractProjection(column: Float64Array, unit: Float64Array): void {
  let dot = 0
  for (let r = 0; r < column.length; r += 1) dot += column[r]! * unit[r]!
  for (let r = 0; r < column.length; r += 1) column[r]! -= dot * unit[r]!
}

const SWEEPS_MAX = 60
const CONVERGED = 1e-15

/** The decomposition of a small square matrix by one-sided Jacobi rotations, sorted by falling singular value. */
function smallSvd(
  matrix: Float64Array,
  size: number,
): { left: Float64Array; singular: Float64Array; right: Float64Array } {
  const columns = Array.from({ length: size }, (_, c) =>
    Float64Array.from({ length: size }, (_u, r) => matrix[r * size + c]!),
  )
  const turns = Array.from({ length: size }, (_, c) =>
    Float64Array.from({ length: size }, (_u, r) => (r === c ? 1 : 0)),
  )
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS_MAX; sweep += 1) {
    turned = false
    for (let i = 0; i < size; i += 1) {
      for (let j = i + 1; j < size; j += 1) if (rotate(columns, turns, [i, j])) turned = true
    }
  }
  const lengths = columns.map(norm)
  const order = lengths.map((_, c) => c).sort((a, b) => lengths[b]! - lengths[a]!)
  const largest = lengths[order[0]!]!
  const left = new Float64Array(size * size)
  const right = new Float64Array(size * size)
  const singular = new Float64Array(size)
  for (const [to, from] of order.entries()) {
    const length = lengths[from]!
    if (!(length > largest * NEGLIGIBLE)) continue
    singular[to] = length
    for (let r = 0; r < size; r += 1) {
      left[r * size + to] = columns[from]![r]! / length
      right[r * size + to] = turns[from]![r]!
    }
  }
  return { left, singular, right }
}

/** Turns two columns until they are orthogonal; false when they were. */
function rotate(
  columns: readonly Float64Array[],
  turns: readonly Float64Array[],
  pair: readonly [number, number],
): boolean {
  const [a, b] = [columns[pair[0]]!, columns[pair[1]]!]
  let aa = 0
  let bb = 0
  let ab = 0
  for (let r = 0; r < a.length; r += 1) {
    aa += a[r]! * a[r]!
    bb += b[r]! * b[r]!
    ab += a[r]! * b[r]!
  }
  if (Math.abs(ab) <= CONVERGED * Math.sqrt(aa * bb) || ab === 0) return false
  const zeta = (bb - aa) / (2 * ab)
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta))
  const cosine = 1 / Math.hypot(1, t)
  const sine = cosine * t
  for (const [x, y] of [
    [a, b],
    [turns[pair[0]]!, turns[pair[1]]!],
  ] as const) {
    for (let r = 0; r < x.length; r += 1) {
      const [left, right] = [x[r]!, y[r]!]
      x[r] = cosine * left - sine * right
      y[r] = sine * left + cosine * right
    }
  }
  return true
}
