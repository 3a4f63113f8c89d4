/**
 * A decision point as it is declared: what it may look at, what may be chosen, what is never chosen, what counts as
 * success, and what stands when nothing can be decided.
 */
import { createHash } from 'node:crypto'
import type { JsonObject } from '#kernel/commands'
import type { FieldError } from '#kernel/problem'
import type { Condition } from './conditions.ts'
import { createEncoder, type Encoder, type Features, type FeatureValues } from './features.ts'

/** Blocks every option for which all conditions hold; with `options`, only those. */
export type Guard = { name: string; when: readonly Condition[]; options?: readonly string[] }

/** Blocks an option once it has been chosen in more than this share of the decisions of the last `perMs`. */
export type Budget = {
  option: string
  shareBps: number
  /** Town time. */
  perMs: number
  /** Choices beyond the share that are always free, so that a small town has any. */
  free: number
}

/** Fields of an event and of a decision that must be the same for the event to count as its outcome. */
export type Match = {
  /** `decision`: the id that an interaction names in its data. */
  event: 'subject' | 'actor' | 'session' | 'decision'
  decision: 'subject' | 'reference' | 'chosen' | 'id'
}

/** What counts as an outcome: which events, matched how, within which time, with which weight. */
export type Metric = {
  name: string
  /** Added to the decision's value for each unit of the outcome. */
  weight: number
  /** Town time from the decision on, ms. */
  windowMs: number
  /** `first`: one outcome a decision; `every`: all of them add up. */
  counts: 'first' | 'every'
  /** Absent: told over HTTP only. */
  from?: {
    source: 'log' | 'interactions'
    type: string
    match: readonly Match[]
    /** Number in the event's data; absent: each event counts 1. */
    value?: string
  }
}

/** A figure that must not worsen: once it surely has, the policy is rolled back to the last good one. */
export type GuardMetric = {
  /** A metric of the point, or `value`, `fallbacks`, `overrides`. */
  metric: string
  better: 'higher' | 'lower'
  /** By how much a decision's mean may worsen. */
  tolerated: number
  /** Decisions without which nothing is concluded. */
  least: number
  /** What comes of a decision counts for so long; when it is over the decision is judged. Ms of town time. */
  windowMs: number
  /** Compared with the same hours of earlier days, for what ebbs and flows with the day. */
  isDaily?: boolean
}

/** Commands that undo the act in favour of another option, by that option. */
export type Reverse = {
  business: string
  commands: Readonly<Record<string, { type: string; input: JsonObject }>>
}

/** A manifest's question that the point answers: features by their path in what it is told, answers by option. */
export type Question = {
  of: string
  context: Readonly<Record<string, string>>
  answers: Readonly<Record<string, JsonObject>>
}

export type PointDeclaration = {
  name: string
  title: string
  context: Features
  options: { features: Features; ids?: readonly string[] }
  /** Each option's columns are multiplied by the context's: without it a context cannot prefer one option. */
  isCrossed: boolean
  guards: readonly Guard[]
  budgets?: readonly Budget[]
  /** Chosen when nothing can be decided; null: the first option that is not blocked, in the caller's order. */
  safeDefault: string | null
  metrics: readonly Metric[]
  guardMetrics?: readonly GuardMetric[]
  /** Who has to try a policy before it decides beside the live one. */
  simulator?: string
  reverse: Reverse | null
  question: Question | null
  retentionDays: number
  /** Longer than this counts as failed. */
  budgetMs: number
  /** `shadow`: the safe default acts and the policy is recorded; `suggest`: a person acts on what is answered. */
  mode: 'auto' | 'suggest' | 'shadow'
}

/** A declaration ready for use. */
export type Point = {
  readonly declaration: PointDeclaration
  readonly version: number
  readonly context: Encoder
  readonly option: Encoder
  /** Names of the columns of an option's row. */
  readonly columns: readonly string[]
  readonly hash: string
}

/** More columns than this are slower than the budget and more than a log of this size can teach. */
export const columnsMax = 1_000

export function createPoint(declaration: PointDeclaration, version: number): Point {
  const context = createEncoder(declaration.context)
  const option = createEncoder(declaration.options.features)
  const own = ['1', ...(declaration.options.ids ?? []).map((id) => `@${id}`), ...option.columns]
  const around = declaration.isCrossed ? ['1', ...context.columns] : ['1']
  const crossed = around.flatMap((outer) => own.map((inner) => (outer === '1' ? inner : `${inner}*${outer}`)))
  const columns = declaration.isCrossed ? crossed : [...own, ...context.columns]
  return { declaration, version, context, option, columns, hash: hashOf(declaration) }
}

/** SHA-256 of JSON with sorted keys, in hex: the same thing declared twice has the same hash. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}

/** An option as the caller offers it; `blockedBy` names a reason of the caller's own. */
export type Option = { id: string; features: FeatureValues; blockedBy?: string }

/** A row of numbers for each option. */
export type Rows = { readonly count: number; readonly width: number; readonly values: Float64Array }

/** Lays the options out; answers the first thing that is wrong instead. */
export function rowsOf(point: Point, context: FeatureValues, options: readonly Option[]): Rows | FieldError {
  const around = new Float64Array(point.context.columns.length)
  const wrong = point.context.write(context, around, 0)
  if (wrong !== undefined) return { pointer: `/context${wrong.pointer}`, detail: wrong.detail }
  const width = point.columns.length
  const values = new Float64Array(options.length * width)
  for (let i = 0; i < options.length; i++) {
    const bad = writeRow(point, options[i]!, { values, at: i * width, around })
    if (bad !== undefined) return { pointer: `/options/${i}${bad.pointer}`, detail: bad.detail }
  }
  return { count: options.length, width, values }
}

function writeRow(
  { declaration, option }: Point,
  { id, features }: Option,
  { values, at, around }: { values: Float64Array; at: number; around: Float64Array },
): FieldError | undefined {
  const { ids = [] } = declaration.options
  const index = ids.indexOf(id)
  if (ids.length > 0 && index === -1) return { pointer: '/id', detail: `must be one of ${ids.join(', ')}` }
  values[at] = 1
  if (index !== -1) values[at + 1 + index] = 1
  const bad = option.write(features, values, at + 1 + ids.length)
  if (bad !== undefined) return { pointer: `/features${bad.pointer}`, detail: bad.detail }
  const own = 1 + ids.length + option.columns.length
  if (!declaration.isCrossed) values.set(around, at + own)
  else {
    for (let c = 0; c < around.length; c++) {
      const from = at + (c + 1) * own
      for (let j = 0; j < own; j++) values[from + j] = values[at + j]! * around[c]!
    }
  }
  return undefined
}

/** True for what `rowsOf` answers instead of rows. */
export function isFault(found: Rows | FieldError): found is FieldError {
  return 'pointer' in found
}
