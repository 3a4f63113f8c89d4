import { requireFinite, requireInteger } from './guards.ts'
import { hashText } from './hashing.ts'

/**
 * A matrix of few non-zero cells, row after row (CSR): the cells of row r stand at offsets[r] … offsets[r + 1] - 1 of
 * `indices` (column numbers, ascending, none twice) and `values`.
 */
export type SparseRows = {
  rows: number
  columns: number
  /** Length rows + 1. */
  offsets: Uint32Array
  indices: Uint32Array
  values: Float64Array
}

/** Collects a sparse matrix cell by cell. */
export type SparseBuilder = {
  /** Adds a value to a cell of the row under way; two values for one cell add up. */
  add(column: number, value: number): void
  /** Closes the row under way. */
  endRow(): void
  /** @param columns at least one more than the highest column; that number when left out */
  finish(columns?: number): SparseRows
}

/** Starts an empty sparse matrix. */
export function sparseBuilder(): SparseBuilder {
  const offsets = [0]
  const indices: number[] = []
  const values: number[] = []
  const row = new Map<number, number>()
  let width = 0
  return {
    add(column, value) {
      requireInteger(column, 0, 'column')
      row.set(column, (row.get(column) ?? 0) + requireFinite(value, `value of column ${column}`))
    },
    endRow() {
      const columns = [...row.keys()].sort((a, b) => a - b)
      for (const column of columns) {
        indices.push(column)
        values.push(row.get(column)!)
      }
      width = Math.max(width, (columns.at(-1) ?? -1) + 1)
      offsets.push(indices.length)
      row.clear()
    },
    finish(columns = width) {
      if (row.size > 0) throw new Error('a row is still open: call endRow before finish')
      if (columns < width) throw new RangeError(`columns must be at least ${width}, got ${columns}`)
      return {
        rows: offsets.length - 1,
        columns,
        offsets: Uint32Array.from(offsets),
        indices: Uint32Array.from(indices),
        values: Float64Array.from(values),
      }
    },
  }
}

/** Builds a sparse matrix from rows of (column, value) cells. */
export function sparseRows(rows: Iterable<Iterable<readonly [number, number]>>, columns?: number): SparseRows {
  const builder = sparseBuilder()
  for (const row of rows) {
    for (const [column, value] of row) builder.add(column, value)
    builder.endRow()
  }
  return builder.finish(columns)
}

/** Turns rows into columns; counting sort, so the cells of each new row ascend. */
export function transpose(matrix: SparseRows): SparseRows {
  const offsets = new Uint32Array(matrix.columns + 1)
  for (const column of matrix.indices) offsets[column + 1]! += 1
  for (let c = 0; c < matrix.columns; c += 1) offsets[c + 1]! += offsets[c]!
  const next = offsets.slice()
  const indices = new Uint32Array(matrix.indices.length)
  const values = new Float64Array(matrix.values.length)
  for (let r = 0; r < matrix.rows; r += 1) {
    for (let i = matrix.offsets[r]!; i < matrix.offsets[r + 1]!; i += 1) {
      const column = matrix.indices[i]!
      const place = next[column]!
      next[column] = place + 1
      indices[place] = r
      values[place] = matrix.values[i]!
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, offsets, indices, values }
}

/**
 * The inner product of a row with a dense vector; `dense` may be shorter than the matrix is wide (missing cells are 0).
 */
export function rowDot(matrix: SparseRows, row: number, dense: ArrayLike<number>): number {
  let sum = 0
  const end = matrix.offsets[row + 1]!
  for (let i = matrix.offsets[row]!; i < end; i += 1) sum += matrix.values[i]! * (dense[matrix.indices[i]!] ?? 0)
  return sum
}

/** Scales every row to Euclidean length 1, in place; empty rows stay empty. */
export function normaliseRows(matrix: SparseRows): SparseRows {
  for (let r = 0; r < matrix.rows; r += 1) {
    const start = matrix.offsets[r]!
    const end = matrix.offsets[r + 1]!
    let square = 0
    for (let i = start; i < end; i += 1) square += matrix.values[i]! ** 2
    if (square === 0) continue
    const length = Math.sqrt(square)
    for (let i = start; i < end; i += 1) matrix.values[i]! /= length
  }
  return matrix
}

/** Throws, saying where, unless the arrays form a sparse matrix: for matrices that come from a file. */
export function requireSparse(matrix: SparseRows, what: string): SparseRows {
  const { rows, offsets, indices, values } = matrix
  if (offsets.length !== rows + 1) {
    throw new RangeError(`${what}: ${rows} rows need ${rows + 1} offsets, got ${offsets.length}`)
  }
  if (offsets[0] !== 0 || offsets[rows] !== indices.length || indices.length !== values.length) {
    throw new RangeError(
      `${what}: offsets end at ${offsets[rows]}, with ${indices.length} indices and ${values.length} values`,
    )
  }
  for (let r = 0; r < rows; r += 1) requireSparseRow(matrix, r, what)
  return matrix
}

function requireSparseRow({ columns, offsets, indices, values }: SparseRows, r: number, what: string): void {
  if (offsets[r + 1]! < offsets[r]!) throw new RangeError(`${what}: offsets fall after row ${r}`)
  for (let i = offsets[r]!; i < offsets[r + 1]!; i += 1) {
    const column = indices[i]!
    if (column >= columns) throw new RangeError(`${what}: row ${r} names column ${column} of ${columns}`)
    if (i > offsets[r]! && column <= indices[i - 1]!) {
      throw new RangeError(`${what}: row ${r} is not in ascending order`)
    }
    requireFinite(values[i]!, `${what}: row ${r}, column ${column}`)
  }
}

const SIGN_SEED = 0x5bd1e995

/**
 * Hashes named features into a fixed number of columns; a second, independent hash gives each name its sign, so that
 * collisions cancel on average and inner products stay unbiased.
 * Source: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), "Feature hashing for large scale multitask
 * learning", eq. 1.
 *
 * @param bits the matrix has 2^bits columns; 1 … 30
 */
export function featureHasher(bits: number): (name: string) => { column: number; sign: 1 | -1 } {
  if (requireInteger(bits, 1, 'bits') > 30) throw new RangeError(`bits must be at most 30, got ${bits}`)
  const shift = 32 - bits
  return (name) => ({
    column: hashText(name) >>> shift,
    sign: hashText(name, SIGN_SEED) & 1 ? 1 : -1,
  })
}
