import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPoint } from '../../core/point.ts'
import { checkout, softmaxSpec } from '../../fixtures.ts'
import { learn } from '../../learning/learning.ts'
import { failureOf, learnersOf, learntOf, scheduleNameOf, schedules } from './training-words.ts'

/** What the learning says when it refuses. */
function refusal(spec: Parameters<typeof learn>[1], lessons: Parameters<typeof learn>[2]['lessons']): string {
  try {
    learn(createPoint(checkout(), 1), spec, { lessons })
  } catch (error) {
    return String(error)
  }
  return assert.fail('it learnt')
}

test('what learning refuses has plain words; what nobody foresaw stays as it was said', () => {
  const point = createPoint(checkout(), 1)
  const lessons = [{ option: 'hold', row: new Float64Array(point.columns.length), value: 1 }]
  const trees = { kind: 'trees', model: { checksum: '' }, known: { hold: 0.6 }, epsilon: 0 } as never // never asked
  assert.equal(failureOf(refusal(softmaxSpec, [])), 'noOutcomes')
  assert.equal(failureOf(refusal(softmaxSpec, lessons)), 'nothingToLearn')
  assert.equal(failureOf(refusal(trees, lessons)), 'onlyKnown')
  assert.equal(failureOf('the disk is on fire'), 'other')
})

test('only what is not written by hand is offered to learn, each name once', () => {
  const policies = [['rules', 'rule'], ['trees', 'trees'], ['trees', 'trees'], ['arms', 'beta-thompson']].map(
    ([policy, kind]) => ({ policy, kind }),
  ) // prettier-ignore
  assert.deepEqual(learnersOf({ policies } as never), ['arms', 'trees'])
})

test('a schedule is named as it was chosen, and one of the API is not taken for another', () => {
  for (const [name, schedule] of Object.entries(schedules)) assert.equal(scheduleNameOf(schedule), name)
  assert.equal(scheduleNameOf({ everyHours: 6, afterOutcomes: null }), undefined)
  assert.equal(learntOf({ learnt: null }), undefined)
})
