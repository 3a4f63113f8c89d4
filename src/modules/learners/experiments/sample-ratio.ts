import { requireBetween, requireInteger, requirePositive, requireSameLength } from '../base/guards.ts'
import { chiSquareTail } from '../base/special.ts'

/** Whether units arrived in the shares they were meant to. */
export interface SampleRatio {
  chiSquare: number
  degreesOfFreedom: number
  pValue: number
  /** Signed deviation of the first variant; for two variants its square is chiSquare. */
  z: number
  /** The split is not the one intended: mend the assignment or the logging before reading any result. */
  mismatch: boolean
}

/** Below this p the split is called broken; a real fault shows itself far below, an honest split once in a hundred. */
const MISMATCH_P = 0.01

/**
 * Pearson's chi-square test of sample ratio mismatch.
 *
 * Source: Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments" (2019).
 *
 * @param shares intended shares of the variants; any positive scale
 */
export function sampleRatioTest(
  counts: ArrayLike<number>,
  shares: ArrayLike<number>,
  threshold = MISMATCH_P,
): SampleRatio {
  requireSameLength(counts, shares, 'counts and shares')
  requireBetween(threshold, [0, 1], 'sampleRatioTest threshold')
  if (counts.length < 2) throw new RangeError(`sampleRatioTest: at least 2 variants are needed, got ${counts.length}`)
  let units = 0
  let whole = 0
  for (let i = 0; i < counts.length; i++) {
    units += requireInteger(counts[i]!, 0, `counts[${i}]`)
    whole += requirePositive(shares[i]!, `shares[${i}]`)
  }
  if (units === 0) throw new RangeError('sampleRatioTest: no units were counted')
  let chiSquare = 0
  for (let i = 0; i < counts.length; i++) {
    const expected = (units * shares[i]!) / whole
    chiSquare += (counts[i]! - expected) ** 2 / expected
  }
  const share = shares[0]! / whole
  const z = (counts[0]! - units * share) / Math.sqrt(units * share * (1 - share))
  const degreesOfFreedom = counts.length - 1
  const pValue = chiSquareTail(chiSquare, degreesOfFreedom)
  return { chiSquare, degreesOfFreedom, pValue, z, mismatch: pValue < threshold }
}
