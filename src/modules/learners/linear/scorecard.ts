/**
 * A points scorecard: binned characteristics, weighed by logistic regression on their weights of evidence, scaled to
 * points. Source: Siddiqi, Credit Risk Scorecards (2006), chapters 6 and 7.
 */
import { requireFinite, requireInteger, requirePositive } from '../base/guards.ts'
import { loadModel, type ModelKind, type ModelReader, type SavedModel, saveModel } from '../base/models.ts'
import { checkMatrix, type Matrix } from '../trees/matrix.ts'
import { fitLogistic } from './logistic.ts'
import {
  binCategories,
  type Bin,
  type Binning,
  type BinningOptions,
  binNumbers,
  binOfValue,
} from './weight-of-evidence.ts'

/** A characteristic as the card is asked to use it. */
export interface CharacteristicPlan {
  readonly name: string
  /** Numbers unless given. */
  readonly kind?: 'number' | 'category'
  /** For numbers: whether bads become rarer (-1) or more frequent (1) with the number; found from data unless given. */
  readonly direction?: -1 | 1
}

/** Scale and limits of a card. */
export interface ScorecardOptions {
  /** Points at `baseOdds`; 600 unless given. */
  readonly basePoints?: number
  /** Goods per bad at `basePoints`; 50 unless given. */
  readonly baseOdds?: number
  /** Points that double the odds; 20 unless given. */
  readonly doublingPoints?: number
  /** Characteristics with less information value are left out; 0.02 unless given. */
  readonly leastInformation?: number
  /** Ridge of the regression; 1 unless given. */
  readonly l2?: number
  readonly binning?: Pick<BinningOptions, 'fineBins' | 'leastShare'>
}

/** A characteristic on the card. */
export interface Characteristic {
  readonly name: string
  /** Position in a row of features. */
  readonly column: number
  readonly binning: Binning
  /** Whole points of each bin. */
  readonly points: readonly number[]
}

/** A card. More points, fewer bads: points = basePoints + doublingPoints · log2(odds / baseOdds). */
export interface Scorecard {
  readonly columns: number
  readonly basePoints: number
  readonly baseOdds: number
  readonly doublingPoints: number
  /** Points that everybody starts from. */
  readonly startPoints: number
  readonly characteristics: readonly Characteristic[]
}

/** What one characteristic gave, and what it cost against its best bin. */
export interface PointReason {
  readonly name: string
  /** Position of the bin in the characteristic's binning. */
  readonly bin: number
  readonly points: number
  readonly lost: number
}

/** A scored row. */
export interface CardScore {
  readonly points: number
  /** Probability of a bad, from the points. */
  readonly probability: number
  /** One a characteristic, greatest loss first; those that lost nothing follow in the card's order. */
  readonly reasons: readonly PointReason[]
}

/**
 * Fits a card. A characteristic whose regression weight would turn its evidence around (a sign of overlap with another)
 * is left out and the rest fitted again, so that more evidence never costs points.
 *
 * @param data.labels 1 is a bad
 * @param data.plan one entry a column of the features
 */
export function fitScorecard(
  data: { readonly features: Matrix; readonly labels: ArrayLike<number>; readonly plan: readonly CharacteristicPlan[] },
  options: ScorecardOptions = {},
): Scorecard {
  checkMatrix(data.features, 'scorecard features')
  if (data.plan.length !== data.features.columns) {
    throw new RangeError(`scorecard plan must name ${data.features.columns} columns, got ${data.plan.length}`)
  }
  const { basePoints = 600, baseOdds = 50, doublingPoints = 20 } = options
  requireFinite(basePoints, 'scorecard basePoints')
  requirePositive(baseOdds, 'scorecard baseOdds')
  requirePositive(doublingPoints, 'scorecard doublingPoints')
  const { kept, weights, intercept } = select(data, options)
  const factor = doublingPoints / Math.LN2
  return {
    columns: data.features.columns,
    basePoints,
    baseOdds,
    doublingPoints,
    startPoints: Math.round(basePoints - factor * (Math.log(baseOdds) + intercept)),
    characteristics: kept.map((each, i) => ({
      ...each,
      // Adding 0 turns -0 into 0.
      points: each.binning.bins.map((bin) => Math.round(-weights[i]! * bin.evidence * factor) + 0),
    })),
  }
}

type Kept = Omit<Characteristic, 'points'>

