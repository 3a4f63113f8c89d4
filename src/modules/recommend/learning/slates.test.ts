import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPoint, createPolicy } from '#modules/decisions'
import { seededRandom } from '#modules/learners'
import { searchPoint } from '../serving/points.ts'
import { attentionOf, chanceOfOrder, standingsOf } from './slates.ts'

const near = (found: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(found - expected) <= within, `${found} is not ${expected}`)

test('of two neighbours that are equally likely each order is as likely; else by what is left behind each', () => {
  near(chanceOfOrder(Float64Array.of(0, 0, 0), 0), 1 / 2)
  // Weights 2, 1, 1: 2/4 · 1/2 = 1/4 as they stand, 1/4 · 2/3 = 1/6 the other way round.
  near(chanceOfOrder(Float64Array.of(Math.log(2), 0, 0), 0), 3 / 5)
  near(chanceOfOrder(Float64Array.of(9, 0, 0), 1), 1 / 2)
})

test('where options stand is what all orders together say', () => {
  const standings = standingsOf(Float64Array.of(Math.log(2), 0, 0), 2, { seed: 'any', draws: 4_000 })
  near(standings[0]!, 1 / 2)
  near(standings[2]!, 1 / 4)
  // The second place of the first: 1/4 · 2/3 twice.
  near(standings[1]!, 1 / 3, 0.01)
  near(standings[3]! + standings[5]! + standings[1]!, 1)
  assert.deepEqual([...attentionOf(standings, 3, Float64Array.of(1, 0))], [standings[0], standings[2], standings[4]])
})

test('the first place has the chances that the decision kernel draws by, however far options lie apart', () => {
  const point = createPoint(searchPoint.declaration, 1)
  const spec = { kind: 'linear', weights: { match: 4 }, temperature: 0.1 } as const
  const policy = createPolicy(point, { name: 'any', version: 1, spec })
  const width = point.columns.length
  const values = new Float64Array(4 * width)
  const match = point.columns.indexOf('match')
  for (const [option, value] of [1, 0.9, 0.6, 0].entries()) values[option * width + match] = value
  const options = [1, 2, 3, 4].map((id) => ({ id: String(id), features: {} }))
  const rows = { count: 4, width, values }
  const { scores, probabilities } = policy.weigh({ rows, options, context: {}, random: seededRandom('any') })
  const standings = standingsOf(
    scores.map((score) => score / 0.1),
    1,
    { seed: 'any', draws: 1 },
  )
  for (const [option, p] of probabilities.entries()) near(standings[option]!, p, 1e-12)
})
