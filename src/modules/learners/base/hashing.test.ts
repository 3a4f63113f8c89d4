import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashPair, hashText, mix32 } from './hashing.ts'

test('text hashes equal the published vectors of MurmurHash3 x86_32', () => {
  const vectors: [string, number, number][] = [
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
  ]
  for (const [text, seed, hash] of vectors) assert.equal(hashText(text, seed), hash, text)
})

test('a pair hashes as its eight little-endian bytes would', () => {
  // The eight bytes below 128 can be written as a text.
  const text = String.fromCharCode(1, 2, 3, 4, 5, 6, 7, 8)
  assert.equal(hashPair(0x04030201, 0x08070605), hashText(text))
})

test('mixing never maps two integers to one', () => {
  const seen = new Set<number>()
  for (let i = 0; i < 100_000; i += 1) seen.add(mix32(i * 7919))
  assert.equal(seen.size, 100_000)
})

test('every hash is an unsigned 32-bit integer, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, seed) => {
      const hash = hashText(text, seed)
      assert.ok(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)
    }),
  )
})

test('keys that differ by little fill the buckets evenly', () => {
  const buckets = new Float64Array(256)
  for (let i = 0; i < 25_600; i += 1) buckets[hashText(`word${i}`) >>> 24]! += 1
  const chiSquare = buckets.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
  assert.ok(chiSquare < 340, `chi-square ${chiSquare} with 255 degrees of freedom`) // p about .0003
})
