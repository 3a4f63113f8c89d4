const C1 = 0xcc9e2d51
const C2 = 0x1b873593

/** Spreads one 32-bit block before it enters the state (MurmurHash3 x86_32, body). */
function scramble(block: number): number {
  const k = Math.imul(block, C1)
  return Math.imul((k << 15) | (k >>> 17), C2)
}

/**
 * Mixes an integer so that every input bit moves every output bit: the finaliser of MurmurHash3 (Appleby, public
 * domain). A bijection on 32-bit integers.
 *
 * @returns an unsigned 32-bit integer
 */
export function mix32(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Hashes an ordered pair of 32-bit integers to an unsigned 32-bit integer. */
export function hashPair(a: number, b: number): number {
  let h = scramble(a)
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  h ^= scramble(b)
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  return mix32(h ^ 8)
}

const encoder = new TextEncoder()
let bytes = new Uint8Array(256)

function encode(text: string): number {
  if (bytes.length < text.length * 3) bytes = new Uint8Array(text.length * 6)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code > 127) return encoder.encodeInto(text, bytes).written
    bytes[i] = code
  }
  return text.length
}

/**
 * MurmurHash3 x86_32 of the text's UTF-8 bytes.
 *
 * @param seed any 32-bit integer; different seeds give independent hashes
 * @returns an unsigned 32-bit integer
 */
export function hashText(text: string, seed = 0): number {
  const length = encode(text)
  const blocks = length & ~3
  let h = seed | 0
  for (let i = 0; i < blocks; i += 4) {
    h ^= scramble(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = length - 1; i >= blocks; i -= 1) tail = (tail << 8) | bytes[i]!
  if (length > blocks) h ^= scramble(tail)
  return mix32(h ^ length)
}
