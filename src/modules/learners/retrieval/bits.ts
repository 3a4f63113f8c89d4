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

/** The greatest member of at most `from`, which lies within the set's size; -1 when there is none. */
export function lastBit(bits: Bits, from: number): number {
  if (from < 0) return -1
  let word = from >>> 5
  let left = bits[word]! & (0xffffffff >>> (31 - (from & 31)))
  while (left === 0) {
    word -= 1
    if (word < 0) return -1
    left = bits[word]!
  }
  return (word << 5) + 31 - Math.clz32(left)
}

/** How many members the set has. */
export function countBits(bits: Bits): number {
  let count = 0
  for (let i = 0; i < bits.length; i += 1) count += ones(bits[i]!)
  return count
}

/** How many members two sets have in common. */
export function countCommon(bits: Bits, others: Bits): number {
  let count = 0
  for (let i = 0; i < bits.length; i += 1) count += ones(bits[i]! & others[i]!)
  return count
}

/** Bits of a word that are set, all added up at once. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
