/**
 * Off-policy evaluation on the Open Bandit Dataset (Saito et al., 2020), campaign "men", 10,000 impressions by each of
 * two policies that ran side by side: each log is asked what the other policy earned, and the answer is known.
 */
import { seededRandom } from '../../src/modules/learners/base/random.ts'
import { directMethod, doublyRobust, ipw, overlapOf, snipw } from '../../src/modules/learners/choice/index.ts'
import type { LoggedChoices, RewardModel } from '../../src/modules/learners/choice/index.ts'
import { readTable } from '../csv.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'

const POSITIONS = 3
const SIMULATIONS = 300
const BOOTSTRAP_SIMULATIONS = 60

interface Log {
  item: Float64Array
  /** 0, 1 or 2: the place on the page. */
  position: Float64Array
  clicks: Float64Array
  propensity: Float64Array
  items: number
}

/** Probability of an item at a position under the evaluated policy. */
type Target = (item: number, position: number) => number

/** Both directions, then coverage on simulated logs whose truth is known. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const [random, thompson] = ['random', 'bts'].map((policy) =>
    readLog(datasetFile(datasets, 'bandit-open-bandit', `obd/${policy}/men/men.csv`)),
  ) as [Log, Log]
  yield* estimates({
    name: 'uniform policy from the Thompson log',
    log: thompson,
    target: () => 1 / thompson.items,
    onPolicy: random,
    remark: 'targets are exact (1/34)',
  })
  yield* estimates({
    name: 'Thompson policy from the uniform log',
    log: random,
    target: shares(thompson),
    onPolicy: thompson,
    remark:
      "targets are the Thompson log's shares of items by position, clicks unseen: its propensities moved with time",
  })
  yield* coverage(random, thompson)
}

function readLog(path: string): Log {
  const table = readTable(path)
  const item = table.numbers('item_id')
  return {
    item,
    position: table.numbers('position').map((place) => place - 1),
    clicks: table.numbers('click'),
    propensity: table.numbers('propensity_score'),
    items: item.reduce((most, id) => Math.max(most, id), 0) + 1,
  }
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

function* estimates(about: { name: string; log: Log; target: Target; onPolicy: Log; remark: string }): Generator<Row> {
  const { log, target, onPolicy } = about
  const logged = choicesOf(log, target)
  const model = rewardModel(log, target)
  const truth = mean(onPolicy.clicks)
  const truthError = Math.sqrt((truth * (1 - truth)) / onPolicy.clicks.length)
  const overlap = overlapOf(logged)
  const protocol = `10,000 logged impressions; click model cross-fitted in two halves; ${about.remark}`
  const direct = directMethod(model)
  yield {
    name: `open-bandit men, ${about.name}, DM`,
    figure: direct.value,
    bars: { onPolicy: truth },
    protocol,
    notes: { relativeError: Math.abs(direct.value - truth) / truth },
  }
  const found = { IPW: ipw(logged), SNIPW: snipw(logged), DR: doublyRobust(logged, model) }
  for (const [method, estimate] of Object.entries(found)) {
    yield {
      name: `open-bandit men, ${about.name}, ${method}`,
      figure: estimate.value,
      interval: [estimate.corrected.low, estimate.corrected.high],
      bars: { onPolicy: truth },
      protocol,
      notes: {
        holdsOnPolicy: estimate.corrected.low <= truth && truth <= estimate.corrected.high,
        normal: [estimate.normal.low, estimate.normal.high],
        bootstrap: [estimate.bootstrap.low, estimate.bootstrap.high],
        // The known value is itself a mean over 10,000 impressions: the gap is judged by both errors together.
        gapInStandardErrors: Math.abs(estimate.value - truth) / Math.hypot(estimate.standardError, truthError),
        relativeError: Math.abs(estimate.value - truth) / truth,
        effectiveSampleSize: overlap.effectiveSampleSize,
        effectiveRewards: overlap.effectiveRewards,
        meanWeight: overlap.meanWeight,
        warnings: overlap.warnings,
      },
    }
  }
}

function choicesOf(log: Log, target: Target): LoggedChoices {
  return {
    rewards: log.clicks,
    propensities: log.propensity,
    targets: log.item.map((item, i) => target(item, log.position[i]!)),
  }
}

/** How often a policy showed each item at each position; one impression spread evenly keeps all above 0. */
function shares(log: Log): Target {
  const counts = new Float64Array(log.items * POSITIONS).fill(1 / log.items)
  const totals = new Float64Array(POSITIONS).fill(1)
  log.item.forEach((item, i) => {
    counts[item * POSITIONS + log.position[i]!]! += 1
    totals[log.position[i]!]! += 1
  })
  return (item, position) => counts[item * POSITIONS + position]! / totals[position]!
}

