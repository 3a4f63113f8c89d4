/**
 * One training, in a thread of its own: learns from the earlier decisions and is judged by the later ones, which it has
 * never seen.
 */
import { trainInWorker } from '#modules/learners'
import { createPoint, type PointDeclaration } from '../core/point.ts'
import { createPolicy, type PolicySpec } from '../core/policy.ts'
import { learn, lessonsOf } from '../learning/learning.ts'
import type { Logged } from '../learning/log.ts'
import { type Estimate, estimate } from '../learning/replay.ts'

/** What crosses into the thread. */
export type TrainingInput = {
  declaration: PointDeclaration
  pointVersion: number
  spec: PolicySpec
  /** The newest first. */
  log: readonly Logged[]
}

/** What the held-out decisions say; null where they are too few. */
export type HeldOut = {
  decisions: number
  learnt: Judged | null
  parent: Judged | null
}

type Judged = Pick<Estimate, 'value' | 'low' | 'high' | 'effectiveSampleSize'> & { warnings: number }

export type TrainingOutput = {
  spec: PolicySpec
  lessons: number
  overrides: number
  heldOut: HeldOut
}

/** The newest fifth is held out, where that is enough to judge by. */
const heldOutShare = 0.2
const heldOutMin = 20
/** Learning's part of the work; the rest is judging. */
const learningShare = 0.8

/** @internal What the thread calls. */
export function train(
  { declaration, pointVersion, spec, log }: TrainingInput,
  report: (share: number) => void,
): TrainingOutput {
  const point = createPoint(declaration, pointVersion)
  const count = Math.floor(log.length * heldOutShare)
  const held = count >= heldOutMin ? log.slice(0, count) : []
  const earlier = log.slice(held.length)
  const lessons = lessonsOf(point, earlier)
  const learnt = learn(point, spec, { lessons, report: (share) => report(share * learningShare) })
  const judge = (of: PolicySpec): Judged | null => {
    if (held.filter(({ override }) => override === null).length < heldOutMin) return null
    const policy = createPolicy(point, { name: 'held-out', version: 1, spec: of })
    const { value, low, high, effectiveSampleSize, warnings } = estimate(point, policy, held)
    return { value, low, high, effectiveSampleSize, warnings: warnings.length }
  }
  const heldOut = { decisions: held.length, learnt: judge(learnt), parent: judge(spec) }
  report(1)
  const overrides = earlier.filter(({ override }) => override !== null).length
  return { spec: learnt, lessons: lessons.length, overrides, heldOut }
}

/** MiB of the thread's heap: a log of 50,000 decisions with room to work. */
const heapMb = 1_024

/** Runs it; aborting ends the thread at once. @throws {Problem} policy-not-learnt */
export function trainApart(
  input: TrainingInput,
  watch: { signal?: AbortSignal; onProgress?: (share: number) => void } = {},
): Promise<TrainingOutput> {
  return trainInWorker<typeof train>({ module: new URL(import.meta.url), input, heapMb, ...watch })
}
