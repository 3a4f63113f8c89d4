import { requireAllFinite, requireFinite, requireInteger } from '../base/guards.ts'

/** What a test needs to know of one variant's outcomes. */
export interface Summary {
  count: number
  mean: number
  /** Unbiased sample variance. */
  variance: number
}

/** The estimated difference between two variants and what to make of it. */
export interface Comparison {
  /** Second variant less first. */
  difference: number
  standardError: number
  /** Two-sided. */
  pValue: number
  low: number
  high: number
  /** Nominal coverage of low..high. */
  level: number
}

/** Count, mean and variance in one pass (Welford, 1962). */
export function summarise(values: ArrayLike<number>): Summary {
  requireAllFinite(values, 'summarise values')
  if (values.length < 2) throw new RangeError(`summarise: at least 2 values are needed, got ${values.length}`)
  let mean = 0
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    const step = values[i]! - mean
    mean += step / (i + 1)
    squares += step * (values[i]! - mean)
  }
  return { count: values.length, mean, variance: squares / (values.length - 1) }
}

/** Refuses a summary that cannot have come from data. */
export function checkSummary({ count, mean, variance }: Summary, what: string): void {
  requireInteger(count, 2, `${what} count`)
  requireFinite(mean, `${what} mean`)
  if (!(requireFinite(variance, `${what} variance`) >= 0)) {
    throw new RangeError(`${what} variance must be at least 0, got ${variance}`)
  }
}
