/**
 * Naive Bayes for many classes, each against all the others: Rennie, Shih, Teevan and Karger, "Tackling the poor
 * assumptions of naive Bayes text classifiers", ICML 2003, §3.1 (one-versus-all-but-one).
 *
 *   weight(feature, class) = log θ(feature | class) - log θ(feature | other classes)
 *
 * It errs elsewhere than a support vector machine, so that the two together beat either (Wang and Manning, "Baselines
 * and bigrams", ACL 2012).
 */
import { requirePositive, requireSameLength } from '../base/guards.ts'
import { requireSparse, type SparseRows } from '../base/sparse.ts'
import { type ClassModel, requireClasses } from './class-model.ts'

/**
 * Counts features by class. Weights common to all classes are left out, as they decide nothing.
 *
 * @param data.rows no value below 0
 * @param data.labels class numbers 0 … classes - 1, each present
 * @param options.smoothing added to the sum of each feature in each class; 0.001 unless given, which suits rare
 * features
 *   that belong to few classes
 */
export function trainNaiveBayes(
  data: { readonly rows: SparseRows; readonly labels: ArrayLike<number>; readonly classes: number },
  options: { readonly smoothing?: number } = {},
): ClassModel {
  const { rows, labels, classes } = data
  const smoothing = requirePositive(options.smoothing ?? 0.001, 'naive Bayes smoothing')
  requireSparse(rows, 'naive Bayes rows')
  requireClasses(labels, classes, 'naive Bayes')
  requireSameLength({ length: rows.rows }, labels, 'naive Bayes rows and labels')
  const sums = sumsOf(data)
  const ofClass = new Float64Array(classes)
  for (const feature of sums) for (const [k, sum] of feature) ofClass[k]! += sum
  const total = ofClass.reduce((all, sum) => all + sum, 0)
  const room = smoothing * rows.columns
  // A class's odds of a feature that it never saw, apart from what is common to all classes.
  const perUnit = ofClass.map((own) => Math.log((total - own + room) / (own + room)))
  return { classes, weights: weightsOf(sums, classes, smoothing), perUnit, intercepts: new Float64Array(classes) }
}

/** For each feature, the sum of its values in each class that has any. */
function sumsOf(data: { rows: SparseRows; labels: ArrayLike<number> }): Map<number, number>[] {
  const { rows, labels } = data
  const sums = Array.from({ length: rows.columns }, () => new Map<number, number>())
  for (let row = 0; row < rows.rows; row += 1) {
    const label = labels[row]!
    for (let cell = rows.offsets[row]!; cell < rows.offsets[row + 1]!; cell += 1) {
      const value = rows.values[cell]!
      if (value < 0) throw new RangeError(`naive Bayes rows: row ${row}, column ${rows.indices[cell]} is below 0`)
      const own = sums[rows.indices[cell]!]!
      own.set(label, (own.get(label) ?? 0) + value)
    }
  }
  return sums
}

/** What a class that saw the feature knows beyond one that did not. */
function weightsOf(sums: readonly Map<number, number>[], classes: number, smoothing: number): SparseRows {
  const cells = sums.reduce((count, own) => count + own.size, 0)
  const offsets = new Uint32Array(sums.length + 1)
  const indices = new Uint32Array(cells)
  const values = new Float64Array(cells)
  let at = 0
  for (const [feature, own] of sums.entries()) {
    const all = own.values().reduce((sum, value) => sum + value, 0)
    for (const [k, sum] of [...own].toSorted(([a], [b]) => a - b)) {
      indices[at] = k
      // Rounding may leave all - sum a hair below 0.
      const others = Math.max(0, all - sum)
      values[at] = Math.fround(
        Math.log((sum + smoothing) / smoothing) + Math.log((all + smoothing) / (others + smoothing)),
      )
      at += 1
    }
    offsets[feature + 1] = at
  }
  return { rows: sums.length, columns: classes, offsets, indices, values }
}
