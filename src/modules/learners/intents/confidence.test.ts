import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chooseThreshold, fitSharpness, softmax } from './confidence.ts'

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

test('two classes two apart, right three times in four, have the sharpness of that share', () => {
  const margins = Float64Array.from([1, -1, 1, -1, 1, -1, 1, -1])
  const sharpness = fitSharpness({ margins, labels: Int32Array.of(0, 0, 0, 1), classes: 2 })
  near(sharpness, Math.log(3) / 2, 1e-3)
  near(softmax([1, -1], sharpness)[0]!, 0.75, 1e-3)
})

test('probabilities sum to 1 and keep the order of margins, also far out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 }),
      (margins) => {
        const shares = softmax(margins, 3)
        near(
          shares.reduce((sum, share) => sum + share, 0),
          1,
          1e-12,
        )
        margins.forEach((margin, k) =>
          margins.forEach((other, l) => assert.ok(margin < other || shares[k]! >= shares[l]!)),
        )
      },
    ),
  )
})

const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), { minLength: 1, maxLength: 30 })

test('no lower threshold keeps the wanted accuracy, and the chosen one does', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(0, 0.5, 0.8, 1), (data, wanted) => {
      const probabilities = data.map(([tenths]) => tenths / 10)
      const isRight = data.map(([, right]) => right)
      const accuracyAt = (threshold: number): number => {
        const answered = isRight.filter((_, row) => probabilities[row]! >= threshold)
        return answered.length === 0 ? 1 : answered.filter(Boolean).length / answered.length
      }
      const { threshold, coverage, accuracy } = chooseThreshold(probabilities, isRight, wanted)
      near(accuracy, accuracyAt(threshold), 1e-12)
      assert.ok(accuracy >= wanted)
      near(coverage, probabilities.filter((each) => each >= threshold).length / data.length, 1e-12)
      for (const lower of probabilities.filter((each) => each < threshold)) assert.ok(accuracyAt(lower) < wanted)
    }),
  )
})

test('when even the surest answers are too often wrong it never answers', () => {
  assert.deepEqual(chooseThreshold([1, 0.5], [false, false], 0.9), { threshold: 1.1, coverage: 0, accuracy: 1 })
})

test('bad input is refused with what and where', () => {
  assert.throws(() => chooseThreshold([], [], 0.9), /probabilities must not be empty/)
  assert.throws(() => chooseThreshold([1], [true, true], 0.9), /equal lengths/)
  assert.throws(() => chooseThreshold([1], [true], 2), /wanted accuracy/)
  assert.throws(() => fitSharpness({ margins: new Float64Array(0), labels: new Int32Array(0), classes: 2 }), /held-out/)
})
