/**
 * An experiment as it is declared: what is believed, who takes part, what is compared, and by what it is judged. All of
 * it is fixed before the first unit is exposed; afterwards only traffic moves.
 */
import type { Condition } from './targeting.ts'

/** Who or what is assigned. A block is a stretch of town time in which everybody meets the same arm (switchback). */
export type UnitKind = 'person' | 'session' | 'item' | 'block'

export type Arm = {
  name: string
  /** Share of the units, in any scale. */
  weight: number
}

/** Events that a metric counts, and where in them the unit stands. */
export type Source = {
  source: 'log' | 'interactions'
  type: string
  /** A field of the event, or `data.FIELD`; a block needs none, since it is found by time. */
  unit: string
  /** Number in the event's data; absent: each event counts 1. */
  value?: string
}

export type Metric = {
  name: string
  /** The first is what the verdict rests on; a guard stops the experiment when it gets worse. */
  role: 'primary' | 'secondary' | 'guard'
  better: 'up' | 'down'
  /** `rate`: whether anything happened to a unit; `mean`: the sum of values of a unit; `ratio`: `from` over `per`. */
  kind: 'rate' | 'mean' | 'ratio'
  /** Town time from the exposure on, ms. */
  windowMs: number
  /** Absent: told by `POST /v1/experiments/outcomes`. */
  from?: Source
  /** What a ratio is taken over; told with `"part": "per"` when absent. */
  per?: Source
  /** CUPED: what the same unit did in so long a time before its exposure explains part of its outcome. */
  covariateMs?: number
  /** Smallest change worth finding, in units of the metric; the sequential test is quickest for such. */
  effect: number
  /** A guard bears a change for the worse up to here. */
  tolerance?: number
}

/** What an arm changes; null: the caller reads the assignment and acts on it. */
export type Drives =
  | { kind: 'flag'; flag: string }
  | { kind: 'point'; point: string; policies: Readonly<Record<string, { policy: string; version: number }>> }
  | null

/** How the weights of the arms move. */
export type Allocation =
  | { kind: 'fixed' }
  /** Thompson sampling over the primary metric: no arm below `floor`, a shift after so many new units at the least. */
  | { kind: 'bandit'; floor: number; minUnits: number }

export type Declaration = {
  name: string
  title: string
  hypothesis: string
  /** Experiments of one layer have no unit in common; layers are independent of each other. */
  layer: string
  /** Share of the layer, basis points. */
  shareBps: number
  unit: UnitKind
  /** Of a switchback: length of a block, and how much of its beginning is not counted. Town time, ms. */
  block?: { lengthMs: number; washoutMs: number }
  /** The first is the control. */
  arms: readonly Arm[]
  /** All must hold for a unit to take part. */
  eligibility: readonly Condition[]
  metrics: readonly Metric[]
  plannedDays: number
  ramp: {
    /** Shares of the experiment's units, basis points, rising to 10,000. */
    steps: readonly number[]
    /** Least time on a step before a machine takes the next one. Town time, ms. */
    stepMs: number
    isAutomatic: boolean
  }
  allocation: Allocation
  drives: Drives
}

export type State = 'draft' | 'ramping' | 'running' | 'stopped' | 'shipped' | 'binned'

/** States in which units are assigned. */
export const activeStates: readonly State[] = ['ramping', 'running']

/** Stretches of a layer's slots: from, and behind the last. */
export type Slots = readonly (readonly [number, number])[]

/** What assignment needs to know of an experiment that takes units. */
export type Live = {
  readonly declaration: Declaration
  readonly state: State
  /** Makes its hashes its own. */
  readonly salt: string
  readonly slots: Slots
  /** Basis points of its units that take part now. */
  readonly rampBps: number
  /** Town time, ms; blocks are counted from here. */
  readonly startedAt: number
  /** Counts the shifts of weights. */
  readonly epoch: number
  /** Probability of each arm in this epoch, by its place. */
  readonly shares: readonly number[]
}

/** Weights as probabilities. */
export function sharesOf(arms: readonly Arm[]): number[] {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0)
  return arms.map(({ weight }) => weight / total)
}
