/**
 * Collaborative filtering on MovieLens 100k: every rating is an interaction; of each person's, a tenth is held out for
 * the figures and a tenth for choosing, at random by a fixed seed.
 */
import { readFileSync } from 'node:fs'
import {
  IMPLICIT_ALS_DEFAULTS,
  type ImplicitAlsSettings,
  type SparseRows,
  bootstrapInterval,
  gridAscent,
  meanStatistic,
  ndcgAt,
  pairedBootstrap,
  seededRandom,
  sparseRows,
  trainImplicitAls,
  trainLinearAutoencoder,
} from '#modules/learners'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'
import { mean } from '../ranks.ts'

const SET = 'reco-movielens100k'
const USERS = 943
const ITEMS = 1682
/** The figure of RecBole's tuned BPR in its documentation: the same shares, another random split. */
const RECBOLE_BPR = 0.2768

type Split = { training: number[][]; choosing: number[][]; test: number[][]; interactions: SparseRows }
type Scorer = (user: number) => Float64Array

function readSplit(datasets: string): Split {
  const [, ...lines] = readFileSync(datasetFile(datasets, SET, 'ml-100k.inter'), 'utf8')
    .trim()
    .split('\n')
  const byUser: number[][] = Array.from({ length: USERS }, () => [])
  for (const line of lines) {
    const [user, item] = line.split('\t').map(Number)
    if (!(user! >= 1 && user! <= USERS && item! >= 1 && item! <= ITEMS)) throw new Error(`bad row: ${line}`)
    byUser[user! - 1]!.push(item! - 1)
  }
  const random = seededRandom('ml-100k split')
  for (const items of byUser) random.shuffle(items)
  const share = (from: number, to: number): number[][] =>
    byUser.map((items) => items.slice(Math.floor(items.length * from), Math.floor(items.length * to)))
  const training = share(0, 0.8)
  const interactions = sparseRows(
    training.map((items) => items.map((item) => [item, 1] as const)),
    ITEMS,
  )
  return { training, choosing: share(0.8, 0.9), test: share(0.9, 1), interactions }
}

/** NDCG@10 of each person over all items not among the known ones; equal scores are shown in a seeded random order. */
function ndcgs(scorer: Scorer, targets: readonly number[][], known: readonly (readonly number[][])[]): Float64Array {
  const order = seededRandom('ml-100k ties').shuffle(Uint32Array.from({ length: ITEMS }, (_, item) => item))
  const values: number[] = []
  for (const [user, target] of targets.entries()) {
    if (target.length === 0) continue
    const hidden = new Set(known.flatMap((rows) => rows[user]!))
    const wanted = new Set(target)
    const scores = scorer(user)
    const shown = [...order].filter((item) => !hidden.has(item)).sort((a, b) => scores[b]! - scores[a]!)
    const grades = shown.slice(0, 10).map((item) => (wanted.has(item) ? 1 : 0))
    values.push(
      ndcgAt(
        grades,
        target.map(() => 1),
        { k: 10 },
      ),
    )
  }
  return Float64Array.from(values)
}

function chooseLinear({ interactions, training, choosing }: Split): { regularisation: number } {
  const value = ({ regularisation }: { regularisation: number }): number => {
    const model = trainLinearAutoencoder(interactions, regularisation)
    return mean(ndcgs((user) => model.scoresFor(training[user]!), choosing, [training]))
  }
  const grid = { regularisation: [50, 100, 200, 300, 500, 800] }
  return gridAscent({ grid, start: { regularisation: 100 }, value, rounds: 1 }).settings
}

function chooseAls({ interactions, training, choosing }: Split): ImplicitAlsSettings {
  type Name = 'dimensions' | 'regularisation' | 'unobservedWeight'
  const full = (tried: Readonly<Record<Name, number>>): ImplicitAlsSettings => ({ ...IMPLICIT_ALS_DEFAULTS, ...tried })
  const value = (tried: Readonly<Record<Name, number>>): number => {
    const model = trainImplicitAls(interactions, full(tried), seededRandom(SET))
    return mean(ndcgs(model.scores, choosing, [training]))
  }
  const grid: Record<Name, number[]> = {
    regularisation: [0.03, 0.1, 0.3],
    unobservedWeight: [0.3, 1],
    dimensions: [16, 64],
  }
  const start = { dimensions: 32, regularisation: 0.03, unobservedWeight: 0.1 }
  return full(gridAscent({ grid, start, value, rounds: 2, leastGain: 0.0005 }).settings)
}

/** Measures NDCG@10 of the linear autoencoder and of implicit alternating least squares. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const split = readSplit(datasets)
  const { interactions, training, choosing, test } = split
  const visits = new Float64Array(ITEMS)
  for (const item of training.flat()) visits[item]! += 1
  const popularity = ndcgs(() => visits, test, [training, choosing])
  const protocol =
    `every rating an interaction, 80 : 10 : 10 of each person's at random (seeded), trained on the first, chosen on the ` +
    `second, measured on the third over all items in neither of the others; ${popularity.length} people`
  const row = (values: Float64Array) => {
    const { low, high } = bootstrapInterval(values.length, meanStatistic(values), { seed: SET })
    const pair = { a: meanStatistic(values), b: meanStatistic(popularity) }
    const gain = pairedBootstrap(values.length, pair, { seed: SET })
    return {
      figure: mean(values),
      interval: [low, high] as const,
      bars: { popularity: mean(popularity), 'RecBole BPR, another split of the same shares': RECBOLE_BPR },
      protocol,
      overPopularity: { low: gain.low, estimate: gain.estimate, high: gain.high, excludesZero: gain.excludesZero },
    }
  }
  const linearChoice = chooseLinear(split)
  const linear = trainLinearAutoencoder(interactions, linearChoice.regularisation)
  const linearValues = ndcgs((user) => linear.scoresFor(training[user]!), test, [training, choosing])
  const { overPopularity, ...linearRow } = row(linearValues)
  yield { name: 'ml-100k NDCG@10, linear autoencoder', ...linearRow, notes: { chosen: linearChoice, overPopularity } }
  const alsChoice = chooseAls(split)
  const als = trainImplicitAls(interactions, alsChoice, seededRandom(SET))
  const alsValues = ndcgs(als.scores, test, [training, choosing])
  const { overPopularity: alsOver, ...alsRow } = row(alsValues)
  const pair = { a: meanStatistic(linearValues), b: meanStatistic(alsValues) }
  const { low, estimate, high, excludesZero } = pairedBootstrap(alsValues.length, pair, { seed: SET })
  yield {
    name: 'ml-100k NDCG@10, implicit ALS',
    ...alsRow,
    notes: { chosen: alsChoice, overPopularity: alsOver, linearOverThis: { low, estimate, high, excludesZero } },
  }
}
