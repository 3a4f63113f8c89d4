import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { newId } from '#kernel/ids'
import { operator, seeded, type Stage } from './fixtures.ts'

/** Every invariant of the module holds. */
export async function assertSound({ db }: Stage): Promise<void> {
  const text = readFileSync(path.join(import.meta.dirname, 'invariants.sql'), 'utf8')
  for (const [, name, query] of text.matchAll(/^-- name: (\w+)\n([\s\S]*?);$/gm)) {
    const { rows } = await db.pool.query(query!)
    assert.deepEqual(rows, [], name)
  }
}

/** Exposes units and tells what they did; `chance` by arm. */
export async function play(
  stage: Stage,
  experiment: string,
  { units, chance, seed = 1 }: { units: readonly string[]; chance: Readonly<Record<string, number>>; seed?: number },
): Promise<void> {
  const asked = stage.as(operator)
  const random = seeded(seed)
  const live = stage.experiments.registry.experiment(experiment)!
  const exposures = units.map((targetingKey) => ({ experiment, targetingKey }))
  for (let i = 0; i < exposures.length; i += 1000) {
    const { status, body } = await asked.post('/v1/experiments/exposures', { exposures: exposures.slice(i, i + 1000) })
    assert.deepEqual([status, body.refused], [200, []])
  }
  const outcomes = []
  for (const targetingKey of units) {
    const assigned = await stage.experiments.assign(live, { targetingKey })
    assert.ok(typeof assigned !== 'string')
    if (random() < chance[assigned.arm]!)
      outcomes.push({ experiment, targetingKey, id: newId(), metric: 'pressed', value: 1 })
  }
  for (let i = 0; i < outcomes.length; i += 1000) {
    const { body } = await asked.post('/v1/experiments/outcomes', { outcomes: outcomes.slice(i, i + 1000) })
    assert.deepEqual([body.known, body.refused], [0, []])
  }
}

/** Names of so many people. */
export const people = (count: number, of = 'p'): string[] =>
  Array.from({ length: count }, (_, index) => `${of}-${index}`)
