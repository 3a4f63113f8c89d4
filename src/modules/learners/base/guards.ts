/**
 * Refusals of bad numbers at the doors of the learners. Each throws a RangeError or TypeError that names the argument
 * and the offending position, so that a NaN never travels into a model and out again as an answer.
 */

/** Refuses NaN and infinities. */
export function requireFinite(value: number, what: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${what} must be a finite number, got ${value}`)
  return value
}

/** Refuses anything but a finite number above 0. */
export function requirePositive(value: number, what: string): number {
  if (!(value > 0) || !Number.isFinite(value))
    throw new RangeError(`${what} must be a finite number above 0, got ${value}`)
  return value
}

/** Refuses a number outside a closed range; NaN lies outside every range. */
export function requireBetween(value: number, range: readonly [low: number, high: number], what: string): number {
  const [low, high] = range
  if (!(value >= low && value <= high)) throw new RangeError(`${what} must lie in [${low}, ${high}], got ${value}`)
  return value
}

/** Refuses anything but an integer of at least `least`. */
export function requireInteger(value: number, least: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${what} must be an integer of at least ${least}, got ${value}`)
  }
  return value
}

/** Refuses an array that holds a NaN or an infinity, and says where the first one stands. */
export function requireAllFinite<A extends ArrayLike<number>>(values: A, what: string): A {
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${what}[${i}] must be a finite number, got ${values[i]}`)
  }
  return values
}

/** Refuses two arrays of unequal lengths. */
export function requireSameLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length) throw new RangeError(`${what} must have equal lengths, got ${a.length} and ${b.length}`)
}

/** Refuses an empty array. */
export function requireSome<A extends ArrayLike<unknown>>(values: A, what: string): A {
  if (values.length === 0) throw new RangeError(`${what} must not be empty`)
  return values
}
