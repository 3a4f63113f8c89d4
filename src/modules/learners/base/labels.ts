import { requireSome } from './guards.ts'

/** Refuses labels other than 0 and 1, and data in which one of the two never occurs. */
export function requireBothClasses(labels: ArrayLike<number>, what: string): void {
  requireSome(labels, what)
  let positives = 0
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index]
    if (label !== 0 && label !== 1) throw new RangeError(`${what}[${index}] must be 0 or 1, got ${label}`)
    positives += label
  }
  if (positives === 0 || positives === labels.length) {
    const only = positives === 0 ? 0 : 1
    throw new RangeError(`${what} must hold both classes, but all ${labels.length} are ${only}`)
  }
}
