/**
 * The next purchase on Amazon Beauty (5-core, as S3-Rec published it), leave-one-out. Settings are chosen by predicting
 * each person's last but one item from those before it; the last items serve the figures alone.
 */
import { readFileSync } from 'node:fs'
import {
  RECOMMENDER_DEFAULTS,
  type RecommenderSettings,
  SessionRecommender,
  type Settings,
  bootstrapInterval,
  gridAscent,
  meanStatistic,
  pairedBootstrap,
} from '#modules/learners'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'
import { type Figures, figuresAt, fullRank, mean } from '../ranks.ts'
import { look, scoresFor, townOf } from '../town-visits.ts'

const SET = 'reco-amazon-s3rec'
/** Every how many people are looked at while choosing; all are for the figures. */
const CHOOSING_EVERY = 5
/** So large that scores keep their absolute size: a pair of items met once counts for less than one met often. */
const DOUBT = 1000

type Name = 'attributes' | 'toNorm' | 'fromNorm' | 'shrinkage' | 'backward' | 'distanceDecay' | 'historyDecay'

/** Co-occurrence by cosine, all items of a history alike. */
const PLAIN: Settings<Name> = {
  attributes: 0,
  toNorm: 0.5,
  fromNorm: 0.5,
  shrinkage: 0,
  backward: 1,
  distanceDecay: 0,
  historyDecay: 0,
}
const GRID: Record<Name, number[]> = {
  historyDecay: [0.5, 1, 1.3],
  backward: [0, 0.25, 0.5],
  distanceDecay: [0.3, 0.5, 1],
  toNorm: [0, 0.1, 0.3],
  shrinkage: [3, 10, 30],
  attributes: [0.1, 0.2, 0.4],
  fromNorm: [0.3, 0.7],
}

type People = { histories: string[][]; attributes: Map<string, string[]> }

function readPeople(datasets: string): People {
  const lines = readFileSync(datasetFile(datasets, SET, 'Beauty.txt'), 'utf8')
    .trim()
    .split('\n')
  const file = datasetFile(datasets, SET, 'Beauty_item2attributes.json')
  // The file's shape is fixed by its checksum in docs/data.md.
  const attributes = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number[]>
  return {
    histories: lines.map((line) => line.trim().split(' ').slice(1)),
    attributes: new Map(Object.entries(attributes).map(([item, own]) => [item, own.map(String)])),
  }
}

function settingsOf(chosen: Settings<Name>): RecommenderSettings {
  const { attributes, historyDecay, ...graph } = chosen
  return {
    ...RECOMMENDER_DEFAULTS,
    weights: { graph: DOUBT, attributes: attributes * DOUBT, walk: 0, neighbours: 0, popularity: 0 },
    doubts: { graph: DOUBT, attributes: DOUBT, walk: 0, neighbours: 0, popularity: 0 },
    historyLength: 20,
    historyDecay,
    graph: { ...graph, window: 30, halfLifeMs: 0 },
  }
}

/** @param heldOut how many items at the end of each history are kept from the learner */
function train(people: People, settings: RecommenderSettings, heldOut: number): SessionRecommender {
  const recommender = new SessionRecommender(settings)
  for (const [item, attributes] of people.attributes) recommender.describe(item, attributes)
  for (const [person, history] of people.histories.entries()) {
    for (const item of history.slice(0, -heldOut)) recommender.observe({ session: `${person}`, item, at: 0 })
  }
  return recommender
}

/** Ranks the item `back` places from the end of each history, given those before it, which are not ranked. */
function ranksOf(recommender: SessionRecommender, histories: readonly string[][], back: number): number[] {
  const places = new Map(recommender.items().map((item, place) => [item, place]))
  return histories.map((history) => {
    const items = history.slice(0, -back)
    const scores = recommender.scores({ items })
    for (const item of items) scores[places.get(item)!] = -1
    return fullRank(scores, places.get(history.at(-back)!)!)
  })
}

const figuresOf = (ranks: readonly number[]): Figures => figuresAt(ranks, 10, (rank) => 1 / Math.log2(rank + 1))

function choose(people: People): Settings<Name> {
  const some = people.histories.filter((_, person) => person % CHOOSING_EVERY === 0)
  const value = (tried: Settings<Name>): number =>
    mean(figuresOf(ranksOf(train(people, settingsOf(tried), 2), some, 2)).gains)
  return gridAscent({ grid: GRID, start: PLAIN, value, rounds: 2, leastGain: 0.0002 }).settings
}

