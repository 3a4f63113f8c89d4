/**
 * Whether a figure that must not worsen has worsened, looked at again with every bucket. A change may begin at any
 * time, so every bucket is a possible beginning: what came since is compared with what came before by a test that may
 * be looked at at any time, and the strongest evidence counts. The mean time until such a detector is wrong is at least
 * the evidence it asks for, in buckets (Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for
 * sequential change detection", 2024, theorem 2.4); the single test is the mixture test of module `learners`.
 */
import { mixtureTest } from '#modules/learners'
import type { GuardMetric } from '../core/point.ts'
import { guardKey } from '../counting/outcomes.ts'
import { type Bucket, bucketMs, type Tally } from '../counting/tally.ts'

/** What a bucket says of one guard metric. */
export type Slice = { at: number; count: number; sum: number; squares: number }

/** Count, mean and variance of slices; `spread` is how much more the slices differ than chance would have them. */
export type Summary = { count: number; mean: number; variance: number; spread: number }

/** How a guard stands. */
export type Verdict = {
  metric: string
  /** `quiet`: too little has been seen. */
  state: 'quiet' | 'good' | 'suspect' | 'bad'
  /** What came since the change that is the most likely, and what it is compared with. */
  since: number | null
  now: Summary | null
  before: Summary | null
  /** How many times likelier a worsening is than none; 0 to 1e300. */
  evidence: number
}

/** Of this evidence a guard is wrong once in so many buckets: one time in nineteen years. */
export const badFrom = 1e6
/** Worth a look: once a week by chance. */
export const suspectFrom = 1e3

/** Beginnings that are considered: a day and a half of buckets. */
const beginnings = 216

/** What a bucket says of a guard metric. */
export function sliceOf(guard: GuardMetric, { at, tally }: Pick<Bucket, 'at' | 'tally'>): Slice {
  const { n = 0, failed = 0, overrides = 0, sums = {} } = tally
  if (guard.metric === 'fallbacks') return { at, count: n + failed, sum: failed, squares: failed }
  if (guard.metric === 'overrides') return { at, count: n, sum: overrides, squares: overrides }
  const { sum, squares } = sums[guardKey(guard)] ?? { sum: 0, squares: 0 }
  return { at, count: n, sum, squares }
}

/** Sums of the first so many slices, so that any stretch of them is one subtraction. */
type Running = readonly (readonly [filled: number, count: number, sum: number, squares: number, ofMeans: number])[]

function runningOf(slices: readonly Slice[]): Running {
  const running: [number, number, number, number, number][] = [[0, 0, 0, 0, 0]]
  for (const { count, sum, squares } of slices) {
    const [filled, counts, sums, allSquares, ofMeans] = running.at(-1)!
    if (count === 0) running.push([filled, counts, sums, allSquares, ofMeans])
    else running.push([filled + 1, counts + count, sums + sum, allSquares + squares, ofMeans + sum ** 2 / count])
  }
  return running
}

/** Adds up the slices from one to before another. */
function summaryBetween(running: Running, from: number, to: number): Summary | null {
  const [first, last] = [running[from]!, running[to]!]
  const of = (index: 0 | 1 | 2 | 3 | 4): number => last[index] - first[index]
  const [filled, count] = [of(0), of(1)]
  if (count < 2) return null
  const mean = of(2) / count
  const variance = Math.max(0, (of(3) - count * mean ** 2) / (count - 1))
  const between = Math.max(0, of(4) - count * mean ** 2)
  const spread = filled < 3 || variance === 0 ? 1 : between / (filled - 1) / variance
  return { count, mean, variance, spread: Math.max(1, spread) }
}

/** Adds up slices. */
export function summaryOf(slices: readonly Slice[]): Summary | null {
  return summaryBetween(runningOf(slices), 0, slices.length)
}

/** What a policy's own buckets are compared with. */
export type Watched = {
  guard: GuardMetric
  /** Of the policy since it stands on its stage, judged ones only, the oldest first. */
  slices: readonly Slice[]
  /** Of the policy before it; of the live one at the same time, for a canary. */
  others: readonly Slice[]
  /** A canary is compared with what happened at the same time, a live policy also with its own past. */
  isCanary: boolean
}

