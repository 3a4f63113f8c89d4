import type { Binned } from './binning.ts'

/** Sums over the rows of a bin: gradient, hessian, count. */
export const STRIDE = 3

/** Gradients and hessians of the loss, one a row. */
export interface Slopes {
  gradients: Float64Array
  hessians: Float64Array
}

/** Hands out histograms of one size and takes them back. */
export interface HistogramPool {
  take(): Float64Array
  give(histogram: Float64Array): void
}

/** A pool for histograms over all bins of a binned matrix. */
export function histogramPool({ offsets, columns }: Binned): HistogramPool {
  const size = offsets[columns]! * STRIDE
  const free: Float64Array[] = []
  return {
    take: () => free.pop() ?? new Float64Array(size),
    give: (histogram) => free.push(histogram),
  }
}

/** Fills histograms of the given rows. */
export type HistogramBuilder = (histogram: Float64Array, rows: Int32Array, columns: readonly number[]) => void

/** A builder that keeps its scratch arrays between calls. */
export function histogramBuilder(binned: Binned, { gradients, hessians }: Slopes): HistogramBuilder {
  const ownGradients = new Float64Array(binned.rows)
  const ownHessians = new Float64Array(binned.rows)
  return (histogram, rows, columns) => {
    histogram.fill(0)
    // Gathered once, so that the loop over columns reads both in order.
    for (let i = 0; i < rows.length; i++) {
      ownGradients[i] = gradients[rows[i]!]!
      ownHessians[i] = hessians[rows[i]!]!
    }
    for (const column of columns) {
      const bins = binned.bins.subarray(column * binned.rows, (column + 1) * binned.rows)
      addColumn(histogram, bins, { rows, offset: binned.offsets[column]! * STRIDE, ownGradients, ownHessians })
    }
  }
}

interface ColumnRows {
  rows: Int32Array
  offset: number
  ownGradients: Float64Array
  ownHessians: Float64Array
}

function addColumn(histogram: Float64Array, bins: Uint8Array, column: ColumnRows): void {
  const { rows, offset, ownGradients, ownHessians } = column
  for (let i = 0; i < rows.length; i++) {
    const at = offset + bins[rows[i]!]! * STRIDE
    histogram[at] = histogram[at]! + ownGradients[i]!
    histogram[at + 1] = histogram[at + 1]! + ownHessians[i]!
    histogram[at + 2] = histogram[at + 2]! + 1
  }
}

/** parent ← parent - child: the sibling's histogram for the price of a subtraction. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] = parent[i]! - child[i]!
}
