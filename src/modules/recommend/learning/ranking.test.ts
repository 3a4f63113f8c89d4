import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scoreRows } from '#modules/learners'
import { columns, pagesOf, trueLook } from './fixtures.ts'
import { learnOrder, rankingsOf } from './ranking.ts'

const looks = Float64Array.from({ length: 20 }, (_, place) => trueLook(place))

test('an outcome weighs what it was worth over the chance that it was looked at', () => {
  // Certain to stand as they do: the first is looked at always, the second half the time.
  const page = {
    id: 'page',
    shown: 2,
    features: Float64Array.of(1, 2),
    logits: Float64Array.of(1_000, 0),
    gains: Float64Array.of(1, 6),
  }
  const { weights, labels, groups } = rankingsOf({ pages: [page], looks: Float64Array.of(1, 0.5), columns: ['x'] })
  const rounded = weights.map((weight) => Number(weight.toFixed(3)))
  // 1 / 1 and 6 / 0.5, over their mean.
  assert.deepEqual(rounded, [0.154, 0.154, 1.846, 1.846])
  assert.deepEqual([labels, groups], [[1, 0, 0, 1], [2, 2]]) // prettier-ignore
})

test('what was clicked against all odds counts no more than twenty times, and what was given back not at all', () => {
  const of = (gains: readonly number[], look: number) =>
    rankingsOf({
      pages: [
        {
          id: 'page',
          shown: 2,
          features: Float64Array.of(1, 2),
          logits: Float64Array.of(1_000, 0),
          gains: Float64Array.from(gains),
        },
      ],
      looks: Float64Array.of(1, look),
      columns: ['x'],
    })
  const { weights } = of([1, 1], 0.001)
  assert.equal(Number((weights[2]! / weights[0]!).toFixed(3)), 20)
  assert.deepEqual(of([0, -4], 1).groups, [])
})

test('it learns what is liked though the pages stand by how well they match', () => {
  const made = pagesOf({ seed: 'learn', taste: 1.5, hits: 20 }, 600)
  const unseen = pagesOf({ seed: 'later', taste: 1.5, hits: 20 }, 200)
  const { forest, temperature } = learnOrder({ pages: made.map(({ page }) => page), looks, columns }, () => undefined)
  const first = (of: (index: number) => ArrayLike<number>): number =>
    unseen.reduce((sum, { worths }, index) => {
      const scores = Array.from(of(index))
      return sum + worths[scores.indexOf(Math.max(...scores))]!
    }, 0)
  const learnt = first((index) => {
    const { features, logits } = unseen[index]!.page
    return scoreRows(forest, { rows: logits.length, columns: columns.length, values: features })
  })
  const drawn = first((index) => unseen[index]!.page.logits)
  assert.ok(learnt > 1.3 * drawn, `${learnt.toFixed(1)} is not much above ${drawn.toFixed(1)}`)
  assert.ok(temperature > 0 && temperature < 1)
})
