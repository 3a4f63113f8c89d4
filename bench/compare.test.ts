import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gather, judge } from './compare.ts'
import { figuresIn, headlineOf, isCost, keyOf, tableOf } from './table.ts'

const rate = (perSecond: number, bench = 'orders'): { bench: string; perSecond: number; clients: number } => ({
  bench,
  perSecond,
  clients: 64,
})

test('a change beyond the noise of its rounds is called by its direction', () => {
  const rounds = [0.98, 1.01, 1.0, 0.99, 1.02]
  const pairs = (factor: number) => rounds.map((noise) => ({ old: [rate(1_000)], now: [rate(1_000 * factor * noise)] }))
  const verdictOf = (factor: number): string => judge(gather(pairs(factor))[0]!).verdict
  assert.equal(verdictOf(1), 'no change shown')
  assert.equal(verdictOf(1.2), 'better')
  assert.equal(verdictOf(0.8), 'worse')
})

test('less of a cost is better', () => {
  const pairs = [0.5, 0.52, 0.49].map((ratio) => ({
    old: [{ bench: 'start', medianMs: 1_000 }],
    now: [{ bench: 'start', medianMs: 1_000 * ratio }],
  }))
  assert.equal(judge(gather(pairs)[0]!).verdict, 'better')
})

test('one round shows nothing, whatever it says', () => {
  assert.equal(judge(gather([{ old: [rate(1)], now: [rate(100)] }])[0]!).verdict, 'no change shown')
})

test('only figures of the same bench and circumstances are compared', () => {
  const compared = gather([{ old: [rate(1_000), rate(5, 'list')], now: [rate(1_100), rate(7, 'search')] }])
  assert.deepEqual(
    compared.map(({ key, ratios }) => ({ key, ratios })),
    [{ key: 'orders, 64', ratios: [1.1] }],
  )
})

test('lines of JSON among other output become rows of one table', () => {
  const figures = figuresIn(
    'a word\n{"bench":"orders","perSecond":12345.6,"p99Ms":4,"load1":0.5,"at":"x"}\n{"bench":"trees","value":2,"unit":"s","load1":1}\n',
  )
  assert.equal(figures.length, 2)
  assert.equal(keyOf(figures[0]!), 'orders')
  assert.deepEqual(headlineOf(figures[1]!), { name: 'value', value: 2 })
  assert.deepEqual(figures.map(isCost), [false, true])
  const lines = tableOf(figures).split('\n')
  assert.equal(lines.length, 4)
  assert.match(lines[2]!, /^orders +12,346 +perSecond +p99Ms 4 +0\.5$/)
})
