/** How credit models are measured: repeated stratified folds, everything chosen inside the training part. */
import {
  aucStatistic,
  bootstrapInterval,
  brierLosses,
  ksStatistic,
  logLosses,
  meanStatistic,
  pairedBootstrap,
} from '../src/modules/learners/base/metrics.ts'
import type { Statistic } from '../src/modules/learners/base/metrics.ts'
import { seededRandom } from '../src/modules/learners/base/random.ts'
import { fitScorecard, scoreCard } from '../src/modules/learners/linear/index.ts'
import type { CharacteristicPlan } from '../src/modules/learners/linear/index.ts'
import {
  createExplainer,
  pickRows,
  probabilityRows,
  scoreRows,
  topReasons,
  trainForest,
} from '../src/modules/learners/trees/index.ts'
import type { BoostingOptions, Forest, Matrix } from '../src/modules/learners/trees/index.ts'
import type { Row } from './quality.ts'

/** Applicants of a data set. */
export interface Applicants {
  features: Matrix
  names: readonly string[]
  /** Whether risk may only rise (1) or only fall (-1) with each feature. */
  monotone: readonly number[]
  /** 1 for a default. */
  labels: Float64Array
  /** The same applicants as the scorecard reads them: raw attributes, categories by code. */
  attributes: Matrix
  plan: readonly CharacteristicPlan[]
}

/** How one data set is measured. */
export interface CreditProtocol {
  name: string
  data: Applicants
  repeats: number
  /** Folds within the training part by which shape and number of trees are chosen. */
  innerFolds: number
  bars: { scorecard: number; boosting: number }
  /** What the features are, in a sentence. */
  features: string
}

const FOLDS = 5
const APPROVED_SHARE = 0.8
const MOST_ROUNDS = 800

/** Shapes to choose from, from stumps-like to rich; fixed before any test fold was scored. */
const CANDIDATES: readonly Partial<BoostingOptions>[] = [
  { maxLeaves: 4, minRows: 10, columnShare: 0.3 },
  { maxLeaves: 8, minRows: 20, columnShare: 0.3 },
  { maxLeaves: 16, minRows: 50, columnShare: 0.5 },
]
const SHARED: BoostingOptions = {
  objective: 'logistic',
  learningRate: 0.04,
  rowShare: 0.6,
  maxDepth: 8,
  l2: 1,
  patience: 40,
}

/** Test rows of one fold with the probabilities of both models. */
interface Fold {
  positions: readonly number[]
  boosted: Float64Array
  scorecard: Float64Array
  leaves: number
  rounds: number
}

/** Positions of each fold, defaults spread evenly. */
function foldsOf(
  labels: Float64Array,
  positions: readonly number[],
  split: { folds: number; seed: string },
): number[][] {
  const random = seededRandom(split.seed)
  const folds: number[][] = Array.from({ length: split.folds }, () => [])
  for (const label of [0, 1]) {
    const own = random.shuffle(positions.filter((position) => labels[position] === label))
    own.forEach((position, i) => folds[i % split.folds]!.push(position))
  }
  return folds
}

function rowsAt({ features, labels }: Applicants, positions: readonly number[]) {
  return { features: pickRows(features, positions), labels: positions.map((position) => labels[position]!) }
}

/** Shape and number of trees of lowest mean validation loss over the inner folds. */
function choose(protocol: CreditProtocol, training: readonly number[], seed: string): BoostingOptions {
  const { data, innerFolds } = protocol
  const folds = foldsOf(data.labels, training, { folds: Math.max(innerFolds, 4), seed }).slice(0, innerFolds)
  let best: { loss: number; options: BoostingOptions } | null = null
  for (const candidate of CANDIDATES) {
    const options: BoostingOptions = { ...SHARED, ...candidate, monotone: data.monotone, names: data.names }
    let loss = 0
    let rounds = 0
    for (const fold of folds) {
      const held = new Set(fold)
      const fit = rowsAt(
        data,
        training.filter((position) => !held.has(position)),
      )
      const found = trainForest(fit, { ...options, rounds: MOST_ROUNDS }, { validation: rowsAt(data, fold) })
      const losses = found.rounds.map((round) => round.validationLoss ?? Infinity)
      loss += Math.min(...losses) / folds.length
      rounds += (losses.indexOf(Math.min(...losses)) + 1) / folds.length
    }
    if (best === null || loss < best.loss) best = { loss, options: { ...options, rounds: Math.round(rounds) } }
  }
  return best!.options
}

function* evaluate(protocol: CreditProtocol): Generator<Fold & { forest: Forest }> {
  const { data, repeats } = protocol
  const everyone = Array.from(data.labels, (_, i) => i)
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [k, positions] of foldsOf(data.labels, everyone, { folds: FOLDS, seed: `outer ${repeat}` }).entries()) {
      const held = new Set(positions)
      const training = everyone.filter((position) => !held.has(position))
      const options = choose(protocol, training, `inner ${repeat} ${k}`)
      const { forest } = trainForest(rowsAt(data, training), options)
      const boosted = probabilityRows(forest, pickRows(data.features, positions))
      const scorecard = scorecardOf(data, training, positions)
      yield { positions, boosted, scorecard, forest, leaves: options.maxLeaves!, rounds: options.rounds! }
    }
  }
}

/** Default probabilities by a points scorecard fitted on the training part. */
function scorecardOf(data: Applicants, training: readonly number[], positions: readonly number[]): Float64Array {
  const { labels } = rowsAt(data, training)
  const card = fitScorecard({ features: pickRows(data.attributes, training), labels, plan: data.plan })
  return Float64Array.from(
    positions,
    (position) => scoreCard(card, pickRows(data.attributes, [position]).values).probability,
  )
}

