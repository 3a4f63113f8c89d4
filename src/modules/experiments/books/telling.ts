/** Exposures and outcomes as they are told: by the batch, each with an answer of its own. */
import { type Batcher, createBatcher, type Outcome } from '#kernel/batcher'
import { type Database, transaction, type Tx } from '#kernel/db'
import type { Declaration } from '../core/experiment.ts'
import {
  type Exposed,
  type Exposure,
  lockExperiments,
  type Observation,
  storeExposures,
  storeObservations,
} from './counting.ts'

/** Told of one experiment. */
export type ToldExposure = { declaration: Declaration; exposure: Exposure }
export type ToldOutcome = { declaration: Declaration; metric: string; part: 0 | 1; observation: Observation }

export type Telling = {
  /** Answers once it is stored. */
  expose: (told: ToldExposure) => Promise<Exposed>
  /** Whether it was new. */
  observe: (told: ToldOutcome) => Promise<boolean>
  idle: () => Promise<void>
}

type Place = { db: Database; town: number; clock: { now: () => number } }

/** In one transaction; a request brings up to as many. */
const batchMax = 2_000
const queueMax = 50_000

export function createTelling(place: Place): Telling {
  const exposures: Batcher<ToldExposure, Exposed> = createBatcher({
    run: (items) => storeAll(place, items, exposeAll),
    maxBatch: batchMax,
    maxQueue: queueMax,
  })
  const outcomes: Batcher<ToldOutcome, boolean> = createBatcher({
    run: (items) => storeAll(place, items, observeAll),
    maxBatch: batchMax,
    maxQueue: queueMax,
  })
  return {
    expose: (told) => exposures.add(told),
    observe: (told) => outcomes.add(told),
    idle: async () => {
      await Promise.all([exposures.idle(), outcomes.idle()])
    },
  }
}

type Store<I, O> = (tx: Tx, place: Place, group: { declaration: Declaration; items: readonly I[] }) => Promise<O[]>

/** Experiment by experiment, in one transaction. */
async function storeAll<I extends { declaration: Declaration }, O>(
  place: Place,
  items: readonly I[],
  store: Store<I, O>,
): Promise<Outcome<I, O>[]> {
  const groups = Map.groupBy(items, ({ declaration }) => declaration.name)
  const answers = new Map<I, O>()
  await transaction(place.db, async (tx) => {
    await lockExperiments(tx, place.town, [...groups.keys()])
    for (const group of groups.values()) {
      const stored = await store(tx, place, { declaration: group[0]!.declaration, items: group })
      group.forEach((item, index) => answers.set(item, stored[index]!))
    }
  })
  return items.map((item) => ({ value: answers.get(item)! }))
}

const exposeAll: Store<ToldExposure, Exposed> = async (tx, { town, clock }, { declaration, items }) => {
  const firsts = new Map<string, Exposure>()
  for (const { exposure } of items) {
    const first = firsts.get(exposure.unit)
    if (first === undefined) firsts.set(exposure.unit, { ...exposure })
    else if (first.arm !== exposure.arm) first.crossed = true
  }
  const given = { exposures: [...firsts.values()], now: clock.now() }
  const stored = await storeExposures(tx, { town, declaration }, given)
  const seen = new Set<string>()
  return items.map(({ exposure: { unit, arm } }) => {
    const isFirst = !seen.has(unit)
    seen.add(unit)
    const answer = stored.get(unit) ?? 'known'
    if (isFirst) return answer
    return answer === 'crossed' || firsts.get(unit)!.arm !== arm ? 'crossed' : 'known'
  })
}

const observeAll: Store<ToldOutcome, boolean> = async (tx, { town }, { declaration, items }) => {
  const answers = items.map(() => false)
  const indexes = [...items.keys()]
  const keyOf = (index: number): string => `${items[index]!.part}/${items[index]!.metric}`
  for (const group of Map.groupBy(indexes, keyOf).values()) {
    const { metric: name, part } = items[group[0]!]!
    const metric = declaration.metrics.find((one) => one.name === name)!
    // Told twice within one request: the first stands.
    const firsts = new Map(group.toReversed().map((index) => [identityOf(items[index]!.observation), index]))
    const observations = [...firsts.values()].map((index) => items[index]!.observation)
    for (const stored of await storeObservations(tx, { town, declaration }, { metric, part, observations })) {
      answers[firsts.get(identityOf(stored))!] = true
    }
  }
  return answers
}

function identityOf({ unit, event, n }: Pick<Observation, 'unit' | 'event' | 'n'>): string {
  return `${unit} ${event} ${n}`
}
