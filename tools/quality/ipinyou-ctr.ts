/** Clicks on display advertisements of one iPinYou campaign: predicting them, and buying them with a budget. */
import { readFileSync } from 'node:fs'
import {
  aucStatistic,
  auc,
  bootstrapInterval,
  logLoss,
  meanStatistic,
  pairedBootstrap,
} from '../../src/modules/learners/base/metrics.ts'
import { seededRandom } from '../../src/modules/learners/base/random.ts'
import { featureHasher, sparseBuilder, type SparseRows } from '../../src/modules/learners/base/sparse.ts'
import {
  bidWith,
  createPriceModel,
  learnLost,
  learnWon,
  planBudget,
  priceShares,
} from '../../src/modules/learners/bidding/index.ts'
import {
  createFtrl,
  type Ftrl,
  type FtrlOptions,
  ftrlProbability,
  learnFtrl,
} from '../../src/modules/learners/linear/index.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'

const FOLDER = 'ads-ipinyou-2997'
const BITS = 18
const EPOCHS = 10
const FOLDS = 5

interface Impression {
  readonly clicked: number
  /** "field:value" */
  readonly features: readonly string[]
}

function readImpressions(datasets: string, file: string): Impression[] {
  const lines = (name: string): string[] =>
    readFileSync(datasetFile(datasets, FOLDER, name), 'utf8')
      .trim()
      .split(/\r?\n/)
  const names = new Map(lines('featindex.fm.txt').map((line) => line.split('\t').toReversed() as [string, string]))
  return lines(file).map((line) => {
    const [clicked, ...cells] = line.split(' ')
    return { clicked: Number(clicked), features: cells.map((cell) => names.get(cell.split(':')[0]!) ?? cell) }
  })
}

/** Pairs of fields whose values are also taken together; the visitor's address, seen once mostly, is left out there. */
const CROSSED = [
  ['slotid', 'creative'],
  ['hour', 'useragent'],
  ['region', 'useragent'],
  ['domain', 'creative'],
  ['slotheight', 'creative'],
] as const

function crossed(features: readonly string[]): string[] {
  const of = (field: string): string => features.find((feature) => feature.startsWith(`${field}:`)) ?? ''
  return [...features.filter((feature) => !feature.startsWith('IP:')), ...CROSSED.map(([a, b]) => `${of(a)}&${of(b)}`)]
}

function hashed(impressions: readonly Impression[], isCrossed: boolean): SparseRows {
  const hash = featureHasher(BITS)
  const builder = sparseBuilder()
  for (const { features } of impressions) {
    for (const feature of isCrossed ? crossed(features) : features) builder.add(hash(feature).column, 1)
    builder.endRow()
  }
  return builder.finish(1 << BITS)
}

interface Candidate extends FtrlOptions {
  readonly isCrossed: boolean
}

const CANDIDATES: readonly Candidate[] = [true, false].flatMap((isCrossed) => [
  { isCrossed, alpha: 0.1, l1: 0.5, l2: 10 },
  { isCrossed, alpha: 0.1, l1: 0.1, l2: 50 },
  { isCrossed, alpha: 0.3, l1: 2, l2: 10 },
])

function fit(data: { rows: SparseRows; labels: readonly number[] }, at: readonly number[], options: FtrlOptions): Ftrl {
  const model = createFtrl(1 << BITS, options)
  const random = seededRandom('ipinyou')
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const row of random.shuffle([...at])) learnFtrl(model, { rows: data.rows, row, label: data.labels[row]! })
  }
  return model
}

function crossValidated(impressions: readonly Impression[], candidate: Candidate): number {
  const data = { rows: hashed(impressions, candidate.isCrossed), labels: impressions.map(({ clicked }) => clicked) }
  const all = data.labels.map((_, row) => row)
  const part = seededRandom('folds').shuffle(all.map((row) => row % FOLDS))
  const scores = new Float64Array(all.length)
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const model = fit(
      data,
      all.filter((row) => part[row] !== fold),
      candidate,
    )
    for (const row of all) if (part[row] === fold) scores[row] = ftrlProbability(model, data.rows, row)
  }
  return auc(data.labels, scores)
}

