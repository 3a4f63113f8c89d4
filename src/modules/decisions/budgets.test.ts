import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { createPoint } from './core/point.ts'
import { createDecider } from './decider.ts'
import { checkout, setStage, town } from './fixtures.ts'
import { getPolicy } from './books/declaring.ts'
import { pagesOf } from './books/reading.ts'
import { isReproduced } from './learning/replay.ts'

const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
const context = { amount: 1, channel: 'web', isNew: true }
const dayMs = 86_400_000

/** Holds everything, if it may: every fifth at most, and two for nothing. */
const eager = checkout({ budgets: [{ option: 'hold', shareBps: 2_000, perMs: dayMs, free: 2 }], safeDefault: 'pass' })
const holding = { kind: 'rule', rules: [{ when: [], choose: 'hold' }], otherwise: 'pass' } as const

test('an option is not chosen more often than its budget, over processes, starts and days', async (t) => {
  const { db, vault, clock, decider, open } = await setStage(t)
  await open(eager, holding)
  const decide = () => decider.decide(eager.name, { id: newId(), context, options })
  const first = Array.from({ length: 100 }, decide)
  const heldIn = (decided: typeof first) => decided.filter(({ chosen }) => chosen[0] === 'hold').length
  assert.equal(heldIn(first), 21, 'two, and a fifth of those before')
  await Promise.all(first.map(({ recorded }) => recorded))
  const other = createDecider({ db, town, clock, vault })
  t.after(() => other.stop())
  await other.start()
  const next = Array.from({ length: 10 }, () => other.decide(eager.name, { id: newId(), context, options }))
  assert.ok(heldIn([...first, ...next]) <= 2 + 110 / 5, 'another process knows what was chosen')
  clock.passes(dayMs + dayMs / 24)
  assert.deepEqual(decide().chosen, ['hold'], 'a day later it is free again')
})

test('what a budget blocked is recorded, so that the choice can be made again', async (t) => {
  const { db, vault, decider, open } = await setStage(t)
  await open(eager, holding)
  const decided = Array.from({ length: 5 }, () => decider.decide(eager.name, { id: newId(), context, options }))
  await Promise.all(decided.map(({ recorded }) => recorded))
  const point = createPoint(eager, 1)
  const policy = await getPolicy(db, town, { point, name: 'first' })
  const blocked = decided.at(-1)!
  assert.deepEqual([blocked.chosen, blocked.fallback, blocked.reasons], [['pass'], null, ['budget blocked 1']])
  for await (const page of pagesOf({ db, town, vault }, {})) {
    for (const { seen, ...row } of page) {
      const logged = { ...row, ...seen!, value: 0, override: null }
      assert.equal(isReproduced(point, policy, logged), true)
    }
  }
})