/** The town as it runs, with its own settings, whatever these data would like best. */
function townFigures({ histories, attributes }: People): Figures {
  const town = townOf(attributes)
  for (const [person, history] of histories.entries()) {
    for (const item of history.slice(0, -2)) look(town, { session: `${person}`, item, at: 0 })
  }
  const places = new Map(town.alike.items().map((item, place) => [item, place]))
  const ranks = histories.map((history) => {
    const items = history.slice(0, -1)
    const scores = scoresFor(town, items, 0)
    for (const item of items) scores[places.get(item)!] = -1
    return fullRank(scores, places.get(history.at(-1)!)!)
  })
  return figuresOf(ranks)
}

function townRows(people: People): Row[] {
  const { hits, gains } = townFigures(people)
  const row = (values: Float64Array) => {
    const { low, high } = bootstrapInterval(values.length, meanStatistic(values), { seed: SET, draws: 500 })
    return { figure: mean(values), interval: [low, high] as const }
  }
  const protocol =
    `Beauty 5-core, ${people.histories.length} people, leave-one-out, full ranking of all items not in the history, by what ` +
    'the running town knows after listings told it all items and its stream all but the last two purchases of everybody, ' +
    'one after another; with the settings that the town runs with, none chosen on these data'
  const bars = { 'S3-Rec, published': 0.0647, 'item-kNN with transitions and recency': 0.08 }
  const gainBars = { 'S3-Rec, published': 0.0327, 'item-kNN with transitions and recency': 0.0511 }
  return [
    { name: 'beauty HR@10, as the town recommends', ...row(hits), bars, aim: 0.085, protocol },
    { name: 'beauty NDCG@10, as the town recommends', ...row(gains), bars: gainBars, aim: 0.055, protocol },
  ]
}

/**
 * Measures HR@10 and NDCG@10, strictly (nothing learnt from the last two items) and online (the last but one learnt).
 */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const people = readPeople(datasets)
  yield* townRows(people)
  const chosen = choose(people)
  const strict = figuresOf(ranksOf(train(people, settingsOf(chosen), 2), people.histories, 1))
  const plain = figuresOf(ranksOf(train(people, settingsOf(PLAIN), 2), people.histories, 1))
  const withoutAttributes = settingsOf({ ...chosen, attributes: 0 })
  const visitsOnly = figuresOf(ranksOf(train(people, withoutAttributes, 2), people.histories, 1))
  const online = figuresOf(ranksOf(train(people, settingsOf(chosen), 1), people.histories, 1))
  const row = (values: Float64Array, plainValues: Float64Array) => {
    const { low, high } = bootstrapInterval(values.length, meanStatistic(values), { seed: SET, draws: 500 })
    const pair = { a: meanStatistic(values), b: meanStatistic(plainValues) }
    const gain = pairedBootstrap(values.length, pair, { seed: SET, draws: 500 })
    const notes = { overPlain: [gain.low, gain.estimate, gain.high], excludesZero: gain.excludesZero, chosen }
    return { figure: mean(values), interval: [low, high] as const, notes }
  }
  const protocol =
    `Beauty 5-core, ${people.histories.length} people, ${people.attributes.size} items, leave-one-out, full ranking of ` +
    `all items not in the history; chosen on the last but one items; the learner has seen neither these nor the last ones`
  yield {
    name: 'beauty HR@10',
    ...row(strict.hits, plain.hits),
    bars: {
      popularity: 0.0141,
      'SASRec, published': 0.0605,
      'S3-Rec, published': 0.0647,
      'item-kNN with transitions and recency': 0.08,
      'cosine co-occurrence': mean(plain.hits),
      'ours without attributes': mean(visitsOnly.hits),
    },
    aim: 0.085,
    protocol,
  }
  yield {
    name: 'beauty NDCG@10',
    ...row(strict.gains, plain.gains),
    bars: {
      popularity: 0.0063,
      'SASRec, published': 0.0318,
      'S3-Rec, published': 0.0327,
      'item-kNN with transitions and recency': 0.0511,
      'cosine co-occurrence': mean(plain.gains),
      'ours without attributes': mean(visitsOnly.gains),
    },
    aim: 0.055,
    protocol,
  }
  yield {
    name: 'beauty HR@10, having learnt the last but one items',
    figure: mean(online.hits),
    bars: { 'without learning them': mean(strict.hits) },
    protocol: 'as above, but all items except the last ones were observed, as a running shop would have',
    notes: { ndcg: mean(online.gains) },
  }
}
