import { requireInteger } from '../base/guards.ts'

/** A table of features, row after row. NaN says that a value is missing; infinities are refused. */
export interface Matrix {
  rows: number
  columns: number
  /** rows × columns numbers. */
  values: Float64Array
}

/** Builds a matrix from rows of equal length. */
export function matrixOf(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0
  const values = new Float64Array(rows.length * columns)
  rows.forEach((row, i) => {
    if (row.length !== columns) throw new RangeError(`row ${i} holds ${row.length} numbers, not ${columns}`)
    values.set(row, i * columns)
  })
  return { rows: rows.length, columns, values }
}

/** The rows at these positions, in this order. */
export function pickRows({ columns, values }: Matrix, positions: ArrayLike<number>): Matrix {
  const picked = new Float64Array(positions.length * columns)
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i]! * columns
    picked.set(values.subarray(at, at + columns), i * columns)
  }
  return { rows: positions.length, columns, values: picked }
}

/** Refuses an empty matrix, one whose size does not fit its values, and infinities. */
export function checkMatrix({ rows, columns, values }: Matrix, what: string): void {
  requireInteger(rows, 1, `${what} rows`)
  requireInteger(columns, 1, `${what} columns`)
  if (values.length !== rows * columns) {
    throw new RangeError(`${what} must hold ${rows} × ${columns} values, got ${values.length}`)
  }
  for (let i = 0; i < values.length; i++) {
    if (values[i] === Infinity || values[i] === -Infinity) {
      throw new RangeError(`${what} row ${Math.floor(i / columns)}, column ${i % columns} is infinite`)
    }
  }
}
