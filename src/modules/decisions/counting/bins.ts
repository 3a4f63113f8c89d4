/** Bins into which values are counted, and what bins say: quantiles, and how far one distribution is from another. */
import type { Feature, FeatureValue } from '../core/features.ts'
import type { Counts } from './tally.ts'

/** Bins of a span of time: four to a doubling, so that a quantile is true to a tenth. */
const binsADoubling = 4

/** The bin of a span; 0 for nothing. */
export function spanBin(span: number): number {
  return span <= 0 ? 0 : Math.max(1, Math.round(Math.log2(span + 1) * binsADoubling) + 1)
}

/** The middle of a bin of `spanBin`. */
export function spanOfBin(bin: number): number {
  return bin <= 0 ? 0 : 2 ** ((bin - 1) / binsADoubling) - 1
}

/** A quantile of counted spans; null when there are none. */
export function quantileOf(counts: Counts, share: number): number | null {
  const bins = Object.entries(counts)
    .map(([bin, count]) => ({ bin: Number(bin), count }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => one.bin - other.bin)
  const total = bins.reduce((sum, { count }) => sum + count, 0)
  let before = 0
  for (const { bin, count } of bins) {
    before += count
    if (before >= share * total) return spanOfBin(bin)
  }
  return null
}

/** Equal parts of a range that is declared, or steps that widen with the number. */
const parts = 10

/** The bin of a feature's value, by name. */
export function binOf(feature: Feature, value: FeatureValue): string {
  if (feature.kind !== 'number' || typeof value !== 'number') return String(value)
  const { min, max, scale } = feature
  if (scale === undefined && min !== undefined && max !== undefined && max > min) {
    return String(Math.min(parts - 1, Math.max(0, Math.floor(((value - min) / (max - min)) * parts))))
  }
  return String(Math.max(-parts, Math.min(parts, Math.round(Math.asinh(value / (scale ?? 1)) * 2))))
}

/** Places in the caller's order: the first ones apart, then by doubling. */
export function placeBin(place: number): string {
  if (place < 0) return 'other'
  return place < 4 ? `${place + 1}` : `${2 ** Math.floor(Math.log2(place + 1))}+`
}

/** Added to every bin, so that one that is empty on one side does not make the index infinite. */
const smoothing = 0.5

/**
 * Population stability index between two counted distributions: Σ (p - q) ln(p / q). Above 0.25 a distribution is
 * commonly taken to have shifted, below 0.1 not (Siddiqi, "Credit Risk Scorecards", 2006). Null where either counts
 * too little to say.
 */
export function stabilityIndex(before: Counts, now: Counts): number | null {
  const bins = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)
  const [was, is] = [totalOf(before), totalOf(now)]
  if (was < leastForIndex || is < leastForIndex) return null
  const shareOf = (counts: Counts, bin: string, total: number): number =>
    ((Object.hasOwn(counts, bin) ? counts[bin]! : 0) + smoothing) / (total + smoothing * bins.length)
  return bins.reduce((sum, bin) => {
    const [p, q] = [shareOf(now, bin, is), shareOf(before, bin, was)]
    return sum + (p - q) * Math.log(p / q)
  }, 0)
}

/** Fewer decisions shift by chance. */
export const leastForIndex = 200
