/**
 * Card fraud by the weekly protocol of the Fraud Detection Handbook (Le Borgne et al., 2022, chapter 3): learn from
 * seven days, wait seven days for labels to come in, score the next seven.
 */
import {
  aucStatistic,
  averagePrecisionStatistic,
  bootstrapInterval,
  pairedBootstrap,
} from '../../src/modules/learners/base/metrics.ts'
import type { Statistic } from '../../src/modules/learners/base/metrics.ts'
import { summarise } from '../../src/modules/learners/experiments/index.ts'
import { fitLogistic, logisticProbability } from '../../src/modules/learners/linear/index.ts'
import {
  createExplainer,
  matrixOf,
  pickRows,
  probabilityRows,
  topReasons,
  trainForest,
} from '../../src/modules/learners/trees/index.ts'
import type { BoostingOptions, Forest, Matrix } from '../../src/modules/learners/trees/index.ts'
import { readTable } from '../csv.ts'
import type { Table } from '../csv.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'

const WEEK = 7
const INNER_FOLDS = 4
const CARDS_A_DAY = 100
const HANDBOOK_FEATURES = 15
const MOST_ROUNDS = 600

/** Shapes to choose from; fixed before the test week was scored. */
const CANDIDATES: readonly Partial<BoostingOptions>[] = [
  { maxLeaves: 4, minRows: 20, columnShare: 0.4 },
  { maxLeaves: 8, minRows: 20, columnShare: 0.4 },
  { maxLeaves: 16, minRows: 20, columnShare: 0.6 },
]
const SHARED: BoostingOptions = { objective: 'logistic', learningRate: 0.04, rowShare: 0.7, maxDepth: 6, patience: 40 }

/** All transactions, one position each. */
interface Transactions {
  day: Float64Array
  card: Float64Array
  fraud: Float64Array
  features: Matrix
  names: string[]
  monotone: number[]
}

/** AUC, average precision and card precision on the test week. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const table = readTable(datasetFile(datasets, 'fraud-handbook', 'tx_2018-07-25_2018-08-14.csv.gz'))
  const data = readTransactions(table)
  const { training, test } = splitWeeks(data)
  const started = performance.now()
  const options = choose(data, training)
  const { forest } = trainForest(rowsAt(data, training), options)
  const seconds = (performance.now() - started) / 1000
  const boosted = probabilityRows(forest, pickRows(data.features, test))
  const logistic = logisticOf(data, training, test)
  const labels = Float64Array.from(test, (position) => data.fraud[position]!)
  const groups = numbered(test.map((position) => data.card[position]!))
  const protocol =
    `${training.length} transactions of 7 days, 7 days' delay, ${test.length} of the next 7 without cards known by then; ` +
    `shape and rounds by ${INNER_FOLDS} folds of cards within the training days; intervals draw cards`
  const judge = { labels, groups, boosted, logistic, protocol }
  const notes = {
    leaves: options.maxLeaves,
    rounds: options.rounds,
    secondsInAll: seconds,
    ...fifteenOnly(data, { training, test, labels }),
    reasons: reasonsOfRiskiest(data, forest, test[boosted.indexOf(Math.max(...boosted))]!),
  }
  const bars = { logistic: 0.871, randomForest: 0.874 }
  yield { ...row(judge, { name: 'fraud-handbook AUC', metric: aucStatistic, bars, aim: 0.875 }, notes) }
  const precision = { name: 'fraud-handbook average precision', metric: averagePrecisionStatistic, aim: 0.66 }
  yield { ...row(judge, { ...precision, bars: { logistic: 0.606, randomForest: 0.658 } }, {}) }
  yield {
    name: `fraud-handbook card precision@${CARDS_A_DAY}`,
    figure: cardPrecision(data, test, boosted),
    bars: { logisticHere: cardPrecision(data, test, logistic) },
    protocol: `${protocol}; mean over days of the share of true frauds among the ${CARDS_A_DAY} cards of highest score, a card found once only`,
  }
}

interface Judge {
  labels: Float64Array
  groups: Int32Array
  boosted: Float64Array
  logistic: Float64Array
  protocol: string
}

function row(
  judge: Judge,
  about: {
    name: string
    metric: (labels: Float64Array, scores: Float64Array) => Statistic
    bars: Record<string, number>
    aim: number
  },
  notes: Record<string, unknown>,
): Row {
  const rows = judge.labels.length
  const { groups } = judge
  const [a, b] = [about.metric(judge.labels, judge.boosted), about.metric(judge.labels, judge.logistic)]
  const own = bootstrapInterval(rows, a, { groups })
  const apart = pairedBootstrap(rows, { a, b }, { groups })
  return {
    name: about.name,
    figure: own.estimate,
    interval: [own.low, own.high],
    bars: { ...about.bars, logisticHere: b(new Float64Array(rows).fill(1)) },
    aim: about.aim,
    protocol: judge.protocol,
    notes: {
      overLogistic: {
        difference: apart.estimate,
        interval: [apart.low, apart.high],
        excludesZero: apart.excludesZero,
      },
      ...notes,
    },
  }
}

/**
 * Whether risk may only rise with a feature. Frauds at the terminal in 30 days are left free: when the last week is
 * clean, a bad month says that the terminal has been mended.
 */