/** Chooses the characteristics and weighs them: every weight of evidence has a negative effect on the odds of a bad. */
function select(
  data: Parameters<typeof fitScorecard>[0],
  options: ScorecardOptions,
): { kept: readonly Kept[]; weights: Float64Array; intercept: number } {
  const { leastInformation = 0.02, l2 = 1 } = options
  let kept: readonly Kept[] = data.plan
    .map(({ name }, column) => ({ name, column, binning: binColumn(data, column, options) }))
    .filter(({ binning }) => binning.informationValue >= requireFinite(leastInformation, 'scorecard leastInformation'))
  for (;;) {
    if (kept.length === 0) throw new RangeError('scorecard: no characteristic tells goods from bads')
    const features = evidenceOf(data.features, kept)
    const { weights, intercept } = fitLogistic({ features, labels: data.labels }, { l2 }).model
    if (weights.every((weight) => weight < 0)) return { kept, weights, intercept }
    kept = kept.filter((_, i) => weights[i]! < 0)
  }
}

function binColumn(
  data: { features: Matrix; labels: ArrayLike<number>; plan: readonly CharacteristicPlan[] },
  column: number,
  { binning = {} }: ScorecardOptions,
): Binning {
  const { features, labels, plan } = data
  const { kind, direction } = plan[column]!
  const values = Float64Array.from(
    { length: features.rows },
    (_, row) => features.values[row * features.columns + column]!,
  )
  if (kind === 'category') return binCategories(values, labels, binning)
  return binNumbers(values, labels, direction === undefined ? binning : { ...binning, direction })
}

function evidenceOf(features: Matrix, kept: readonly { column: number; binning: Binning }[]): Matrix {
  const values = new Float64Array(features.rows * kept.length)
  for (let row = 0; row < features.rows; row += 1) {
    for (const [i, { column, binning }] of kept.entries()) {
      const bin = binOfValue(binning, features.values[row * features.columns + column]!)
      values[row * kept.length + i] = binning.bins[bin]!.evidence
    }
  }
  return { rows: features.rows, columns: kept.length, values }
}

/** Scores a row of features; NaN is a missing value. */
export function scoreCard(card: Scorecard, row: ArrayLike<number>): CardScore {
  if (row.length !== card.columns)
    throw new RangeError(`scoreCard row must hold ${card.columns} numbers, got ${row.length}`)
  const reasons = card.characteristics.map(({ name, column, binning, points }) => {
    const bin = binOfValue(binning, row[column]!)
    return { name, bin, points: points[bin]!, lost: Math.max(...points) - points[bin]! }
  })
  const points = reasons.reduce((sum, reason) => sum + reason.points, card.startPoints)
  const odds = card.baseOdds * 2 ** ((points - card.basePoints) / card.doublingPoints)
  return { points, probability: 1 / (1 + odds), reasons: reasons.toSorted((a, b) => b.lost - a.lost) }
}

const KIND: ModelKind = { name: 'linear.scorecard', version: 1 }

/** The card as plain data. */
export function saveScorecard(card: Scorecard): SavedModel {
  const characteristics = card.characteristics.map(({ name, column, binning, points }) => ({
    name,
    column,
    points: Int32Array.from(points),
    kind: binning.kind,
    informationValue: binning.informationValue,
    bins: binning.bins.map((bin) => ({ ...bin })),
  }))
  const { columns, basePoints, baseOdds, doublingPoints, startPoints } = card
  return saveModel(KIND, { columns, basePoints, baseOdds, doublingPoints, startPoints, characteristics })
}

/** Reads what `saveScorecard` wrote. */
export function loadScorecard(saved: unknown): Scorecard {
  const reader = loadModel(KIND, saved)
  const columns = reader.integer('columns', 1)
  return {
    columns,
    basePoints: reader.number('basePoints'),
    baseOdds: reader.number('baseOdds'),
    doublingPoints: reader.number('doublingPoints'),
    startPoints: reader.integer('startPoints'),
    characteristics: reader.children('characteristics').map((each) => {
      const bins = each.children('bins').map(readBin)
      const kind = each.string('kind')
      if (kind !== 'number' && kind !== 'category') throw new Error(`model field ${each.path}.kind: found ${kind}`)
      return {
        name: each.string('name'),
        column: each.integer('column', 0, columns - 1),
        binning: { kind, bins, informationValue: each.number('informationValue') },
        points: [...each.array('points', 'i32', bins.length)],
      }
    }),
  }
}

function readBin(reader: ModelReader): Bin {
  const codes = reader.has('codes') ? reader.nested('codes') : null
  if (codes !== null && !Array.isArray(codes)) throw new Error(`model field ${reader.path}.codes: a list expected`)
  return {
    upTo: reader.has('upTo') ? reader.number('upTo') : null,
    codes:
      codes?.map((code, i) => requireInteger(Number(code), Number.MIN_SAFE_INTEGER, `${reader.path}.codes[${i}]`)) ??
      null,
    isMissing: reader.boolean('isMissing'),
    goods: reader.integer('goods', 0),
    bads: reader.integer('bads', 0),
    evidence: reader.number('evidence'),
  }
}
