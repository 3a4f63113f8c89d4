/** Minutes from order to door of 10,012 restaurant deliveries: boosted trees with intervals, on a held-out fifth. */
import { type Interval, meanStatistic, pairedBootstrap } from '../../src/modules/learners/base/metrics.ts'
import { seededRandom } from '../../src/modules/learners/base/random.ts'
import {
  createIntervalPredictor,
  type IntervalBoosting,
  trainIntervalForest,
} from '../../src/modules/learners/forecast/index.ts'
import { type Matrix, matrixOf, pickRows } from '../../src/modules/learners/trees/index.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'
import { readQuotedRows } from '../quoted-csv.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const COVERAGE = 0.9

const CANDIDATES: readonly IntervalBoosting[] = [8, 15, 31].flatMap((maxLeaves) =>
  [10, 20].map((minRows): IntervalBoosting => ({
    rounds: 1500,
    learningRate: 0.05,
    maxLeaves,
    minRows,
    rowShare: 0.8,
  })),
)

interface Deliveries {
  readonly features: Matrix
  readonly minutes: Float64Array
}

/** Hour, day, distance, counts of the 27 items, and how many items in all. */
function readDeliveries(datasets: string): Deliveries {
  const rows = readQuotedRows(datasetFile(datasets, 'delivery-times', 'deliveries.csv.gz')).slice(1)
  const features = rows.map(([, hour, day, distance, ...items]) => {
    const counts = items.map(Number)
    return [
      Number(hour),
      DAYS.indexOf(day!),
      Number(distance),
      ...counts,
      counts.reduce((sum, count) => sum + count, 0),
    ]
  })
  return { features: matrixOf(features), minutes: Float64Array.from(rows, ([minutes]) => Number(minutes)) }
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean absolute error and coverage. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const { features, minutes } = readDeliveries(datasets)
  const order = seededRandom('delivery-times').shuffle(Array.from(minutes.keys()))
  const heldOut = order.slice(0, Math.floor(order.length / 5))
  const rest = order.slice(heldOut.length)
  const pick = (at: readonly number[]): Float64Array => Float64Array.from(at, (row) => minutes[row]!)
  const from = performance.now()
  const model = trainIntervalForest(
    { features: pickRows(features, rest), labels: pick(rest) },
    { candidates: CANDIDATES, coverage: COVERAGE },
  )
  const trainSeconds = (performance.now() - from) / 1000
  const predictions = createIntervalPredictor(model)(pickRows(features, heldOut))
  const actual = pick(heldOut)
  const errors = actual.map((value, i) => Math.abs(value - predictions[i]!.value))
  const usual = mean(pick(rest))
  const errorsOfMean = actual.map((value) => Math.abs(value - usual))
  const gain: Interval = pairedBootstrap(
    errors.length,
    { a: meanStatistic(errors), b: meanStatistic(errorsOfMean) },
    { draws: 2000 },
  )
  const protocol =
    'a random fifth (2,002 deliveries) held out; settings, spread and width by 5-fold cross-validation in the rest'
  yield {
    name: 'delivery-times MAE in minutes',
    figure: mean(errors),
    bars: { mean: mean(errorsOfMean) },
    lowerIsBetter: true,
    protocol,
    notes: {
      chosen: CANDIDATES[model.chosen],
      validationError: model.validationError,
      lessMean: gain,
      trainSeconds,
    },
  }
  const held = predictions.filter(({ low, high }, i) => low <= actual[i]! && actual[i]! <= high)
  const widths = Float64Array.from(predictions, ({ low, high }) => high - low)
  yield {
    name: 'delivery-times coverage of 90 % intervals',
    figure: held.length / predictions.length,
    bars: { promised: COVERAGE },
    protocol,
    notes: { meanWidthMinutes: mean(widths) },
  }
}