/** Judges one guard metric of one policy. */
export function judge(watched: Watched): Verdict {
  const { guard, slices } = watched
  const referencesOf = watched.isCanary ? atTheSameTime(watched) : earlier(watched)
  const own = runningOf(slices)
  let worst: Verdict = { metric: guard.metric, state: 'quiet', since: null, now: null, before: null, evidence: 0 }
  for (let from = slices.length - 1; from >= Math.max(0, slices.length - beginnings); from--) {
    const now = summaryBetween(own, from, slices.length)
    if (now === null || now.count < guard.least) continue
    for (const before of referencesOf(from)) {
      if (before === null || before.count < guard.least) continue
      const evidence = evidenceOf(guard, before, now)
      if (worst.now === null || evidence > worst.evidence) {
        worst = { ...worst, state: stateOf(evidence), since: slices[from]!.at, now, before, evidence }
      }
    }
  }
  return worst
}

type References = (from: number) => readonly (Summary | null)[]

/** What the live policy did while the canary did its share. */
function atTheSameTime({ slices, others }: Watched): References {
  const running = runningOf(others)
  return (from) => {
    const first = others.findIndex(({ at }) => at >= slices[from]!.at)
    return [first === -1 ? null : summaryBetween(running, first, others.length)]
  }
}

/** What the policy did before, and the one before it. */
function earlier({ guard, slices, others }: Watched): References {
  if (guard.isDaily === true) {
    return (from) => [slices.slice(0, from), others].map((some) => summaryOf(sameHours(some, slices.slice(from))))
  }
  const own = runningOf(slices)
  const other = summaryOf(others)
  return (from) => [summaryBetween(own, 0, from), other]
}

function stateOf(evidence: number): Verdict['state'] {
  if (evidence >= badFrom) return 'bad'
  return evidence >= suspectFrom ? 'suspect' : 'good'
}

const dayMs = 86_400_000
/** An earlier day that lacks more of these hours than this is no comparison. */
const leastCovered = 0.8

/** Slices of earlier days at the times of day of these; none where they cover too little of them. */
function sameHours(slices: readonly Slice[], like: readonly Slice[]): Slice[] {
  const placeOf = ({ at }: Slice): number => Math.floor((at % dayMs) / bucketMs)
  const places = new Set(like.map(placeOf))
  const found = slices.filter((slice) => slice.at <= like[0]!.at - dayMs / 2 && places.has(placeOf(slice)))
  return new Set(found.map(placeOf)).size >= places.size * leastCovered ? found : []
}

/**
 * How many times likelier it is that the mean has worsened by more than is tolerated than that it has not. Both sides
 * get the larger variance, and as much more of it as the earlier slices differ among themselves: a figure that goes up
 * and down by itself has to fall further.
 */
function evidenceOf({ better, tolerated }: GuardMetric, before: Summary, now: Summary): number {
  const worse = better === 'higher' ? before.mean - now.mean : now.mean - before.mean
  const excess = worse - tolerated
  const variance = Math.max(before.variance, now.variance) * before.spread
  if (excess <= 0) return 0
  if (variance === 0) return badFrom
  const tau = Math.max(tolerated, Math.sqrt(variance) / 5)
  const [first, second] = [
    { count: before.count, mean: 0, variance },
    { count: now.count, mean: excess, variance },
  ]
  return mixtureTest(first, second, { tau }).ratio
}

/** Whether all that may come of a bucket has come. @param now town time, ms */
export function isJudged({ at }: { at: number }, { windowMs }: GuardMetric, now: number): boolean {
  return at + bucketMs + windowMs <= now
}

/** Share of decisions in which a policy acted by itself and nobody put it right. */
export function automatedOf({ n = 0, auto = 0, overrides = 0 }: Tally): number {
  return n === 0 ? 0 : Math.max(0, auto - overrides) / n
}
