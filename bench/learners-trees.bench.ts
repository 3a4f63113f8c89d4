/**
 * Boosted trees and bandits on one core: `node bench/learners-trees.bench.ts [training] [scoring] [deciding]`.
 *
 * Training and scoring: 30 columns of made-up numbers, a tenth missing, trees of depth 6. Scoring is counted in rows
 * times trees a millisecond, coding of the rows included. Deciding: 500 options of 50 features, as a ranking asks.
 */
import {
  bestBetaProbabilities,
  createExplainer,
  createRidge,
  createScorer,
  type Forest,
  learnReward,
  linearThompson,
  linUcbBounds,
  type Matrix,
  seededRandom,
  trainForest,
} from '#modules/learners'
import { percentile, report } from './machine.ts'

const COLUMNS = 30
const DEPTH = 6
const TREES = 100

function made(rows: number, columns: number, seed: string): { features: Matrix; labels: Uint8Array } {
  const random = seededRandom(seed)
  const values = new Float64Array(rows * columns)
  const labels = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    let odds = 0
    for (let column = 0; column < columns; column++) {
      const value = random.normal()
      if (column < 6) odds += Math.sin(value * (column + 1))
      values[row * columns + column] = random.uniform() < 0.1 ? Number.NaN : value
    }
    labels[row] = random.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0
  }
  return { features: { rows, columns, values }, labels }
}

function train(rows: number, columns: number): { forest: Forest; seconds: number } {
  const data = made(rows, columns, 'training')
  const from = performance.now()
  const options = { objective: 'logistic', rounds: TREES, maxDepth: DEPTH, maxLeaves: 64 } as const
  const { forest } = trainForest(data, options)
  return { forest, seconds: (performance.now() - from) / 1000 }
}

/** Milliseconds of each of many calls, after some that warm up. */
function times(calls: number, call: () => unknown): number[] {
  for (let i = 0; i < Math.ceil(calls / 5); i++) call()
  return Array.from({ length: calls }, () => {
    const from = performance.now()
    call()
    return performance.now() - from
  })
}

const rounded = (value: number): number => Number(value.toPrecision(4))

const benches: Readonly<Record<string, () => void>> = {
  training() {
    train(2_000, COLUMNS)
    const rows = 50_000
    const { seconds } = train(rows, COLUMNS)
    const rowColumnTreesPerUs = (rows * COLUMNS * TREES) / seconds / 1e6
    report({
      bench: 'trees-training',
      rows,
      columns: COLUMNS,
      trees: TREES,
      depth: DEPTH,
      seconds: rounded(seconds),
      rowColumnTreesPerUs: rounded(rowColumnTreesPerUs),
    })
  },
  scoring() {
    const { forest } = train(20_000, COLUMNS)
    const rows = 20_000
    const { features } = made(rows, COLUMNS, 'scoring')
    const score = createScorer(forest)
    const target = new Float64Array(rows)
    const ms = percentile(
      times(20, () => score(features, target)),
      0.5,
    )
    report({ bench: 'trees-scoring', rows, trees: TREES, depth: DEPTH, rowTreesPerMs: Math.round((rows * TREES) / ms) })
    const explain = createExplainer(forest)
    const row = features.values.subarray(0, COLUMNS)
    report({
      bench: 'trees-explaining',
      trees: TREES,
      depth: DEPTH,
      msPerRow: rounded(
        percentile(
          times(200, () => explain(row)),
          0.5,
        ),
      ),
    })
  },
  deciding() {
    const options = 500
    const columns = 50
    const { forest } = train(20_000, columns)
    const { features } = made(options, columns, 'options')
    const score = createScorer(forest)
    latency(
      'decide-trees-500x50',
      times(1000, () => score(features)),
    )
    const random = seededRandom('bandit')
    const ridge = createRidge(columns)
    const rows = Array.from({ length: options }, (_, row) =>
      features.values.slice(row * columns, (row + 1) * columns).map((value) => (Number.isNaN(value) ? 0 : value)),
    )
    for (const row of rows) learnReward(ridge, row, random.normal())
    latency(
      'decide-linucb-500x50',
      times(200, () => linUcbBounds(ridge, rows, 1)),
    )
    latency(
      'decide-linear-thompson-500x50',
      times(50, () => linearThompson(ridge, rows, { scale: 1, draws: 200, random })),
    )
    const arms = Array.from({ length: 34 }, () => ({ a: 1 + random.integer(40), b: 30 + random.integer(3000) }))
    latency(
      'decide-beta-thompson-34',
      times(200, () => bestBetaProbabilities(arms, 1e-6)),
    )
  },
}

function latency(bench: string, ms: readonly number[]): void {
  report({ bench, p50Ms: rounded(percentile(ms, 0.5)), p99Ms: rounded(percentile(ms, 0.99)) })
}

const asked = process.argv.slice(2)
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  const bench = benches[name]
  if (bench === undefined) throw new Error(`no bench ${name}; there are ${Object.keys(benches).join(', ')}`)
  bench()
}
