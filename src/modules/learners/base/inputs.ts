/** Refuses an empty list and a NaN or infinity in it; `what` names the list in the message. */
export function requireFinite(values: ArrayLike<number>, what: string): void {
  if (values.length === 0) throw new Error(`${what}: at least one number is needed`)
  for (let index = 0; index < values.length; index += 1) {
    if (!Number.isFinite(values[index])) throw new Error(`${what}[${index}]: a finite number expected, found ${values[index]}`)
  }
}

/** Refuses two lists of unequal lengths. */
export function requireSameLength(first: ArrayLike<unknown>, second: ArrayLike<unknown>, what: string): void {
  if (first.length !== second.length) {
    throw new Error(`${what}: equal lengths expected, found ${first.length} and ${second.length}`)
  }
}

/** Refuses labels other than 0 and 1, and data in which one of the two never occurs. */
export function requireBothClasses(labels: ArrayLike<number>, what: string): void {
  if (labels.length === 0) throw new Error(`${what}: at least one label is needed`)
  let positives = 0
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index]
    if (label !== 0 && label !== 1) throw new Error(`${what}[${index}]: 0 or 1 expected, found ${label}`)
    positives += label
  }
  if (positives === 0 || positives === labels.length) {
    throw new Error(`${what}: both classes are needed, but all ${labels.length} labels are ${positives === 0 ? 0 : 1}`)
  }
}

/** Refuses a number outside `min`..`max`, both included. */
export function requireWithin(value: number, range: readonly [min: number, max: number], what: string): void {
  const [min, max] = range
  if (!(value >= min && value <= max)) throw new Error(`${what}: a number from ${min} to ${max} expected, found ${value}`)
}
