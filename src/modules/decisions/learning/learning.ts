/**
 * Learning a policy from the log: every decision whose outcomes are in teaches the value of what was chosen. An
 * override teaches twice: what the policy chose is worth nothing, what the person chose is worth what came of it, or 1
 * where nothing is known yet.
 */
import { Problem } from '#kernel/problem'
import {
  createFtrl,
  createRidge,
  learnFtrl,
  learnOutcome,
  learnReward,
  matrixOf,
  type Ridge,
  saveForest,
  saveFtrl,
  saveRidge,
  sparseRows,
  trainForest,
} from '#modules/learners'
import { isFault, type Point, rowsOf } from '../core/point.ts'
import type { PolicySpec } from '../core/policy.ts'
import { notLearnt } from '../problems.ts'
import type { Logged } from './log.ts'

/** One lesson: an option in its context, and what it was worth. */
export type Lesson = { option: string; row: Float64Array; value: number }

/** The lessons of a log, the oldest first. */
export function lessonsOf(point: Point, log: readonly Logged[]): Lesson[] {
  return log.toReversed().flatMap((logged) => {
    const { chosen, value, override } = logged
    const first = chosen[0]
    if (first === undefined) return []
    if (override === null) return lesson(point, logged, { option: first, value })
    const isKnown = value !== 0
    return [
      ...lesson(point, logged, { option: first, value: 0 }),
      ...lesson(point, logged, { option: override, value: isKnown ? value : 1 }),
    ]
  })
}

function lesson(point: Point, { context, options }: Logged, { option, value }: Omit<Lesson, 'row'>): Lesson[] {
  const offered = options.filter(({ id }) => id === option)
  const rows = rowsOf(point, context, offered)
  return isFault(rows) || rows.count === 0 ? [] : [{ option, row: rows.values, value }]
}

/** Trees need a handful of rows a leaf. */
const forestOptions = { objective: 'squared', rounds: 60, maxLeaves: 15, minRows: 20 } as const
const noise = { prior: 1 }

/**
 * The policy after these lessons, from the beginning on. It computes until it is done: `training` runs it in a thread.
 *
 * @throws {Problem} policy-not-learnt
 */
export function learn(
  point: Point,
  spec: PolicySpec,
  { lessons, report = () => undefined }: { lessons: readonly Lesson[]; report?: (share: number) => void },
): PolicySpec {
  if (lessons.length === 0) throw new Problem(notLearnt, { detail: 'No decision of this point has its outcomes yet.' })
  switch (spec.kind) {
    case 'beta-thompson':
      return { ...spec, arms: armsOf(spec, lessons) }
    case 'linear-thompson':
    case 'lin-ucb':
      return { ...spec, model: saveRidge(ridgeOf(point, lessons, report)) }
    case 'logistic':
      return { ...spec, model: saveFtrl(logisticOf(point, lessons, report)) }
    case 'trees':
      return { ...spec, model: forestOf(unknownOf(lessons, spec.known), report) }
    default:
      throw new Problem(notLearnt, { detail: `A policy of kind ${spec.kind} has nothing to learn.` })
  }
}

/** What is known beforehand is not learnt. @throws {Problem} policy-not-learnt */
function unknownOf(lessons: readonly Lesson[], known: Readonly<Record<string, number>> = {}): readonly Lesson[] {
  const left = lessons.filter(({ option }) => !Object.hasOwn(known, option))
  if (left.length === 0) throw new Problem(notLearnt, { detail: 'Nothing was chosen but what is known already.' })
  return left
}

function armsOf({ prior }: Extract<PolicySpec, { kind: 'beta-thompson' }>, lessons: readonly Lesson[]) {
  const arms: Record<string, { a: number; b: number }> = {}
  for (const { option, value } of lessons) {
    arms[option] = learnOutcome(arms[option] ?? prior, Math.min(1, Math.max(0, value)))
  }
  return arms
}

type Report = (share: number) => void

/** Lessons between two reports. */
const lessonsAtOnce = 500

function ridgeOf(point: Point, lessons: readonly Lesson[], report: Report): Ridge {
  const ridge = createRidge(point.columns.length, noise.prior)
  for (const [index, { row, value }] of lessons.entries()) {
    learnReward(ridge, row, value)
    if (index % lessonsAtOnce === 0) report(index / lessons.length)
  }
  return ridge
}

function logisticOf(point: Point, lessons: readonly Lesson[], report: Report) {
  const model = createFtrl(point.columns.length)
  const rows = sparseRows(
    lessons.map(({ row }) => [...row.entries()].filter(([, value]) => value !== 0)),
    point.columns.length,
  )
  lessons.forEach(({ value }, row) => {
    learnFtrl(model, { rows, row, label: value > 0 ? 1 : 0 })
    if (row % lessonsAtOnce === 0) report(row / lessons.length)
  })
  return model
}

function forestOf(lessons: readonly Lesson[], report: Report) {
  const labels = Float64Array.from(lessons, ({ value }) => value)
  const training = { features: matrixOf(lessons.map(({ row }) => row)), labels }
  const { rounds } = forestOptions
  return saveForest(trainForest(training, forestOptions, { report: ({ round }) => report(round / rounds) }).forest)
}
