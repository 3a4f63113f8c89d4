/** How a loop does, from the buckets of a span of time. */
import { type Executor, sql } from '#kernel/db'
import type { Known } from '../books/registry.ts'
import type { Chapter } from '../books/story.ts'
import type { Fallback } from '../core/choosing.ts'
import { quantileOf } from '../counting/bins.ts'
import { type Bucket, bucketMs, type Counts, sumOf, type Tally } from '../counting/tally.ts'
import { type Drift, shifted, worstOf } from './drift.ts'
import { automatedOf } from './guarding.ts'
import type { Standing } from './verdicts.ts'

/** A mean with its 95 % interval. */
export type Mean = { mean: number; low: number; high: number; decisions: number }

/** What a span of time says of a loop. */
export type Figures = {
  decisions: number
  /** 0 to 1: a policy acted by itself, and nobody put it right. */
  automated: number
  suggested: number
  overrides: number
  fallbacks: Counts
  value: Mean | null
  /** Windows are still open: more may come. */
  isValueSoFar: boolean
  delayMs: { p50: number; p90: number } | null
  latencyMs: { p50: number; p99: number } | null
}

/** What of a bucket figures are made of; distributions are not. */
const parts = ['n', 'auto', 'suggest', 'failed', 'overrides', 'fallbacks', 'valued', 'sums', 'latency', 'delays',
  'shadowed', 'same', 'shadowFailed', 'chance'] as const // prettier-ignore

/** Buckets without distributions, the oldest first. @param since town time, ms */
export async function readFigures(
  db: Executor,
  town: number,
  { point = null, since }: { point?: string | null; since: number },
): Promise<Bucket[]> {
  const picked = sql.join(parts.map((part) => sql`${sql.lit(part)}, tally -> ${sql.lit(part)}`))
  const { rows } = await sql<Bucket>`
    select point, policy, version, at, json_strip_nulls(json_build_object(${picked})) as tally
    from decisions.buckets
    where town = ${town} and at >= to_timestamp(${since}::float8 / 1000)
      and (${point}::text is null or point = ${point}::text)
    order by at, point, policy, version`.execute(db)
  return rows
}

/** @param windowMs the longest time in which something may come of a decision; @param now town time, ms */
export function figuresOf(buckets: readonly Bucket[], { windowMs, now }: { windowMs: number; now: number }): Figures {
  const all = sumOf(buckets.map(({ tally }) => tally))
  const closed = sumOf(buckets.filter(({ at }) => at + bucketMs + windowMs <= now).map(({ tally }) => tally))
  const isValueSoFar = (closed.n ?? 0) === 0
  return {
    decisions: all.n ?? 0,
    automated: automatedOf(all),
    suggested: all.suggest ?? 0,
    overrides: all.overrides ?? 0,
    fallbacks: all.fallbacks ?? {},
    value: valueOf(isValueSoFar ? all : closed),
    isValueSoFar,
    delayMs: quantiles(all.delays ?? {}, { p50: 0.5, p90: 0.9 }, 1),
    latencyMs: quantiles(all.latency ?? {}, { p50: 0.5, p99: 0.99 }, 1000),
  }
}

function quantiles<K extends string>(
  counts: Counts,
  wanted: Record<K, number>,
  unit: number,
): Record<K, number> | null {
  if (Object.keys(counts).length === 0) return null
  const entries = Object.entries<number>(wanted).map(([name, share]) => [name, (quantileOf(counts, share) ?? 0) / unit])
  return Object.fromEntries(entries) as Record<K, number> // the names as they were given
}

/** 97.5 % quantile of the normal distribution. */
const z = 1.959964

/** Mean value of a decision; decisions of which nothing came count 0. */
export function valueOf({ n = 0, sums = {} }: Tally): Mean | null {
  if (n === 0) return null
  const { sum, squares } = sums['value'] ?? { sum: 0, squares: 0 }
  const mean = sum / n
  const reach = n < 2 ? 0 : z * Math.sqrt(Math.max(0, (squares - n * mean ** 2) / (n - 1)) / n)
  return { mean, low: mean - reach, high: mean + reach, decisions: n }
}

/** How a loop stands, with the reasons. `quiet`: nothing was decided. */
export type State = 'well' | 'watch' | 'bad' | 'quiet' | 'off'
export const stateReasons = [
  'switched-off', 'rolled-back', 'guard', 'suspected', 'drift', 'fallbacks', 'no-policy', 'no-decisions',
] as const // prettier-ignore
export type StateReason = (typeof stateReasons)[number]

type Seen = {
  known: Known
  figures: Figures
  drift: Drift
  standings: readonly Standing[]
  /** The newest chapter that rolled back or told of recovery. */
  last: Chapter | undefined
  /** Town time, ms. */
  now: number
}

/** A roll-back of which nothing better has been told is bad for a day. */
const badMs = 86_400_000
/** More safe defaults than this are too many: one in twenty. */
const fallbacksMax = 0.05
/** Of so few decisions nothing is concluded. */
const least = 50

/** Safe defaults that somebody wanted. */
const wanted: ReadonlySet<string> = new Set<Fallback>(['switched-off', 'shadow', 'no-policy'])

/** What is to be said of a loop, the worst first. */
export function reasonsOf(seen: Seen): StateReason[] {
  const { known, figures, drift, standings, last, now } = seen
  const { decisions, fallbacks } = figures
  const states = standings.flatMap(({ verdicts }) => verdicts.map(({ state }) => state))
  const safe = Object.entries(fallbacks).reduce((sum, [why, count]) => sum + (wanted.has(why) ? 0 : count), 0)
  const found: readonly (readonly [StateReason, boolean])[] = [
    ['switched-off', known.isOff],
    ['guard', states.includes('bad')],
    ['rolled-back', last?.kind === 'rolled-back' && last.byParty === null && last.at > now - badMs],
    ['suspected', states.includes('suspect')],
    ['drift', (worstOf(drift)?.index ?? 0) > shifted],
    ['fallbacks', decisions >= least && known.live !== undefined && safe > decisions * fallbacksMax],
    ['no-policy', known.live === undefined],
    ['no-decisions', decisions === 0],
  ]
  return found.filter(([, holds]) => holds).map(([reason]) => reason)
}

/** The state that the worst reason stands for. */
export function stateOf([worst]: readonly StateReason[]): State {
  if (worst === undefined) return 'well'
  if (worst === 'switched-off') return 'off'
  if (worst === 'guard' || worst === 'rolled-back') return 'bad'
  return worst === 'no-decisions' ? 'quiet' : 'watch'
}
