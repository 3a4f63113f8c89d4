import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOf, emptyDraft, emptyMetric, errorAt, nameOf } from './draft.ts'

test('a title in any language becomes a name that may stand in an address', () => {
  assert.equal(nameOf('A shorter form!', 'x'), 'a-shorter-form')
  assert.equal(nameOf('Schöne Grüße 2', 'x'), 'schone-grusse-2')
  assert.equal(nameOf('7 days', 'x'), 'days')
  assert.equal(nameOf('更短的表单', 'experiment-1'), 'experiment-1')
})

test('what people say in hundredths, days and minutes is sent as the town counts', () => {
  const primary = { ...emptyMetric, name: 'finished', effect: 2, windowDays: 0.5 }
  const guard = { ...emptyMetric, name: 'spent', kind: 'mean' as const, source: 'log' as const, type: 'market.paid' }
  const body = bodyOf({ ...emptyDraft, unit: 'block', sharePercent: 12.5, primary, guard })
  assert.deepEqual(body.block, { lengthMs: 1_800_000, washoutMs: 300_000 })
  assert.equal(body.shareBps, 1_250)
  const [finished, spent] = body.metrics
  assert.deepEqual([finished?.effect, finished?.windowMs, finished?.from], [0.02, 43_200_000, undefined])
  assert.deepEqual([spent?.role, spent?.effect, spent?.from?.unit], ['guard', 1, 'actor'])
  assert.deepEqual([body.ramp?.steps.at(-1), body.drives], [10_000, null])
  assert.equal(bodyOf({ ...emptyDraft, ramp: 'whole', flag: 'form' }).ramp, undefined)
})

test('a refusal is told at its own place only', () => {
  const errors = [{ pointer: '/metrics/1/name', detail: 'is missing' }]
  assert.equal(errorAt(errors, 'metrics/1/name'), 'is missing')
  assert.equal(errorAt(errors, 'metrics/0/name'), undefined)
})
