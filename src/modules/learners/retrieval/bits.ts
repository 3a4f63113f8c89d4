/** A set of the numbers 0 … size - 1, a bit each. */
export type Bits = Uint32Array

export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5)
}

/** The set of all numbers below `size`. */
export function fullBits(size: number): Bits {
  const bits = emptyBits(size).fill(0xffffffff)
  if (size & 31) bits[bits.length - 1] = (1 << (size & 31)) - 1
  return bits
}

export function hasBit(bits: Bits, number: number): boolean {
  return (bits[number >>> 5]! & (1 << (number & 31))) !== 0
}

export function setBit(bits: Bits, number: number): void {
  bits[number >>> 5]! |= 1 << (number & 31)
}

export function clearBit(bits: Bits, number: number): void {
  bits[number >>> 5]! &= ~(1 << (number & 31))
}

/** Keeps in `bits` only what is also in `others`. */
export function intersectBits(bits: Bits, others: Bits): void {
  for (let i = 0; i < bits.length; i += 1) bits[i]! &= others[i]!
}

/** The least member of at least `from`; `none` when there is none. */
export function nextBit(bits: Bits, from: number, none: number): number {
  let word = from >>> 5
  if (word >= bits.length) return none
  let left = bits[word]! & (0xffffffff << (from & 31))
  while (left === 0) {
    word += 1
    if (word >= bits.length) return none
    left = bits[word]!
  }
  return (word << 5) + 31 - Math.clz32(left & -left)
}

/** How many members the set has. */
export function countBits(bits: Bits): number {
  let count = 0
  for (let word of bits) {
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}
