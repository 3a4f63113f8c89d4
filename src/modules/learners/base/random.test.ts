import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from './random.ts'

const draws = 40_000

function moments(next: () => number): { mean: number; variance: number } {
  const values = Float64Array.from({ length: draws }, next)
  const mean = values.reduce((sum, value) => sum + value, 0) / draws
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1) }
}

/** Five standard errors: a seeded test passes or fails for ever. */
function assertMoments(next: () => number, mean: number, variance: number): void {
  const found = moments(next)
  assert.ok(Math.abs(found.mean - mean) < 5 * Math.sqrt(variance / draws), `mean ${found.mean}, expected ${mean}`)
  assert.ok(Math.abs(found.variance / variance - 1) < 0.1, `variance ${found.variance}, expected ${variance}`)
}

test('equal seeds give equal numbers and other seeds give others', () => {
  const take = (seed: number | string) => Array.from({ length: 20 }, seededRandom(seed).uniform)
  assert.deepEqual(take(7), take(7))
  assert.notDeepEqual(take(7), take(8))
  assert.notDeepEqual(take('a'), take('b'))
})

test('the numbers of a seed never change between releases', () => {
  const random = seededRandom(42)
  const known = [random.integer(1000), random.integer(1000), random.stream('a').integer(1000), random.integer(1000)]
  assert.deepEqual(known, [331, 895, 958, 676])
})

test('a stream does not depend on what was drawn before it was opened', () => {
  const fresh = seededRandom(1)
  const used = seededRandom(1)
  for (let i = 0; i < 99; i += 1) used.normal()
  assert.equal(fresh.stream('x').stream(3).uniform(), used.stream('x').stream(3).uniform())
  assert.notEqual(fresh.stream('x').uniform(), fresh.stream('y').uniform())
  assert.notEqual(fresh.stream('x').stream('y').uniform(), fresh.stream('x/y').uniform())
})

test('streams of neighbouring names are uncorrelated', () => {
  const root = seededRandom(5)
  let sum = 0
  const n = 4000
  for (let i = 0; i < n; i += 1) {
    sum += (root.stream(i).uniform() - 0.5) * (root.stream(i + 1).uniform() - 0.5)
  }
  assert.ok(Math.abs((sum / n) * 12) < 5 / Math.sqrt(n))
})

test('uniform, normal, gamma and beta have their mean and variance', () => {
  const random = seededRandom('moments')
  assertMoments(random.uniform, 1 / 2, 1 / 12)
  assertMoments(random.normal, 0, 1)
  for (const shape of [0.3, 1, 2.5, 40]) assertMoments(() => random.gamma(shape), shape, shape)
  for (const [a, b] of [
    [0.5, 0.5],
    [2, 5],
    [30, 10],
  ] as const) {
    assertMoments(() => random.beta(a, b), a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1)))
  }
})

test('a beta of the tiniest and the largest shapes is a number in [0, 1]', () => {
  const shape = fc.double({ min: 1e-300, max: 1e300, noNaN: true })
  fc.assert(
    fc.property(shape, shape, fc.integer(), (a, b, seed) => {
      const x = seededRandom(seed).beta(a, b)
      assert.ok(x >= 0 && x <= 1, `beta(${a}, ${b}) gave ${x}`)
    }),
  )
})

test('a categorical draw follows its weights and never takes a weight of 0', () => {
  const random = seededRandom(3)
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < draws; i += 1) counts[random.categorical([0, 1, 3, 0])]! += 1
  assert.equal(counts[0]! + counts[3]!, 0)
  assert.ok(Math.abs(counts[2]! / draws - 0.75) < 0.011)
})

test('integers stay below their bound and reach every value', () => {
  const random = seededRandom(4)
  const counts = new Uint32Array(6)
  for (let i = 0; i < 60_000; i += 1) counts[random.integer(6)]! += 1
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500)
})

test('a shuffle keeps the items and reaches each order equally often', () => {
  const random = seededRandom(6)
  const orders = new Map<string, number>()
  for (let i = 0; i < 12_000; i += 1) {
    const order = random.shuffle([1, 2, 3]).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  assert.equal(orders.size, 6)
  for (const [order, count] of orders) assert.ok(Math.abs(count - 2000) < 250, `${order}: ${count}`)
})

test('bad arguments are refused by name', () => {
  const random = seededRandom(1)
  assert.throws(() => seededRandom(Number.NaN), /seed must be a finite number/)
  assert.throws(() => random.integer(0), /integer below/)
  assert.throws(() => random.gamma(0), /gamma shape/)
  assert.throws(() => random.beta(1, Number.NaN), /beta b/)
  assert.throws(() => random.categorical([]), /must not be empty/)
  assert.throws(() => random.categorical([0, 0]), /sum of categorical weights/)
  assert.throws(() => random.categorical([1, Number.NaN]), /weights\[1\]/)
})
