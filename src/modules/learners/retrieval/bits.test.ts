import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  clearBit,
  countBits,
  countCommon,
  emptyBits,
  fullBits,
  hasBit,
  intersectBits,
  lastBit,
  nextBit,
  setBit,
} from './bits.ts'

test('a bit set behaves as a set of numbers', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.array(fc.nat(199)), fc.array(fc.nat(199)), (size, inserted, removed) => {
      const bits = emptyBits(200)
      const set = new Set<number>()
      for (const n of inserted) {
        setBit(bits, n)
        set.add(n)
      }
      for (const n of removed) {
        clearBit(bits, n)
        set.delete(n)
      }
      assert.equal(countBits(bits), set.size)
      const sorted = [...set].sort((a, b) => a - b)
      for (let n = 0; n < 200; n += 1) {
        assert.equal(hasBit(bits, n), set.has(n))
        assert.equal(nextBit(bits, n, 999), sorted.find((member) => member >= n) ?? 999)
        assert.equal(lastBit(bits, n), sorted.findLast((member) => member <= n) ?? -1)
      }
      assert.equal(nextBit(bits, 5000, 999), 999)
      const full = fullBits(size)
      assert.equal(countBits(full), size)
      const both = bits.slice(0, full.length)
      assert.equal(countCommon(both, full), sorted.filter((n) => n < size).length)
      intersectBits(both, full)
      assert.equal(countBits(both), sorted.filter((n) => n < size).length)
    }),
  )
})
