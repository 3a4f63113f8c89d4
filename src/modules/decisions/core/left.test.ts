import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '#modules/learners'
import { draw, placeProbabilities } from './choosing.ts'
import { leftOf } from './left.ts'
import { softmaxWithin } from './policy.ts'

const scores = fc.array(fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(0, 1)), {
  minLength: 2,
  maxLength: 40,
})

test('those left are as probable as if they had stood alone, to the bit, whichever were placed', () => {
  fc.assert(
    fc.property(scores, fc.double({ min: 0.01, max: 5, noNaN: true }), fc.string(), (given, temperature, seed) => {
      const all = Float64Array.from(given)
      const weighed = { scores: all, probabilities: softmaxWithin(all, temperature), temperature }
      const order = seededRandom(seed)
        .shuffle([...all.keys()])
        .slice(0, -1)
      const left = leftOf(all, temperature)
      for (const [place, option] of order.entries()) {
        left.place(option)
        assert.deepEqual([...left.probabilities()], [...placeProbabilities(weighed, order.slice(0, place + 1))])
      }
    }),
  )
})

test('a slate that is drawn has the probabilities that replay finds', () => {
  fc.assert(
    fc.property(scores, fc.string(), (given, seed) => {
      const all = Float64Array.from(given)
      const weighed = { scores: all, probabilities: softmaxWithin(all, 0.5), temperature: 0.5 }
      const { order, conditional } = draw(weighed, all.length, seededRandom(seed))
      assert.equal(new Set(order).size, all.length)
      const again = order.map((option, place) => placeProbabilities(weighed, order.slice(0, place))[option])
      assert.deepEqual(conditional, again)
    }),
  )
})