/** Click rates of items, drawn towards the overall rate as if it had been seen this often. */
const PRIOR_IMPRESSIONS = 200

/** Expected clicks by item, each half of the log answered by rates of the other half. */
function rewardModel(log: Log, target: Target): RewardModel {
  const logged = new Float64Array(log.item.length)
  const expected = new Float64Array(log.item.length)
  for (const half of [0, 1]) {
    const rates = itemRates(log, (row) => row % 2 !== half)
    const values = Array.from({ length: POSITIONS }, (_, position) =>
      rates.reduce((sum, rate, item) => sum + target(item, position) * rate, 0),
    )
    for (let row = half; row < log.item.length; row += 2) {
      logged[row] = rates[log.item[row]!]!
      expected[row] = values[log.position[row]!]!
    }
  }
  return { logged, expected }
}

function itemRates({ item, clicks, items }: Log, uses: (row: number) => boolean): Float64Array {
  const rows = Array.from(item, (_, row) => row).filter(uses)
  const overall = rows.reduce((sum, row) => sum + clicks[row]!, 0) / rows.length
  const seen = new Float64Array(items).fill(PRIOR_IMPRESSIONS)
  const clicked = new Float64Array(items).fill(PRIOR_IMPRESSIONS * overall)
  for (const row of rows) {
    seen[item[row]!]! += 1
    clicked[item[row]!]! += clicks[row]!
  }
  return clicked.map((count, id) => count / seen[id]!)
}

/**
 * Logs drawn anew: places, items and propensities as the Thompson policy chose on average, clicks by the item rates of
 * the uniform log. The uniform policy's true value is then known, and intervals can be counted.
 */
function* coverage(random: Log, thompson: Log): Generator<Row> {
  const rates = itemRates(random, () => true)
  const truth = mean(rates)
  const propensity = shares(thompson)
  const source = seededRandom('open-bandit coverage')
  const target: Target = () => 1 / random.items
  const held: Record<string, number> = {}
  const count = (name: string, { low, high }: { low: number; high: number }) =>
    (held[name] = (held[name] ?? 0) + (low <= truth && truth <= high ? 1 : 0))
  for (let simulation = 0; simulation < SIMULATIONS; simulation++) {
    const log = simulate(
      { rates, propensity, positions: thompson.position, items: random.items },
      source.stream(simulation),
    )
    const choices = choicesOf(log, target)
    const few = { draws: 20 }
    count('IPW', ipw(choices, few).corrected)
    count('DR', doublyRobust(choices, rewardModel(log, target), few).corrected)
    const weighted = snipw(choices, few)
    count('SNIPW', weighted.corrected)
    count('SNIPW normal', weighted.normal)
    if (simulation < BOOTSTRAP_SIMULATIONS) count('SNIPW bootstrap', snipw(choices, { draws: 200 }).bootstrap)
  }
  for (const [name, hits] of Object.entries(held)) {
    const runs = name.endsWith('bootstrap') ? BOOTSTRAP_SIMULATIONS : SIMULATIONS
    const error = Math.sqrt((0.95 * 0.05) / runs)
    yield {
      name: `open-bandit men, coverage of 95 % intervals, ${name}`,
      figure: hits / runs,
      bars: { nominal: 0.95, 'three errors below': 0.95 - 3 * error },
      protocol: `${runs} logs of 10,000 simulated from both real logs, so that the true value is known`,
      notes: { truth },
    }
  }
}

function simulate(
  world: { rates: Float64Array; propensity: Target; positions: Float64Array; items: number },
  random: ReturnType<typeof seededRandom>,
): Log {
  const { rates, propensity, positions, items } = world
  const chances = Array.from({ length: POSITIONS }, (_, position) =>
    Float64Array.from({ length: items }, (__, item) => propensity(item, position)),
  )
  const item = positions.map((position) => random.categorical(chances[position]!))
  return {
    item,
    position: positions,
    clicks: item.map((id) => (random.uniform() < rates[id]! ? 1 : 0)),
    propensity: item.map((id, row) => chances[positions[row]!]![id]!),
    items,
  }
}
