/** Whether what a point sees, or what it chooses, is not what it was. */
import { machineNow } from '#kernel/clock'
import { type Executor, sql } from '#kernel/db'
import { stabilityIndex } from '../counting/bins.ts'
import { type Counts, sumOf, type Tally } from '../counting/tally.ts'

/** Stability indexes of the last day against the week before it; null where there is too little to say. */
export type Drift = {
  choice: number | null
  inputs: readonly { feature: string; index: number | null }[]
}

/** Above this a distribution has shifted. */
export const shifted = 0.25

const dayMs = 86_400_000
const pastMs = 7 * dayMs

const none: Counts = {}

/** @param now town time, ms */
export async function driftOf(
  db: Executor,
  town: number,
  { point, now }: { point: string; now: number },
): Promise<Drift> {
  const [before, last] = await Promise.all([
    readDistributions(db, town, { point, since: now - dayMs - pastMs, until: now - dayMs }),
    readDistributions(db, town, { point, since: now - dayMs, until: now + dayMs }),
  ])
  return driftBetween(before, last)
}

/** How far one is from the other. */
export function driftBetween(before: Tally, last: Tally): Drift {
  const features = Object.keys(last.inputs ?? {}).toSorted()
  return {
    choice: stabilityIndex(before.chosen ?? none, last.chosen ?? none),
    inputs: features.map((feature) => ({
      feature,
      index: stabilityIndex(before.inputs?.[feature] ?? none, last.inputs?.[feature] ?? none),
    })),
  }
}

/** The largest of them, with what it is of. */
export function worstOf({ choice, inputs }: Drift): { of: string | null; index: number } | null {
  const all = [{ of: null, index: choice }, ...inputs.map(({ feature, index }) => ({ of: feature, index }))]
  const known = all.flatMap(({ of, index }) => (index === null ? [] : [{ of, index }]))
  return known.toSorted((one, other) => other.index - one.index)[0] ?? null
}

async function readDistributions(
  db: Executor,
  town: number,
  { point, since, until }: { point: string; since: number; until: number },
): Promise<Tally> {
  const { rows } = await sql<{ tally: Tally }>`
    select json_strip_nulls(json_build_object('chosen', tally -> 'chosen', 'inputs', tally -> 'inputs')) as tally
    from decisions.buckets where town = ${town} and point = ${point}
      and at >= to_timestamp(${since}::float8 / 1000) and at < to_timestamp(${until}::float8 / 1000)`.execute(db)
  return sumOf(rows.map(({ tally }) => tally))
}

/** A week of distributions is much to read for a page that asks every two seconds. */
const keptMs = 60_000

/** Remembers drifts for a minute of machine time. */
export function createDriftMemory(db: Executor, town: number): (point: string, now: number) => Promise<Drift> {
  const known = new Map<string, { until: number; drift: Promise<Drift> }>()
  return (point, now) => {
    const found = known.get(point)
    if (found !== undefined && machineNow() < found.until) return found.drift
    const drift = driftOf(db, town, { point, now })
    known.set(point, { until: machineNow() + keptMs, drift })
    drift.catch(() => known.delete(point)) // whoever asks next looks again, and hears for themselves
    return drift
  }
}