function signOf(name: string): number {
  return name.startsWith('TX_AMOUNT') || /RISK_[17]DAY/.test(name) ? 1 : 0
}

/** The 15 features of the handbook, then what follows: the amount against the card's habit, frauds counted. */
function readTransactions(table: Table): Transactions {
  const names = table.columns.filter((name) => /^(TX_AMOUNT|TX_DURING|CUSTOMER_ID_|TERMINAL_ID_)/.test(name))
  const read = Object.fromEntries(names.map((name) => [name, table.numbers(name)]))
  const amount = read['TX_AMOUNT']!
  const columns = names.map((name) => read[name]!)
  const monotone = names.map(signOf)
  const add = (name: string, sign: number, of: (i: number) => number): void => {
    names.push(name)
    columns.push(amount.map((_, i) => of(i)))
    monotone.push(sign)
  }
  for (const days of [1, 7, 30]) {
    const mean = read[`CUSTOMER_ID_AVG_AMOUNT_${days}DAY_WINDOW`]!
    const risk = read[`TERMINAL_ID_RISK_${days}DAY_WINDOW`]!
    const uses = read[`TERMINAL_ID_NB_TX_${days}DAY_WINDOW`]!
    add(`amount / card's mean of ${days} days`, 1, (i) => amount[i]! / mean[i]!)
    add(`frauds at terminal in ${days} days`, days < 30 ? 1 : 0, (i) => risk[i]! * uses[i]!)
  }
  const [day, week, month] = [1, 7, 30].map((days) => read[`CUSTOMER_ID_AVG_AMOUNT_${days}DAY_WINDOW`]!)
  const [today, , lately] = [1, 7, 30].map((days) => read[`CUSTOMER_ID_NB_TX_${days}DAY_WINDOW`]!)
  add("card's mean of 1 day / of 30", 0, (i) => day![i]! / month![i]!)
  add("card's mean of 7 days / of 30", 0, (i) => week![i]! / month![i]!)
  add('uses today / mean of 30 days', 0, (i) => (30 * today![i]!) / lately![i]!)
  const fraud = table.numbers('TX_FRAUD')
  return {
    day: table.numbers('TX_TIME_DAYS'),
    card: table.numbers('CUSTOMER_ID'),
    fraud,
    features: matrixOf(Array.from(fraud, (_, i) => columns.map((column) => column[i]!))),
    names,
    monotone,
  }
}

/** Cards whose fraud is known by a test day (its delay over) are blocked and leave the test. */
function splitWeeks({ day, card, fraud }: Transactions): { training: number[]; test: number[] } {
  const first = day.reduce((least, value) => Math.min(least, value), Infinity)
  const onDay = (from: number, to: number) =>
    Array.from(day, (_, i) => i).filter((i) => day[i]! >= from && day[i]! < to)
  const training = onDay(first, first + WEEK)
  const known = new Set(training.filter((i) => fraud[i] === 1).map((i) => card[i]!))
  const test: number[] = []
  for (let k = 0; k < WEEK; k++) {
    for (const i of onDay(first + WEEK + k - 1, first + WEEK + k)) if (fraud[i] === 1) known.add(card[i]!)
    test.push(...onDay(first + 2 * WEEK + k, first + 2 * WEEK + k + 1).filter((i) => !known.has(card[i]!)))
  }
  return { training, test }
}

function rowsAt({ features, fraud }: Transactions, positions: readonly number[]) {
  return { features: pickRows(features, positions), labels: positions.map((i) => fraud[i]!) }
}

