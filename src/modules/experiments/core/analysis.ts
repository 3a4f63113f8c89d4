/**
 * What an experiment says so far. It may be looked at as often as anybody likes: intervals are always valid. Results of
 * a split that is not the intended one are locked, since whatever broke the split may make any difference.
 */
import { mixtureTest, normalQuantile, sampleRatioTest, type Summary, tQuantile } from '#modules/learners'
import type { Declaration, Metric } from './experiment.ts'
import { type Adjustment, adjusted, type Cell, noSums, stratified, type Sums, summaryOf } from './sums.ts'

/** Units of an arm in an epoch, with the probability they had of meeting it. */
export type Count = { arm: string; epoch: number; p: number; units: number; crossed: number }

/** Everything that is counted of an experiment. */
export type Counted = {
  counts: readonly Count[]
  cells: Readonly<Record<string, readonly Cell[]>>
  /** Lowest p-value of the looks before, by metric and arm. */
  lowest: Readonly<Record<string, number>>
}

export type SampleRatioFound = {
  status: 'too-few' | 'as-intended' | 'broken'
  pValue: number | null
  chiSquare: number | null
}

/** One arm against the control. */
export type Compared = {
  arm: string
  difference: number
  low: number
  high: number
  level: number
  /** Always valid, the lowest of all looks. */
  pValue: number
  isSignificant: boolean
  cuped: Adjustment | null
}

export type MetricFound = {
  metric: string
  arms: { arm: string; units: number; mean: number | null; deviation: number | null }[]
  /** Empty while locked, or while there is too little to say anything. */
  comparisons: Compared[]
  /** What stands in the way of a comparison. */
  missing: 'nothing' | 'units' | 'variation' | 'sample-ratio'
}

export type Analysis = {
  units: number
  arms: { arm: string; units: number; expected: number; crossed: number }[]
  sampleRatio: SampleRatioFound
  isLocked: boolean
  metrics: MetricFound[]
}

/** Below this p the split is called broken and results are locked. */
export const sampleRatioP = 0.001
/** Chance over all looks of any arm to be called different where nothing is. */
const alpha = 0.05
/** Estimated variances make the tests asymptotic: less than so many units an arm is not looked at. */
const unitsLeast = { unit: 100, block: 12 } as const
/** Pearson's test wants so many expected in each cell (Cochran, 1954). */
const expectedLeast = 5

export function analyse(declaration: Declaration, { counts, cells, lowest }: Counted): Analysis {
  const arms = armsOf(declaration, counts)
  const sampleRatio = sampleRatioOf(arms)
  const isLocked = sampleRatio.status === 'broken'
  const metrics = declaration.metrics.map((metric) =>
    found(declaration, metric, { cells: cells[metric.name] ?? [], isLocked, lowest }),
  )
  return { units: arms.reduce((sum, { units }) => sum + units, 0), arms, sampleRatio, isLocked, metrics }
}

/** How many there are of each arm, and how many there should be by the recorded probabilities. */
function armsOf({ arms }: Declaration, counts: readonly Count[]): Analysis['arms'] {
  const sizes = new Map<number, number>()
  for (const { epoch, units } of counts) sizes.set(epoch, (sizes.get(epoch) ?? 0) + units)
  return arms.map(({ name }) => {
    const own = counts.filter(({ arm }) => arm === name)
    return {
      arm: name,
      units: own.reduce((sum, { units }) => sum + units, 0),
      expected: own.reduce((sum, { epoch, p }) => sum + p * (sizes.get(epoch) ?? 0), 0),
      crossed: own.reduce((sum, { crossed }) => sum + crossed, 0),
    }
  })
}

function sampleRatioOf(arms: Analysis['arms']): SampleRatioFound {
  if (arms.some(({ expected }) => expected < expectedLeast)) return { status: 'too-few', pValue: null, chiSquare: null }
  const { pValue, chiSquare, mismatch } = sampleRatioTest(
    arms.map(({ units }) => units),
    arms.map(({ expected }) => expected),
    sampleRatioP,
  )
  return { status: mismatch ? 'broken' : 'as-intended', pValue, chiSquare }
}

type Given = { cells: readonly Cell[]; isLocked: boolean; lowest: Counted['lowest'] }

