import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTownClock } from '#kernel/clock'
import { sql } from '#kernel/db'
import { findInvariants, violations } from '#kernel/invariants'
import { testDatabase } from '#kernel/testing'
import { experimentsOf, findExperiment } from '#modules/experiments'
import { seedExperiments } from './experiments.ts'

test('the demo town has an experiment under way and one that is over, counted from what was told, and seeded once', async (t) => {
  const db = await testDatabase(t)
  const place = { db, town: { id: 1 }, clock: createTownClock() }
  t.after(() => experimentsOf(place).stop())
  await seedExperiments(place)
  const [running, over] = [await findExperiment(db, 1, 'hint-wording'), await findExperiment(db, 1, 'demo-greeting')]
  assert.deepEqual([running?.state, over?.state], ['running', 'binned'])
  assert.match(over?.lesson ?? '', /Demo data/)
  const counts = async () => {
    const { rows } = await sql<{ experiment: string; arm: string; units: number; looks: number }>`
      select experiment, arm, count(*)::int as units,
        (select count(distinct at)::int from experiments.looks l
         where l.town = 1 and l.experiment = e.experiment) as looks
      from experiments.exposures e where town = 1 group by experiment, arm order by experiment, arm`.execute(db)
    return rows
  }
  const first = await counts()
  assert.deepEqual(first.map(({ arm }) => arm), ['one-sentence', 'two-sentences', 'middle', 'range']) // prettier-ignore
  assert.ok(
    first.every(({ units, looks }) => units > 100 && looks > 1),
    JSON.stringify(first),
  )
  await seedExperiments(place)
  assert.deepEqual(await counts(), first)
  assert.deepEqual(await violations(db, findInvariants()), [])
})
