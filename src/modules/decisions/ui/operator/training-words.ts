import type { Reply } from '#web/api'
import type { WholeLoop } from './loop-words.tsx'

export type Training = Reply<'get', '/v1/decisions/points/{point}/trainings'>['items'][number]
export type PolicyRow = Reply<'get', '/v1/decisions/points/{point}/policies'>['items'][number]
export type Schedule = Reply<'get', '/v1/decisions/points/{point}/policies/{policy}/schedule'>

/** Kinds that people write: there is nothing in them to learn. */
const written: readonly string[] = ['rule', 'linear']

/** Names of policies that can learn, each once. */
export function learnersOf({ policies }: Pick<WholeLoop, 'policies'>): string[] {
  return [...new Set(policies.filter(({ kind }) => !written.includes(kind)).map(({ policy }) => policy))].toSorted()
}

/** Whether a training is still under way. */
export function isUnderWay({ state }: Pick<Training, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

const failures = [
  [/no decision of this point has its outcomes/i, 'noOutcomes'],
  [/nothing was chosen but what is known/i, 'onlyKnown'],
  [/has nothing to learn/i, 'nothingToLearn'],
  [/memory|heap/i, 'tooLarge'],
] as const

/** Why a training failed, as a key of words; what nobody foresaw is shown as it was said. */
export function failureOf(error: string): (typeof failures)[number][1] | 'other' {
  return failures.find(([said]) => said.test(error))?.[1] ?? 'other'
}

/** A model was worth so much on decisions that it had not learnt from. */
export type Judged = { value: number; low: number; high: number } | null

/** What a learnt version says of itself; a version made by hand says nothing. */
export type Learnt = {
  lessons: number
  parent: number | null
  since: string | null
  until: string | null
  at: string | null
  hash: string | null
  heldOut: { decisions: number; learnt: Judged; parent: Judged } | null
}

/** The story of a version, as trainings wrote it; undefined where it did not learn. */
export function learntOf({ learnt }: Pick<PolicyRow, 'learnt'>): Learnt | undefined {
  if (typeof learnt !== 'object' || learnt === null) return undefined
  const {
    lessons = 0,
    parent = null,
    since = null,
    until = null,
    at = null,
    model = null,
    heldOut = null,
  } = learnt as Partial<Learnt> & { model?: string | null } // written by trainings alone
  return { lessons, parent, since, until, at, hash: model, heldOut }
}

/** The choices of a schedule: when asked, by the clock, by what has come of decisions. */
export const schedules = {
  asked: { everyHours: null, afterOutcomes: null },
  daily: { everyHours: 24, afterOutcomes: null },
  weekly: { everyHours: 168, afterOutcomes: null },
  outcomes: { everyHours: null, afterOutcomes: 1_000 },
} as const satisfies Readonly<Record<string, Schedule>>

export type ScheduleName = keyof typeof schedules

/** Which choice a schedule is; undefined for one that was set over the API to something else. */
export function scheduleNameOf({ everyHours, afterOutcomes }: Schedule): ScheduleName | undefined {
  const names = Object.keys(schedules) as ScheduleName[] // the keys of a constant
  return names.find(
    (name) => schedules[name].everyHours === everyHours && schedules[name].afterOutcomes === afterOutcomes,
  )
}
