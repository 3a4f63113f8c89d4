/**
 * Predicts a number from a row of features, such as minutes until delivery, with an interval: boosted trees, one forest
 * a fold, whose errors on the fold each did not see give settings, local spread and width. Sources: Barber, Candès,
 * Ramdas and Tibshirani, "Predictive inference with the jackknife+", Annals of Statistics 2021 (CV+; this keeps
 * one common centre); Lei et al. 2018, §5.2, for errors relative to a local spread.
 */
import { conformalQuantile } from '../base/conformal.ts'
import { requireAllFinite, requireBetween, requireInteger, requirePositive, requireSome } from '../base/guards.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'
import { seededRandom } from '../base/random.ts'
import {
  type BoostingOptions,
  createScorer,
  type Forest,
  loadForest,
  type Matrix,
  pickRows,
  saveForest,
  trainForest,
} from '../trees/index.ts'

/** What may be said of the trees; the objective is the squared error. */
export type IntervalBoosting = Omit<BoostingOptions, 'objective' | 'seed' | 'rankingCut'>

/** How to train. */
export interface IntervalForestOptions {
  /** Settings to choose from by cross-validation. */
  readonly candidates: readonly IntervalBoosting[]
  /** Parts of the cross-validation, and forests of the model; 5 unless given. */
  readonly folds?: number
  /** Share of values that the intervals should hold; 0.9 unless given. */
  readonly coverage?: number
  readonly seed?: number | string
}

/** A trained model. */
export interface IntervalForest {
  /** Whether forests speak of logarithms, as when every label is above 0: errors then are shares of the value. */
  readonly isLog: boolean
  readonly coverage: number
  /** Their mean is the prediction. */
  readonly forests: readonly Forest[]
  /** Says how far off the prediction usually is for a row. */
  readonly spread: Forest
  /** Half the interval, in units of the spread. */
  readonly width: number
  /** Spreads below this are taken for it. */
  readonly leastSpread: number
  /** Mean absolute error in cross-validation, each row predicted by a forest that did not see it. */
  readonly validationError: number
  /** Position of the settings that won. */
  readonly chosen: number
}