type Model = 'boosted' | 'scorecard'
type Metric = (labels: Float64Array, probabilities: Float64Array) => Statistic

/** The mean over folds of a metric, as a statistic of weights of all applicants. */
function overFolds(folds: readonly Fold[], labels: Float64Array, context: { model: Model; metric: Metric }): Statistic {
  const parts = folds.map((fold) => ({
    positions: fold.positions,
    statistic: context.metric(
      Float64Array.from(fold.positions, (at) => labels[at]!),
      fold[context.model],
    ),
  }))
  return (weights) =>
    parts.reduce(
      (sum, { positions, statistic }) => sum + statistic(Float64Array.from(positions, (at) => weights[at]!)),
      0,
    ) / parts.length
}

/** Share of defaults among the applicants of lowest risk, the same share approved by every model. */
function defaultsAmongApproved(labels: Float64Array, probabilities: Float64Array): Statistic {
  const order = Array.from(probabilities, (_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!)
  const approved = new Set(order.slice(0, Math.round(APPROVED_SHARE * order.length)))
  const rates = labels.map((label, i) => (approved.has(i) ? label : 0))
  return (weights) => {
    let defaults = 0
    let units = 0
    for (const i of approved) {
      defaults += weights[i]! * rates[i]!
      units += weights[i]!
    }
    return defaults / units
  }
}

/** Rows for one credit data set: AUC against the scorecard, and defaults at equal approval. */
export async function* creditRows(protocol: CreditProtocol): AsyncGenerator<Row> {
  const { data, name, bars, repeats } = protocol
  const started = performance.now()
  const folds = [...evaluate(protocol)]
  const seconds = (performance.now() - started) / 1000
  const rows = data.labels.length
  const statistic = (model: Model, metric: Metric): Statistic => overFolds(folds, data.labels, { model, metric })
  const compare = (metric: Metric) =>
    pairedBootstrap(rows, { a: statistic('boosted', metric), b: statistic('scorecard', metric) })
  const both = (metric: Metric) =>
    (['boosted', 'scorecard'] as const).map((model) => at(statistic(model, metric), rows))
  const auc = bootstrapInterval(rows, statistic('boosted', aucStatistic))
  const brier: Metric = (labels, probabilities) => meanStatistic(brierLosses(labels, probabilities))
  const logLoss: Metric = (labels, probabilities) => meanStatistic(logLosses(labels, probabilities))
  const shape = `${repeats} × ${FOLDS}-fold, stratified, mean over folds`
  const protocolText = `${shape}; shape and rounds chosen on validation inside each training part; ${protocol.features}`
  yield {
    name: `${name} AUC`,
    figure: auc.estimate,
    interval: [auc.low, auc.high],
    bars: { scorecardHere: both(aucStatistic)[1]!, scorecard: bars.scorecard, boosting: bars.boosting },
    aim: bars.boosting,
    protocol: protocolText,
    notes: {
      overScorecard: difference(compare(aucStatistic)),
      'ks, scorecard ks': both(ksStatistic),
      'brier, scorecard brier': both(brier),
      'logLoss, scorecard logLoss': both(logLoss),
      leavesChosen: folds.map((fold) => fold.leaves).join(' '),
      roundsChosen: folds.map((fold) => fold.rounds).join(' '),
      monotoneViolations: violations(data, folds[0]!.forest),
      reasons: reasonsOfRiskiest(data, folds[0]!),
      secondsInAll: seconds,
    },
  }
  const compared = compare(defaultsAmongApproved)
  const [boosted, scorecard] = both(defaultsAmongApproved)
  yield {
    name: `${name} default rate among the ${APPROVED_SHARE * 100} % approved`,
    figure: boosted!,
    bars: { scorecardHere: scorecard!, everyone: data.labels.reduce((sum, label) => sum + label, 0) / rows },
    aim: scorecard!,
    lowerIsBetter: true,
    protocol: `${shape}; both models approve the same share of each test fold`,
    notes: { overScorecard: difference(compared) },
  }
}

const at = (statistic: Statistic, rows: number): number => statistic(new Float64Array(rows).fill(1))

function difference(found: { estimate: number; low: number; high: number; excludesZero: boolean }) {
  return { difference: found.estimate, interval: [found.low, found.high], excludesZero: found.excludesZero }
}

/** How often raising a constrained feature moved a score the wrong way, over all applicants; must be 0. */
function violations({ features, monotone }: Applicants, forest: Forest): number {
  const before = scoreRows(forest, features)
  let count = 0
  monotone.forEach((sign, column) => {
    if (sign === 0) return
    const values = features.values.map((value, i) =>
      i % features.columns === column ? value + Math.abs(value) / 2 + 1 : value,
    )
    const after = scoreRows(forest, { ...features, values })
    after.forEach((score, i) => (count += sign * (score - before[i]!) < -1e-12 ? 1 : 0))
  })
  return count
}

function reasonsOfRiskiest({ features }: Applicants, fold: Fold & { forest: Forest }): string {
  const riskiest = fold.positions[fold.boosted.indexOf(Math.max(...fold.boosted))]!
  const row = pickRows(features, [riskiest]).values
  const explanation = createExplainer(fold.forest)(row)
  const reasons = topReasons(fold.forest, row, { count: 4, direction: 'higher', explanation })
  return reasons.map((reason) => `${reason.feature}=${reason.value} +${reason.contribution.toFixed(2)}`).join(', ')
}
