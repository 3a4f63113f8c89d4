import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTownClock } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { Context } from '#kernel/module'
import { testDatabase } from '#kernel/testing'
import { declareExperiment, type Declaration, experimentsOf, setFlag, startExperiment } from '#modules/experiments'
import { tellTaken, wordingFlag, wordingFor } from './wording.ts'

const dayMs = 86_400_000
const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
const experiment: Declaration = {
  name: 'wording',
  title: 'Wording',
  hypothesis: 'The middle first',
  layer: 'sellers',
  shareBps: 10_000,
  unit: 'person',
  arms: [
    { name: 'range', weight: 1 },
    { name: 'middle', weight: 1 },
  ],
  eligibility: [],
  metrics: [{ name: 'taken', role: 'primary', better: 'up', kind: 'rate', windowMs: dayMs, effect: 0.1 }],
  plannedDays: 1,
  ramp: { steps: [10_000], stepMs: dayMs, isAutomatic: false },
  allocation: { kind: 'fixed' },
  drives: { kind: 'flag', flag: wordingFlag },
}

test('a hint says the range first until a flag says otherwise; under an experiment its reader is exposed, its taker counted', async (t) => {
  const db = await testDatabase(t)
  const context = { db, town: { id: 1 }, clock: createTownClock() } as unknown as Context // what is asked of one here
  const experiments = experimentsOf(context)
  t.after(() => experiments.stop())
  const seller: Actor = { party: newId(), user: newId(), kind: 'firm', grants: [] }
  assert.equal(await wordingFor(context, seller), 'range')
  await tellTaken(context, { decision: newId(), by: seller, at: context.clock.now() })

  const place = { db, town: 1, by: operator, now: context.clock.now() }
  const flag = {
    key: wordingFlag, title: 'Wording', type: 'string', isOn: true, rules: [], metadata: {},
    variants: { range: 'range', middle: 'middle' }, otherwise: { variant: 'middle' },
  } as const // prettier-ignore
  await setFlag(place, flag)
  await experiments.registry.refresh()
  assert.equal(await wordingFor(context, seller), 'middle', 'a plain flag exposes nobody')
  await declareExperiment(place, experiment)
  await startExperiment(place, 'wording')
  await experiments.registry.refresh()
  const met = await wordingFor(context, seller)
  await experiments.telling.idle()
  await tellTaken(context, { decision: newId(), by: seller, at: context.clock.now() })
  const { rows } = await sql<{ unit: string; arm: string }>`
    select unit, arm from experiments.exposures where town = 1`.execute(db)
  assert.deepEqual(rows, [{ unit: seller.user, arm: met }])
  const told = await sql<{ unit: string; value: number }>`
    select unit, value from experiments.observations where town = 1`.execute(db)
  assert.deepEqual(told.rows, [{ unit: seller.user, value: 1 }], 'what was told before it began counts nowhere')
})
