import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import type { Point } from '../core/point.ts'
import type { Policy } from '../core/policy.ts'
import { readLog, type ReadLog } from '../learning/log.ts'
import { type Estimate, estimate } from '../learning/replay.ts'
import { type TaughtSpan, teacherOf } from './teachers.ts'

/**
 * What a policy would have earned: by the lessons of who teaches the point, else by the records of its decisions.
 *
 * @throws {Problem} too-few-decisions
 */
export async function judged(
  place: { db: Database; town: number; vault: Vault; now: number },
  { point, policy, ...span }: { point: Point; policy: Policy } & TaughtSpan,
): Promise<{ estimate: Estimate; left: ReadLog['left'] }> {
  const teacher = teacherOf(point.declaration.name)
  if (teacher !== undefined) {
    const left = { fallback: 0, open: 0, unreadable: 0 }
    return { estimate: await teacher.judge(place, { point, policy, ...span }), left }
  }
  const { rows, left } = await readLog(place, { point, ...span })
  return { estimate: estimate(point, policy, rows), left }
}
