import { requireBetween, requireInteger, requirePositive } from '../base/guards.ts'
import type { ObjectiveName } from './forest.ts'
import type { Shape } from './growing.ts'

/** Everything that shapes a forest. All but the objective have a default. */
export interface BoostingOptions extends Partial<Shape> {
  objective: ObjectiveName
  /** Trees at most; 200. */
  rounds?: number
  /** Share of each tree's answer that is kept; 0.1. */
  learningRate?: number
  /** L2 penalty on leaf values; 1. */
  l2?: number
  /** Fewest rows in a leaf; 20. */
  minRows?: number
  /** Least hessian in a leaf; 0.001. */
  minHessian?: number
  /** Least gain of a split; 0. */
  minGain?: number
  /** Share of rows and of columns drawn for each tree; 1. */
  rowShare?: number
  columnShare?: number
  /** Bins a column, 2..255; 255. */
  bins?: number
  /** One entry a column: 1 if the score may only rise with it, -1 if only fall, 0 for free. */
  monotone?: readonly number[]
  /** Names of the columns; f0, f1, … unless given. */
  names?: readonly string[]
  /** Rank at which a ranking is cut; 10. */
  rankingCut?: number
  /** Rounds without a lower validation loss before training stops; 50. */
  patience?: number
  seed?: number | string
}

const DEFAULTS = {
  rounds: 200,
  learningRate: 0.1,
  growth: 'leaves',
  maxDepth: 6,
  maxLeaves: 31,
  l2: 1,
  minRows: 20,
  minHessian: 1e-3,
  minGain: 0,
  rowShare: 1,
  columnShare: 1,
  bins: 255,
  rankingCut: 10,
  patience: 50,
  seed: 1,
} as const

/** Options checked, with nothing left open. */
export interface Settings extends Required<Omit<BoostingOptions, 'monotone' | 'names'>> {
  monotone: Int8Array
  names: string[]
}

/** Fills in defaults and refuses what makes no sense. */
export function settingsOf(options: BoostingOptions, columns: number): Settings {
  const monotone = options.monotone ?? Array.from({ length: columns }, () => 0)
  const names = [...(options.names ?? Array.from({ length: columns }, (_, i) => `f${i}`))]
  const settings: Settings = { ...DEFAULTS, ...options, monotone: Int8Array.from(monotone), names }
  checkNumbers(settings)
  if (monotone.length !== columns || names.length !== columns) {
    throw new RangeError(`monotone and names must have ${columns} entries, one a column`)
  }
  const unknown = monotone.findIndex((sign) => ![-1, 0, 1].includes(sign))
  if (unknown >= 0) throw new RangeError(`monotone[${unknown}] must be -1, 0 or 1, got ${monotone[unknown]}`)
  return settings
}

function checkNumbers(settings: Settings): void {
  for (const name of ['rounds', 'maxDepth', 'minRows', 'rankingCut', 'patience'] as const) {
    requireInteger(settings[name], 1, name)
  }
  for (const name of ['maxLeaves', 'bins'] as const) requireInteger(settings[name], 2, name)
  for (const name of ['learningRate', 'minHessian'] as const) requirePositive(settings[name], name)
  for (const name of ['l2', 'minGain'] as const) requireBetween(settings[name], [0, 1e12], name)
  for (const name of ['rowShare', 'columnShare'] as const) requireBetween(settings[name], [1e-6, 1], name)
}
