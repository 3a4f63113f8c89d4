/** How the policies of a point stand with the figures that must not worsen. */
import { type Executor, sql } from '#kernel/db'
import { listPlaces, type PolicyPlace } from '../books/places.ts'
import type { GuardMetric, Point } from '../core/point.ts'
import { type Bucket, bucketMs } from '../counting/tally.ts'
import { isJudged, judge, type Slice, sliceOf, type Verdict } from './guarding.ts'

/** A policy that acts, with what its guards say. */
export type Standing = { policy: PolicyPlace; verdicts: readonly Verdict[] }

/** What a policy is compared with reaches back so far before it. */
const pastMs = 7 * 86_400_000
/** A policy that has lived for so long is compared with itself alone. */
const youngMs = 30 * 86_400_000

/** @param now town time up to which everything that came of decisions is known, ms */
export async function standingsOf(
  db: Executor,
  town: number,
  { point, now }: { point: Point; now: number },
): Promise<Standing[]> {
  const { name, guardMetrics = [] } = point.declaration
  const policies = await listPlaces(db, town, name)
  const acting = policies.filter(({ stage }) => stage === 'live' || stage === 'canary')
  if (guardMetrics.length === 0) return acting.map((policy) => ({ policy, verdicts: [] }))
  if (acting.length === 0) return []
  const young = acting.flatMap(({ stagedAt }) => (isYoung(stagedAt, now) ? [stagedAt] : []))
  const buckets = await readFigures(db, town, { point: name, since: Math.min(now, ...young) - pastMs })
  const watching = { policies, buckets, now }
  return acting.map((policy) => ({
    policy,
    verdicts: guardMetrics.map((guard) => verdictOf(guard, policy, watching)),
  }))
}

function isYoung(stagedAt: number | null, now: number): stagedAt is number {
  return stagedAt !== null && stagedAt > now - youngMs
}

type Watching = { policies: readonly PolicyPlace[]; buckets: readonly Bucket[]; now: number }
type Named = { name: string; version: number }

function verdictOf(guard: GuardMetric, policy: PolicyPlace, { policies, buckets, now }: Watching): Verdict {
  const slicesOf = ({ name, version }: Named, from: number, to = Infinity): Slice[] =>
    buckets
      .filter((one) => one.policy === name && one.version === version && one.at > from - bucketMs && one.at < to)
      .filter((one) => isJudged(one, guard, now))
      .map((one) => sliceOf(guard, one))
  const since = policy.stagedAt ?? 0
  const slices = slicesOf(policy, Math.max(since, now - pastMs))
  if (policy.stage === 'canary') {
    const live = policies.find(({ stage }) => stage === 'live') ?? nobody
    return judge({ guard, slices, others: slicesOf(live, Math.max(since, now - pastMs)), isCanary: true })
  }
  const former = isYoung(policy.stagedAt, now) ? formerOf(policies, policy) : undefined
  const others = former === undefined ? [] : slicesOf(former, since - pastMs, since)
  return judge({ guard, slices, others, isCanary: false })
}

/** Decisions in which no policy acted. */
const nobody: Named = { name: '', version: 0 }

/** Who lived before it and was not found bad. */
function formerOf(policies: readonly PolicyPlace[], live: PolicyPlace): PolicyPlace | undefined {
  const since = live.stagedAt ?? 0
  return policies
    .filter((one) => one !== live && one.marked === null && one.liveAt !== null && one.liveAt < since)
    .toSorted((one, other) => other.liveAt! - one.liveAt!)[0]
}

/** Buckets with what guards look at, the oldest first. */
async function readFigures(
  db: Executor,
  town: number,
  { point, since }: { point: string; since: number },
): Promise<Bucket[]> {
  const { rows } = await sql<Bucket>`
    select point, policy, version, at, json_strip_nulls(json_build_object('n', tally -> 'n',
      'failed', tally -> 'failed', 'overrides', tally -> 'overrides', 'sums', tally -> 'sums')) as tally
    from decisions.buckets
    where town = ${town} and point = ${point} and at >= to_timestamp(${since}::float8 / 1000)
    order by at`.execute(db)
  return rows
}
