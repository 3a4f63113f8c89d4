import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleRatioTest } from './sample-ratio.ts'

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

test('the split of the retention experiment is flagged with z 2.63', () => {
  const found = sampleRatioTest([44_700, 45_489], [1, 1])
  near(found.chiSquare, 6.9024049496058275)
  near(found.pValue, 0.008607987810836262)
  near(Math.abs(found.z), 2.627242841766, 1e-9)
  assert.equal(found.mismatch, true)
})

test('three variants with unequal shares agree with an independent implementation and pass', () => {
  const found = sampleRatioTest([44_700, 45_489, 90_000], [0.25, 0.25, 0.5])
  near(found.chiSquare, 7.107886718945107)
  near(found.pValue, 0.02861159111636737)
  assert.equal(found.mismatch, false)
})

test('no variants, no units and zero shares are refused', () => {
  assert.throws(() => sampleRatioTest([5], [1]), /at least 2 variants/)
  assert.throws(() => sampleRatioTest([0, 0], [1, 1]), /no units/)
  assert.throws(() => sampleRatioTest([1, 2], [1, 0]), /shares\[1\]/)
  assert.throws(() => sampleRatioTest([1.5, 2], [1, 1]), /counts\[0\]/)
})
