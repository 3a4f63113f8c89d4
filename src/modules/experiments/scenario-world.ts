/** Worlds in which experiments are tried over HTTP, with a truth that the town is not told. */
import { newId } from '#kernel/ids'
import type { Caller, ScenarioClient } from '#kernel/scenario'

/** Numbers in [0, 1) that are the same at every run (Park and Miller's generator). */
export function seeded(seed: number): () => number {
  let state = (seed * 7919) % 2_147_483_647 || 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const dayMs = 86_400_000

/** A test of two arms, half to half. */
export function twoArms(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    title: 'Two ways',
    hypothesis: 'The second way is taken to its end by more people',
    shareBps: 10_000,
    unit: 'session',
    arms: [
      { name: 'a', weight: 1 },
      { name: 'b', weight: 1 },
    ],
    metrics: [{ name: 'done', role: 'primary', better: 'up', kind: 'rate', windowMs: 30 * dayMs, effect: 0.05 }],
    plannedDays: 14,
    ...more,
  }
}

/** Declares and starts. */
export async function open(operator: Caller, name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const declared = await operator.put(`/v1/experiments/${name}`, body)
  if (declared.status !== 200) throw new Error(JSON.stringify(declared.body))
  const started = await operator.post(`/v1/experiments/${name}/start`, {})
  if (started.status !== 200) throw new Error(JSON.stringify(started.body))
}

/** Tells things by the thousand. */
export async function tell(
  operator: Caller,
  what: 'exposures' | 'outcomes',
  told: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  for (let from = 0; from < told.length; from += 1_000) {
    const { status, body } = await operator.post(`/v1/experiments/${what}`, { [what]: told.slice(from, from + 1_000) })
    if (status !== 200 || body.refused.length > 0) throw new Error(`${status} ${JSON.stringify(body).slice(0, 300)}`)
  }
}

export type Peeked = {
  tests: number
  looks: number
  /** Tests that were called significant at any look. */
  called: string[]
}

/**
 * Tests of two arms that are the same, or differ by `effect`, all looked at every day. What a unit does is drawn by its
 * arm as the town has assigned it, which a flag tells.
 */
export async function peekDaily(
  town: ScenarioClient,
  {
    prefix,
    tests,
    units,
    days,
    effect,
  }: { prefix: string; tests: number; units: number; days: number; effect: number },
): Promise<Peeked> {
  const { operator } = town
  const names = Array.from({ length: tests }, (_, index) => `${prefix}-${index}`)
  for (const name of names) await openFlagged(operator, name)
  const random = seeded(prefix.length + tests + units)
  const called = new Set<string>()
  const eachDay = Math.ceil(units / days)
  for (let day = 0; day < days; day++) {
    const keys = Array.from({ length: eachDay }, (_, index) => `s-${day * eachDay + index}`)
    await tell(
      operator,
      'exposures',
      names.flatMap((experiment) => keys.map((key) => ({ experiment, targetingKey: key }))),
    )
    const outcomes = []
    for (const key of keys) {
      const arms = await armsOf(operator, key)
      for (const experiment of names) {
        const chance = 0.2 + (arms.get(experiment) === 'b' ? effect : 0)
        if (random() < chance) outcomes.push({ experiment, targetingKey: key, id: newId(), metric: 'done', value: 1 })
      }
    }
    await tell(operator, 'outcomes', outcomes)
    await town.pass(dayMs)
    for (const name of names) {
      const { body } = await operator.post(`/v1/experiments/${name}/look`, {})
      const [comparison] = body.analysis.metrics[0].comparisons
      if (comparison?.isSignificant === true) called.add(name)
    }
  }
  return { tests, looks: tests * days, called: [...called] }
}

/** Arms are flags, so that one request tells those of a unit in all tests. */
async function openFlagged(operator: Caller, name: string): Promise<void> {
  const flag = { title: name, type: 'string', isOn: true, variants: { a: 'a', b: 'b' }, otherwise: { variant: 'a' } }
  await operator.put(`/v1/flags/${name}`, flag)
  await open(operator, name, twoArms({ layer: name, drives: { kind: 'flag', flag: name } }))
}

async function armsOf(operator: Caller, targetingKey: string): Promise<ReadonlyMap<string, string>> {
  const { body } = await operator.post('/ofrep/v1/evaluate/flags', { context: { targetingKey } })
  const flags = body.flags as { key: string; variant: string }[]
  return new Map(flags.map(({ key, variant }) => [key, variant]))
}
