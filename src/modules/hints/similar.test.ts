import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { least, priceAt, rangeOf, wordsOf } from './similar.ts'

const mugs = [3_000, 3_500, 4_000, 4_500, 9_000].map((priceMinor) => ({ title: 'Blue mugs', priceMinor }))
const bowls = [1_000, 1_100, 1_200].map((priceMinor) => ({ title: 'Wooden bowl', priceMinor }))

test('words are told apart in either language, plurals are not', () => {
  assert.deepEqual(wordsOf('Two blue Mugs, and a GLASS'), ['two', 'blue', 'mug', 'glass'])
  assert.deepEqual(wordsOf('青瓷茶杯'), ['青瓷', '瓷茶', '茶杯'])
})

test('similar are those that share the most words, as long as they are enough', () => {
  const range = rangeOf('A blue mug', [...mugs, ...bowls])!
  assert.deepEqual(range, { count: 5, lowMinor: 3_500, medianMinor: 4_000, highMinor: 4_500, words: ['blue', 'mug'] })
  const shelf = rangeOf('Wooden bowl', [...mugs, ...bowls])!
  assert.deepEqual([shelf.count, shelf.words], [8, []], 'three bowls are too few: the shelf speaks')
  assert.equal(rangeOf('A blue mug', mugs.slice(1)), undefined, 'four say nothing')
})

test('the words that are told are those of the title, as it writes them', () => {
  const pots = mugs.map((one) => ({ ...one, title: 'Lotus teapots' }))
  assert.deepEqual(rangeOf('Lotus Teapot', pots)!.words, ['lotus', 'teapot'])
})

test('what is told of a range is true of it: a half lies within, and each figure was paid', () => {
  const prices = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: least, maxLength: 60 })
  fc.assert(
    fc.property(prices, (all) => {
      const range = rangeOf('Mug', all.map((priceMinor) => ({ title: 'Mug', priceMinor })))! // prettier-ignore
      const { lowMinor, medianMinor, highMinor } = range
      assert.ok(lowMinor <= medianMinor && medianMinor <= highMinor)
      for (const figure of [lowMinor, medianMinor, highMinor]) assert.ok(all.includes(figure))
      const within = all.filter((price) => price >= lowMinor && price <= highMinor).length
      assert.ok(within >= all.length / 2 - 1)
    }),
  )
})

test('a step is a price as people write them, and never nothing', () => {
  assert.deepEqual(
    [priceAt(4_010, 1), priceAt(4_010, 1.07), priceAt(640, 1), priceAt(123, 0.93)],
    [4_000, 4_300, 650, 110],
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (median) => {
      assert.ok(priceAt(median, 1) >= 1 && Number.isInteger(priceAt(median, 1)))
      assert.ok(Math.abs(priceAt(median, 1) - median) <= 50)
    }),
  )
})
