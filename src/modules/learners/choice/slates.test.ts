import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { drawSlate, slateProbability } from './slates.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
}

test('conditional probabilities are those of Plackett–Luce', () => {
  const [a, b, c] = [Math.exp(1), Math.exp(0.5), Math.exp(0)]
  const slate = slateProbability([1, 0.5, 0], [1, 0, 2])
  near(slate.conditional[0]!, b / (a + b + c))
  near(slate.conditional[1]!, a / (a + c))
  near(slate.conditional[2]!, 1)
  near(slate.logProbability, Math.log((b / (a + b + c)) * (a / (a + c))))
})

test('the probabilities of all orders add up to one', () => {
  const scores = [0.3, -1, 2, 0.9, 0]
  const total = permutations([0, 1, 2, 3, 4]).reduce(
    (sum, order) => sum + Math.exp(slateProbability(scores, order, 0.7).logProbability),
    0,
  )
  near(total, 1)
})

test('slates are drawn as often as their probability says', () => {
  const scores = [0.5, 0, 1, -0.5]
  const random = seededRandom(4)
  const drawn = new Map<string, number>()
  for (let i = 0; i < 24_000; i++) {
    const slate = drawSlate(scores, { length: 2 }, random)
    assert.deepEqual(slate, slateProbability(scores, slate.order))
    const key = slate.order.join()
    drawn.set(key, (drawn.get(key) ?? 0) + 1)
  }
  for (const order of permutations([0, 1, 2, 3]).map((all) => all.slice(0, 2))) {
    const p = Math.exp(slateProbability(scores, order).logProbability)
    near((drawn.get(order.join()) ?? 0) / 24_000, p, 3.5 * Math.sqrt((p * (1 - p)) / 24_000))
  }
})

test('options below a dominant one keep their digits once it is taken', () => {
  const slate = slateProbability([1000, 1, 0], [0, 1, 2])
  near(slate.conditional[1]!, Math.E / (Math.E + 1))
})

test('a slate longer than the options, a repeated option and a bad score are refused', () => {
  assert.throws(() => drawSlate([1, 2], { length: 3 }, seededRandom(1)), /at most the 2 options/)
  assert.throws(() => slateProbability([1, 2], [0, 0]), /order\[1\] 0 is taken/)
  assert.throws(() => slateProbability([1, 2], [2]), /not an option/)
  assert.throws(() => slateProbability([1, Infinity], [0]), /slate scores\[1\]/)
})