/** A prediction with its interval. */
export interface IntervalPrediction {
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Task {
  readonly features: Matrix
  /** Labels on the scale of the forests. */
  readonly labels: Float64Array
  readonly isLog: boolean
  /** Fold of each row. */
  readonly parts: Int32Array
  readonly folds: number
  readonly seed: number | string
}

/** Trains a model. @param data.labels one finite number a row */
export function trainIntervalForest(
  data: { readonly features: Matrix; readonly labels: ArrayLike<number> },
  options: IntervalForestOptions,
): IntervalForest {
  const coverage = requireBetween(options.coverage ?? 0.9, [0.5, 0.999], 'interval forest coverage')
  const task = taskOf(data, options)
  const tried = requireSome(options.candidates, 'interval forest candidates').map((candidate, chosen) => {
    const { forests, held } = crossFit(task, task.labels, candidate)
    return { chosen, forests, held, error: meanError(task, held) }
  })
  const best = tried.reduce((least, each) => (each.error < least.error ? each : least))
  const misses = best.held.map((value, row) => Math.abs(value - task.labels[row]!))
  const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length
  // Predictions that are all exact have no spread; any positive one serves.
  const leastSpread = 0.1 * mean || Number.EPSILON
  const { held: spreads } = crossFit(task, misses, SPREAD)
  const relative = misses.map((miss, row) => miss / Math.max(leastSpread, spreads[row]!))
  const { forest: spread } = trainForest({ features: task.features, labels: misses }, { ...SPREAD, ...squared(task) })
  return {
    isLog: task.isLog,
    coverage,
    forests: best.forests,
    spread,
    width: conformalQuantile(relative, coverage),
    leastSpread,
    validationError: best.error,
    chosen: best.chosen,
  }
}

/** The spread is a rough thing: few, shallow trees over large leaves. */
const SPREAD: IntervalBoosting = { rounds: 60, learningRate: 0.05, maxLeaves: 8, minRows: 40 }

const squared = ({ seed }: Task): { objective: 'squared'; seed: number | string } => ({ objective: 'squared', seed })

function taskOf(
  data: { readonly features: Matrix; readonly labels: ArrayLike<number> },
  options: IntervalForestOptions,
): Task {
  const { folds = 5, seed = 1 } = options
  const { features } = data
  requireInteger(folds, 2, 'interval forest folds')
  requireAllFinite(requireSome(data.labels, 'interval forest labels'), 'interval forest labels')
  if (data.labels.length !== features.rows) {
    throw new RangeError(`interval forest: ${features.rows} rows of features, ${data.labels.length} labels`)
  }
  if (features.rows < 2 * folds)
    throw new RangeError(`interval forest: ${2 * folds} rows or more, got ${features.rows}`)
  const raw = Float64Array.from(data.labels)
  const isLog = raw.every((label) => label > 0)
  const parts = Int32Array.from({ length: features.rows }, (_, row) => row % folds)
  seededRandom(seed).stream('interval-forest').shuffle(parts)
  return { features, labels: isLog ? raw.map(Math.log) : raw, isLog, parts, folds, seed }
}

/** Trains once a fold, stopping where that fold is predicted best. @returns the out-of-fold predictions */
function crossFit(
  task: Task,
  labels: Float64Array,
  boosting: IntervalBoosting,
): { forests: Forest[]; held: Float64Array } {
  const held = new Float64Array(labels.length)
  const forests: Forest[] = []
  for (let fold = 0; fold < task.folds; fold += 1) {
    const pick = (isHeld: boolean): { at: number[]; features: Matrix; labels: Float64Array } => {
      const at = [...task.parts.keys()].filter((row) => (task.parts[row] === fold) === isHeld)
      return { at, features: pickRows(task.features, at), labels: Float64Array.from(at, (row) => labels[row]!) }
    }
    const validation = pick(true)
    const { forest } = trainForest(pick(false), { ...boosting, ...squared(task) }, { validation })
    const scores = createScorer(forest)(validation.features)
    for (const [i, row] of validation.at.entries()) held[row] = scores[i]!
    forests.push(forest)
  }
  return { forests, held }
}

function meanError({ labels, isLog }: Task, held: Float64Array): number {
  const unscaled = (value: number): number => (isLog ? Math.exp(value) : value)
  return held.reduce((sum, value, row) => sum + Math.abs(unscaled(value) - unscaled(labels[row]!)), 0) / held.length
}

/** Predicts rows of features. Make it once a model: it prepares the forests for speed. */
export function createIntervalPredictor(model: IntervalForest): (features: Matrix) => IntervalPrediction[] {
  const scorers = model.forests.map(createScorer)
  const spreadScorer = createScorer(model.spread)
  const unscaled = (value: number): number => (model.isLog ? Math.exp(value) : value)
  return (features) => {
    const scores = scorers.map((scorer) => scorer(features))
    const spreads = spreadScorer(features)
    return Array.from({ length: features.rows }, (_, row) => {
      const middle = scores.reduce((sum, own) => sum + own[row]!, 0) / scores.length
      const half = model.width * Math.max(model.leastSpread, spreads[row]!)
      return { value: unscaled(middle), low: unscaled(middle - half), high: unscaled(middle + half) }
    })
  }
}

const KIND: ModelKind = { name: 'forecast.interval-forest', version: 1 }

/** The model as plain data. */
export function saveIntervalForest(model: IntervalForest): SavedModel {
  return saveModel(KIND, { ...model, forests: model.forests.map(saveForest), spread: saveForest(model.spread) })
}

/** Reads what `saveIntervalForest` wrote. */
export function loadIntervalForest(saved: unknown): IntervalForest {
  const reader = loadModel(KIND, saved)
  const forests = reader.nested('forests')
  if (!Array.isArray(forests) || forests.length === 0)
    throw new Error(`model field ${reader.path}.forests: a list expected`)
  return {
    isLog: reader.boolean('isLog'),
    coverage: reader.number('coverage'),
    forests: forests.map(loadForest),
    spread: loadForest(reader.nested('spread')),
    width: reader.number('width'),
    leastSpread: requirePositive(reader.number('leastSpread'), `${reader.path}.leastSpread`),
    validationError: reader.number('validationError'),
    chosen: reader.integer('chosen', 0),
  }
}
