/**
 * Points whose owners teach them. A record of a decision holds 4 kB, too little for a page of a hundred candidates, and
 * its outcomes count for weeks: such an owner keeps lessons of its own, learns from them, and judges by them.
 */
import type { Database } from '#kernel/db'
import type { Point } from '../core/point.ts'
import type { Policy, PolicySpec } from '../core/policy.ts'
import type { Estimate } from '../learning/replay.ts'
import type { TrainingOutput } from './training-run.ts'

/** What a teacher works on. `now`: town time, ms. */
export type TeachingPlace = { db: Database; town: number; now: number }

/** What came of learning; `until`: town time of the newest lesson that was looked at. */
export type Taught = { output: TrainingOutput; until: number | null }

/** From when on, and to when, lessons count; town time, ms. */
export type TaughtSpan = { since: number; until?: number | undefined }

export type Teacher = {
  /** Lessons there are, counted up to `enough`: with fewer nothing is learnt. */
  readiness: (place: TeachingPlace, point: Point) => Promise<{ lessons: number; enough: number }>
  /** @throws {Problem} policy-not-learnt */
  learn: (
    place: TeachingPlace,
    asked: { point: Point; spec: PolicySpec; since: number },
    watch?: { signal?: AbortSignal; onProgress?: (share: number) => void },
  ) => Promise<Taught>
  /** On lessons that nothing was learnt from. @throws {Problem} too-few-decisions */
  judge: (place: TeachingPlace, asked: { point: Point; policy: Policy } & TaughtSpan) => Promise<Estimate>
}

const teachers = new Map<string, Teacher>()

/** Has a point of the source taught by its owner. */
export function teachBy(point: string, teacher: Teacher): void {
  teachers.set(point, teacher)
}

/** Who teaches a point; undefined: its records do. */
export function teacherOf(point: string): Teacher | undefined {
  return teachers.get(point)
}
