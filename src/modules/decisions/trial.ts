import type { Json } from '#kernel/commands'
import type { Point } from './core/point.ts'
import type { Policy } from './core/policy.ts'
import type { Asking } from './decider.ts'

/** An experiment's say in one decision: which policy decides, what is noted, and whom to tell once it has decided. */
export type Trial = {
  policy: Policy
  experiments: readonly Json[]
  /** Called when the policy's choice stands; not when the safe default does. */
  used: () => void
}

/** Finds the experiment that a decision belongs to. It never waits. @param at town time, ms */
export type Trials = (point: Point, asking: Asking, at: number) => Trial | undefined

/** What a caller noted of its own experiments stays beside what is tried here. */
export function notedIn(asking: Asking, trial: Trial | undefined): Asking {
  if (trial === undefined) return asking
  const own: Json = asking.experiments ?? null
  const before = own === null ? [] : Array.isArray(own) ? own : [own]
  return { ...asking, experiments: [...before, ...trial.experiments] }
}