function clickRow(datasets: string): Row {
  const training = readImpressions(datasets, 'train.fm.txt')
  const test = readImpressions(datasets, 'test.fm.txt')
  const tried = CANDIDATES.map((candidate) => ({ candidate, auc: crossValidated(training, candidate) }))
  const best = tried.reduce((most, each) => (each.auc > most.auc ? each : most))
  const data = { rows: hashed(training, best.candidate.isCrossed), labels: training.map(({ clicked }) => clicked) }
  const from = performance.now()
  const model = fit(
    data,
    training.map((_, row) => row),
    best.candidate,
  )
  const trainSeconds = (performance.now() - from) / 1000
  const rows = hashed(test, best.candidate.isCrossed)
  const labels = test.map(({ clicked }) => clicked)
  const scores = labels.map((_, row) => ftrlProbability(model, rows, row))
  const interval = bootstrapInterval(labels.length, aucStatistic(labels, scores), { draws: 500 })
  return {
    name: 'ipinyou-2997 AUC of clicks',
    figure: interval.estimate,
    interval: [interval.low, interval.high],
    bars: { 'logistic regression': 0.591 },
    protocol:
      'train.fm (26,773 rows, 255 clicks) to test.fm (21,150 rows, 50 clicks) as published; features and penalties by ' +
      '5-fold cross-validation inside the training rows',
    notes: { chosen: best.candidate, validationAuc: best.auc, logLoss: logLoss(labels, scores), trainSeconds },
  }
}

interface Auction {
  readonly clicked: number
  readonly price: number
  readonly rate: number
}

interface Campaign {
  readonly auctions: readonly Auction[]
  /** Counts by price in the campaign's training days. */
  readonly prices: readonly number[]
  readonly meanPrice: number
  readonly meanRate: number
}

/** Auctions after which the budget is renewed, and the highest bid, as the published replay has them. */
const PERIOD = 1000
const MOST_BID = 300

function readCampaign(datasets: string): Campaign {
  const text = (file: string): string => readFileSync(datasetFile(datasets, FOLDER, file), 'utf8')
  // The replay's own description of its training days.
  const info = JSON.parse(text('info.json')) as Record<'cost_train' | 'imp_train' | 'clk_train', number> & {
    price_counter_train: number[]
  }
  const auctions = text('test.theta.txt')
    .trim()
    .split(/\r?\n/)
    .map((line): Auction => {
      const [clicked, price, rate] = line.split(' ').map(Number)
      return { clicked: clicked!, price: price!, rate: rate! }
    })
  return {
    auctions,
    prices: info.price_counter_train,
    meanPrice: info.cost_train / info.imp_train,
    meanRate: info.clk_train / info.imp_train,
  }
}

/** Decides bids; told of each auction only what a bidder learns of it. */
interface Bidder {
  bid(state: { left: number; money: number; rate: number }): number
  /** The price if won, null if lost. */
  learn?(bid: number, price: number | null): void
  endPeriod?(): void
}

/** Clicks won in each period. */
function replay({ auctions }: Campaign, budget: number, bidder: Bidder): Float64Array {
  const clicks = new Float64Array(Math.ceil(auctions.length / PERIOD))
  let money = budget
  for (const [at, { clicked, price, rate }] of auctions.entries()) {
    const left = PERIOD - (at % PERIOD)
    if (left === PERIOD) money = budget
    const bid = Math.min(Math.floor(bidder.bid({ left, money, rate })), money, MOST_BID)
    const isWon = bid >= price
    if (isWon) {
      money -= price
      clicks[Math.floor(at / PERIOD)]! += clicked
    }
    bidder.learn?.(bid, isWon ? price : null)
    if (left === 1) bidder.endPeriod?.()
  }
  return clicks
}