/** Lowest validation loss over folds of cards, so that no card stands on both sides. */
function choose(data: Transactions, training: readonly number[]): BoostingOptions {
  let best: { loss: number; options: BoostingOptions } | null = null
  for (const candidate of CANDIDATES) {
    const options: BoostingOptions = { ...SHARED, ...candidate, monotone: data.monotone, names: data.names }
    let loss = 0
    let rounds = 0
    for (let fold = 0; fold < INNER_FOLDS; fold++) {
      const [held, fit] = [true, false].map((side) =>
        training.filter((i) => (data.card[i]! % INNER_FOLDS === fold) === side),
      )
      const found = trainForest(
        rowsAt(data, fit!),
        { ...options, rounds: MOST_ROUNDS },
        { validation: rowsAt(data, held!) },
      )
      const losses = found.rounds.map((round) => round.validationLoss ?? Infinity)
      loss += Math.min(...losses) / INNER_FOLDS
      rounds += (losses.indexOf(Math.min(...losses)) + 1) / INNER_FOLDS
    }
    if (best === null || loss < best.loss) best = { loss, options: { ...options, rounds: Math.round(rounds) } }
  }
  return best!.options
}

/** The first 15 features, as the handbook has them. */
function handbookFeatures({ features }: Transactions): Matrix {
  const { rows, columns, values } = features
  return matrixOf(Array.from({ length: rows }, (_, i) => values.subarray(i * columns, i * columns + HANDBOOK_FEATURES)))
}

/** Logistic regression on the handbook's features, scaled by the training part. */
function logisticOf(data: Transactions, training: readonly number[], test: readonly number[]): Float64Array {
  const features = handbookFeatures(data)
  for (let column = 0; column < features.columns; column++) {
    const own = summarise(training.map((i) => features.values[i * features.columns + column]!))
    for (let i = column; i < features.values.length; i += features.columns) {
      features.values[i] = (features.values[i]! - own.mean) / Math.sqrt(own.variance || 1)
    }
  }
  const labels = training.map((i) => data.fraud[i]!)
  const { model } = fitLogistic({ features: pickRows(features, training), labels })
  return Float64Array.from(test, (i) => logisticProbability(model, pickRows(features, [i]).values))
}

/** The same on the handbook's 15 features alone, for a like-for-like comparison. */
function fifteenOnly(
  data: Transactions,
  split: { training: readonly number[]; test: readonly number[]; labels: Float64Array },
): Record<string, number> {
  const narrow: Transactions = {
    ...data,
    features: handbookFeatures(data),
    names: data.names.slice(0, HANDBOOK_FEATURES),
    monotone: data.monotone.slice(0, HANDBOOK_FEATURES),
  }
  const { forest } = trainForest(rowsAt(narrow, split.training), choose(narrow, split.training))
  const scores = probabilityRows(forest, pickRows(narrow.features, split.test))
  const ones = new Float64Array(split.labels.length).fill(1)
  return {
    fifteenFeaturesAuc: aucStatistic(split.labels, scores)(ones),
    fifteenFeaturesAveragePrecision: averagePrecisionStatistic(split.labels, scores)(ones),
  }
}

function numbered(values: readonly number[]): Int32Array {
  const seen = new Map<number, number>()
  return Int32Array.from(values, (value) => {
    const number = seen.get(value) ?? seen.size
    seen.set(value, number)
    return number
  })
}

/** Handbook, chapter 4: a card counts with its highest score of the day; one found stays out of later days. */
function cardPrecision({ day, card, fraud }: Transactions, test: readonly number[], scores: Float64Array): number {
  const found = new Set<number>()
  const days = [...new Set(test.map((i) => day[i]!))]
  let sum = 0
  for (const today of days) {
    const cards = new Map<number, { score: number; fraud: number }>()
    test.forEach((i, at) => {
      if (day[i] !== today || found.has(card[i]!)) return
      const own = cards.get(card[i]!) ?? { score: 0, fraud: 0 }
      cards.set(card[i]!, { score: Math.max(own.score, scores[at]!), fraud: Math.max(own.fraud, fraud[i]!) })
    })
    const top = [...cards].sort(([, a], [, b]) => b.score - a.score).slice(0, CARDS_A_DAY)
    for (const [id, own] of top) if (own.fraud === 1) found.add(id)
    sum += top.filter(([, own]) => own.fraud === 1).length / CARDS_A_DAY
  }
  return sum / days.length
}

function reasonsOfRiskiest({ features }: Transactions, forest: Forest, position: number): string {
  const values = pickRows(features, [position]).values
  const explanation = createExplainer(forest)(values)
  return topReasons(forest, values, { count: 3, direction: 'higher', explanation })
    .map((reason) => `${reason.feature}=${reason.value.toPrecision(3)} +${reason.contribution.toFixed(2)}`)
    .join(', ')
}