function found(declaration: Declaration, metric: Metric, { cells, isLocked, lowest }: Given): MetricFound {
  const { summaries, adjustment } = summariesOf(declaration, metric, cells)
  const names = declaration.arms.map(({ name }) => name)
  const arms = names.map((arm, index) => shownArm(arm, isLocked ? undefined : summaries[index], cells))
  const missing = isLocked ? 'sample-ratio' : missingOf(declaration, metric, summaries)
  if (missing !== 'nothing') return { metric: metric.name, arms, comparisons: [], missing }
  const [control, ...others] = summaries as Summary[] // nothing is missing
  const comparisons = others.map((other, index) => {
    const arm = names[index + 1]!
    const level = 1 - alpha / others.length
    const comparison = compared([control!, other], { metric, level, previous: lowest[`${metric.name}/${arm}`] ?? 1 })
    return { arm, ...comparison, cuped: adjustment }
  })
  return { metric: metric.name, arms, comparisons, missing }
}

function shownArm(arm: string, summary: Summary | undefined, cells: readonly Cell[]): MetricFound['arms'][number] {
  const units = cells.filter((cell) => cell.arm === arm).reduce((sum, { n }) => sum + n, 0)
  const deviation = summary === undefined ? null : Math.sqrt(summary.variance)
  return { arm, units, mean: summary?.mean ?? null, deviation }
}

/** An estimate for each arm: adjusted by the covariate where there is one, epoch by epoch. */
function summariesOf(
  { arms }: Declaration,
  metric: Metric,
  cells: readonly Cell[],
): { summaries: (Summary | undefined)[]; adjustment: Adjustment | null } {
  const epochs = [...new Set(cells.map(({ epoch }) => epoch))].toSorted((one, other) => one - other)
  let adjustment: Adjustment | null = null
  const summaries = (epochs.length === 0 ? [0] : epochs).map((epoch) => {
    const own = arms.map(({ name }): Sums => cells.find((c) => c.arm === name && c.epoch === epoch) ?? noSums)
    const helped = metric.covariateMs === undefined ? undefined : adjusted(own)
    if (helped === undefined) return own.map((sums) => summaryOf(sums, metric.kind))
    adjustment = helped.adjustment
    return helped.summaries
  })
  return { summaries: summaries.length === 1 ? summaries[0]! : stratified(summaries), adjustment }
}

function missingOf(
  { unit }: Declaration,
  { kind }: Metric,
  summaries: readonly (Summary | undefined)[],
): MetricFound['missing'] {
  const least = unitsLeast[unit === 'block' ? 'block' : 'unit']
  if (summaries.some((one) => one === undefined || one.count < least)) return 'units'
  const isFlat = summaries.every((one) => one!.variance === 0)
  const isSame = new Set(summaries.map((one) => one!.mean)).size === 1
  return isFlat && (isSame || kind !== 'rate') ? 'variation' : 'nothing'
}

/**
 * The mixture test over the difference; `effect`, declared beforehand, is its tau. Few units, as blocks are, have an
 * uncertain variance: it is taken as much larger as Student's quantile is than the normal one.
 */
function compared(
  [control, other]: readonly [Summary, Summary],
  { metric, level, previous }: { metric: Metric; level: number; previous: number },
): Omit<Compared, 'arm' | 'cuped'> {
  const tail = (1 + level) / 2
  const freedom = control.count + other.count - 2
  const wider = (tQuantile(tail, freedom) / normalQuantile(tail)) ** 2
  const careful = (one: Summary): Summary => ({ ...one, variance: varianceOf(metric, one) * wider })
  const { difference, low, high, pValue } = mixtureTest(careful(control), careful(other), {
    tau: metric.effect,
    level,
    previousP: previous,
  })
  return { difference, low, high, level, pValue, isSignificant: pValue < 1 - level }
}

/** Where all or none of a rate's units did it, the next one may differ: Laplace's rule of succession. */
function varianceOf({ kind }: Metric, { count, variance }: Summary): number {
  const next = 1 / (count + 2)
  return kind === 'rate' && variance === 0 ? next * (1 - next) : variance
}

/** How much an arm is better, whatever direction is good. */
export function gainOf({ better }: Pick<Metric, 'better'>, change: number): number {
  return better === 'up' ? change : -change
}