/** Money is counted in units that keep the table at about four thousand steps. */
const unitOf = (budget: number): number => Math.max(1, Math.round(budget / 4000))
/** What the training days weigh against auctions seen, in auctions. */
const PRIOR_AUCTIONS = 2000
const MOST_RATES = 5000

/** The published policy (RLB): prices of the training days, mean click rate; `isBlind` ignores the rate (SS-MDP). */
function fixedPlan(campaign: Campaign, budget: number, isBlind: boolean): Bidder {
  const prices = priceShares(createPriceModel(campaign.prices.map((count) => count + 1)))
  const plan = planBudget({ auctions: PERIOD, budget, prices, rates: [campaign.meanRate], unit: unitOf(budget) })
  return { bid: (state) => bidWith(plan, isBlind ? { ...state, rate: campaign.meanRate } : state) }
}

/** Ours: learns prices from won and lost auctions and the spread of click rates, and plans anew as evidence doubles. */
function learningPlan(campaign: Campaign, budget: number): Bidder {
  const total = campaign.prices.reduce((sum, count) => sum + count, 0)
  const prices = createPriceModel(campaign.prices.map((count) => (PRIOR_AUCTIONS * count) / total))
  const rates: number[] = []
  const planWith = (known: readonly number[]) =>
    planBudget({ auctions: PERIOD, budget, prices: priceShares(prices), rates: known, unit: unitOf(budget) })
  let plan = planWith([campaign.meanRate])
  let periods = 0
  return {
    bid(state) {
      if (rates.length < MOST_RATES) rates.push(state.rate)
      return bidWith(plan, state)
    },
    learn(bid, price) {
      if (price === null) learnLost(prices, bid)
      else learnWon(prices, price)
    },
    endPeriod() {
      periods += 1
      if (Math.log2(periods) % 1 === 0) plan = planWith(rates)
    },
  }
}

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0)

function auctionRow(campaign: Campaign, share: number): Row {
  const budget = Math.floor(campaign.meanPrice * share * PERIOD)
  const perClick = campaign.meanPrice / campaign.meanRate
  const clicks = {
    'cost per click (MCPC)': replay(campaign, budget, { bid: ({ rate }) => rate * perClick }),
    'blind plan (SS-MDP)': replay(campaign, budget, fixedPlan(campaign, budget, true)),
    'fixed plan (RLB)': replay(campaign, budget, fixedPlan(campaign, budget, false)),
  }
  const own = replay(campaign, budget, learningPlan(campaign, budget))
  const less = (other: Float64Array) =>
    pairedBootstrap(own.length, { a: meanStatistic(own), b: meanStatistic(other) }, { draws: 2000 })
  const published = { MCPC: 48, linear: 71, RLB: 78, 'SS-MDP': 80 }
  return {
    name: `ipinyou-2997 clicks won at budget 1/${1 / share}`,
    figure: sum(own),
    bars:
      share === 1 / 32 ? published : Object.fromEntries(Object.entries(clicks).map(([name, won]) => [name, sum(won)])),
    ...(share === 1 / 32 ? { aim: 80 } : {}),
    protocol:
      '156,063 auctions in order, a budget for each 1,000 of them at the training days’ mean price, predicted click ' +
      'rates as published; the bidder learns prices of won auctions only; nothing chosen on these auctions',
    notes: {
      replayed: Object.fromEntries(Object.entries(clicks).map(([name, won]) => [name, sum(won)])),
      perPeriodLessRlb: less(clicks['fixed plan (RLB)']),
      perPeriodLessMcpc: less(clicks['cost per click (MCPC)']),
    },
  }
}

/** One row for prediction, one for each budget. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  yield clickRow(datasets)
  const campaign = readCampaign(datasets)
  for (const share of [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2]) yield auctionRow(campaign, share)
}
