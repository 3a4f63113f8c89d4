import assert from 'node:assert/strict'

/**
 * a · b / c, rounded half away from zero, exact at any size of the product.
 *
 * @throws {RangeError} when c is 0 or the result is not a safe integer
 */
export function mulDiv(a: number, b: number, c: number): number {
  if (c === 0) throw new RangeError('division by zero')
  const product = a * b
  if (Number.isSafeInteger(product)) {
    const quotient = Math.trunc(product / c)
    const remainder = Math.abs(product - quotient * c)
    if (remainder * 2 < Math.abs(c)) return quotient + 0 // never −0
    return quotient + Math.sign(product) * Math.sign(c)
  }
  return mulDivExact(a, b, c)
}

function mulDivExact(a: number, b: number, c: number): number {
  const product = BigInt(a) * BigInt(b)
  const divisor = BigInt(c)
  const isNegative = product < 0n !== divisor < 0n
  const top = product < 0n ? -product : product
  const bottom = divisor < 0n ? -divisor : divisor
  const rounded = (top * 2n + bottom) / (bottom * 2n)
  return safe(Number(isNegative ? -rounded : rounded))
}

/** Thrown when an amount leaves the safe integers: a caller may have sent amounts that multiply to one. */
export class AmountOverflow extends RangeError {
  override readonly name = 'AmountOverflow'
}

/**
 * Returns an amount that is a safe integer.
 *
 * @throws {AmountOverflow} for any other
 */
export function safe(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new AmountOverflow(`not a safe integer: ${amount}`)
  return amount
}

/**
 * Splits an amount by weights with the largest remainder: the parts sum to the amount exactly, and no part is further
 * than one unit from its true share. Equal remainders go to the earlier part.
 *
 * @param amountMinor minor units, ≥ 0
 * @param weights integers ≥ 0, at least one above 0
 * Source: Hamilton apportionment.
 */
export function split(amountMinor: number, weights: readonly number[]): number[] {
  assert.ok(Number.isSafeInteger(amountMinor) && amountMinor >= 0, 'a split needs an amount of at least 0')
  let total = 0
  for (const weight of weights) {
    assert.ok(Number.isSafeInteger(weight) && weight >= 0, 'a weight is an integer of at least 0')
    total = safe(total + weight)
  }
  assert.ok(total > 0, 'a split needs a weight above 0')
  const parts: number[] = []
  const remainders: { index: number; left: number }[] = []
  let missing = amountMinor
  for (const [index, weight] of weights.entries()) {
    const [part, left] = divideExactly(amountMinor, weight, total)
    parts.push(part)
    remainders.push({ index, left })
    missing -= part
  }
  if (missing === 0) return parts
  remainders.sort((one, other) => other.left - one.left || one.index - other.index)
  for (const { index } of remainders.slice(0, missing)) parts[index] = parts[index]! + 1
  return parts
}

/** Quotient (rounded down) and remainder of a · b / c for a, b ≥ 0 and c > 0. */
function divideExactly(a: number, b: number, c: number): [quotient: number, remainder: number] {
  const product = a * b
  if (Number.isSafeInteger(product)) {
    const remainder = product % c
    return [(product - remainder) / c, remainder]
  }
  const exact = BigInt(a) * BigInt(b)
  return [Number(exact / BigInt(c)), Number(exact % BigInt(c))]
}
