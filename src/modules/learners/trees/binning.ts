import type { Matrix } from './matrix.ts'

/** Upper bounds of the bins of each column; what lies above the last bound is one more bin. */
export type Bounds = readonly Float64Array[]

/** A matrix as bin numbers, column after column. */
export interface Binned {
  rows: number
  columns: number
  bounds: Bounds
  /** columns × rows; the bin of a missing value is the column's bound count + 1, one past the last real bin. */
  bins: Uint8Array
  /** Where each column's bins begin in a histogram; one entry more than columns. */
  offsets: Int32Array
}

/** Bin numbers are bytes: 255 bins of values and one for what is missing. */
const MOST_BINS = 255

/** The bin of a value: how many bounds lie below it. */
export function binOf(bounds: Float64Array, value: number): number {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value > bounds[middle]!) low = middle + 1
    else high = middle
  }
  return low
}

/** Halfway between two neighbours, and below the upper one even when they are adjacent doubles. */
function between(below: number, above: number): number {
  const middle = below + (above - below) / 2
  return middle < above ? middle : below
}

/**
 * Bounds that give every bin about as many rows; a value frequent enough fills a bin alone. The bounds lie halfway
 * between neighbouring values, so that unseen values fall to the nearer side.
 */
function columnBounds(sorted: Float64Array, mostBins: number): Float64Array {
  const distinct: number[] = []
  const counts: number[] = []
  for (const value of sorted) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value) counts[counts.length - 1]! += 1
    else {
      distinct.push(value)
      counts.push(1)
    }
  }
  const bounds: number[] = []
  let rowsLeft = sorted.length
  let inBin = 0
  for (let i = 0; i + 1 < distinct.length; i++) {
    inBin += counts[i]!
    const binsLeft = mostBins - bounds.length
    if (binsLeft <= 1) break
    const share = distinct.length <= mostBins ? 0 : rowsLeft / binsLeft
    // A bin also ends before a value that would overfill it by itself.
    if (inBin < share && inBin + counts[i + 1]! < 1.5 * share) continue
    bounds.push(between(distinct[i]!, distinct[i + 1]!))
    rowsLeft -= inBin
    inBin = 0
  }
  return Float64Array.from(bounds)
}

/** Bounds of every column of a matrix. */
export function findBounds({ rows, columns, values }: Matrix, mostBins = MOST_BINS): Bounds {
  if (!Number.isInteger(mostBins) || mostBins < 2 || mostBins > MOST_BINS) {
    throw new RangeError(`bins must be an integer from 2 to ${MOST_BINS}, got ${mostBins}`)
  }
  return Array.from({ length: columns }, (_, column) => {
    const seen = new Float64Array(rows)
    let count = 0
    for (let row = 0; row < rows; row++) {
      const value = values[row * columns + column]!
      if (!Number.isNaN(value)) seen[count++] = value
    }
    return columnBounds(seen.subarray(0, count).sort(), mostBins)
  })
}

/** Sorts a matrix into the bins of these bounds. */
export function binMatrix({ rows, columns, values }: Matrix, bounds: Bounds): Binned {
  const bins = new Uint8Array(rows * columns)
  const offsets = new Int32Array(columns + 1)
  for (let column = 0; column < columns; column++) {
    const own = bounds[column]!
    const missing = own.length + 1
    offsets[column + 1] = offsets[column]! + missing + 1
    for (let row = 0; row < rows; row++) {
      const value = values[row * columns + column]!
      bins[column * rows + row] = Number.isNaN(value) ? missing : binOf(own, value)
    }
  }
  return { rows, columns, bounds, bins, offsets }
}
