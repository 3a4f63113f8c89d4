/**
 * The next click of a shop session, on the 100k split of RecSys Challenge 2015 that session-rec published with its own
 * results. Settings are chosen on the day before the test day and never on the test day.
 */
import { readFileSync } from 'node:fs'
import {
  RECOMMENDER_DEFAULTS,
  type RecommenderSettings,
  SessionRecommender,
  type Settings,
  type Visit,
  bootstrapInterval,
  gridAscent,
  meanStatistic,
  pairedBootstrap,
} from '#modules/learners'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'
import { figuresAt, fullRank, mean } from '../ranks.ts'
import { look, scoresFor, townOf } from '../town-visits.ts'

const SET = 'reco-session-rsc15'
const DAY_MS = 86_400_000
/** Every how many validation sessions are looked at while choosing; all are for the figures. */
const CHOOSING_EVERY = 3

type Name = 'graph' | 'walk' | 'popularity' | 'neighbours' | 'ageDays' | 'reach' | 'rarity' | 'lengthNorm' | 'backward'

/** V-SkNN as published: the parts besides neighbours left out, likeness without rarity or age. */
const PLAIN: Settings<Name> = {
  graph: 0,
  walk: 0,
  popularity: 0,
  neighbours: 100,
  ageDays: 1e6,
  reach: 1e6,
  rarity: 0,
  lengthNorm: 0.5,
  backward: 0,
}
const GRID: Record<Name, number[]> = {
  rarity: [0, 1, 2],
  ageDays: [5, 10, 1e6],
  reach: [1, 2, 5],
  lengthNorm: [0.2, 0.35, 0.5],
  neighbours: [100, 300],
  backward: [0, 0.5, 0.8],
  graph: [0, 0.1, 0.3],
  walk: [0, 0.15, 0.3],
  popularity: [0, 0.01],
}

function settingsOf(chosen: Settings<Name>): RecommenderSettings {
  const { graph, walk, popularity } = chosen
  return {
    ...RECOMMENDER_DEFAULTS,
    weights: { graph, walk, popularity, neighbours: 1, attributes: 0 },
    graph: { ...RECOMMENDER_DEFAULTS.graph, backward: chosen.backward, halfLifeMs: 3 * DAY_MS },
    neighbours: {
      ...RECOMMENDER_DEFAULTS.neighbours,
      neighbours: chosen.neighbours,
      ageMs: chosen.ageDays * DAY_MS,
      reach: chosen.reach,
      rarity: chosen.rarity,
      lengthNorm: chosen.lengthNorm,
    },
  }
}

function readVisits(datasets: string, part: string): Visit[] {
  const file = datasetFile(datasets, SET, `yoochoose-clicks-100k_${part}.txt`)
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [session, item, seconds] = line.trim().split('\t')
    const at = Number(seconds) * 1000
    if (session === undefined || item === undefined || !Number.isFinite(at)) throw new Error(`${file}: bad row ${line}`)
    return { session, item, at }
  })
}

function sessionsOf(visits: readonly Visit[]): Visit[][] {
  return [...Map.groupBy(visits, (visit) => visit.session).values()]
}

function train(visits: readonly Visit[], settings: RecommenderSettings): SessionRecommender {
  const recommender = new SessionRecommender(settings)
  for (const visit of visits.toSorted((a, b) => a.at - b.at)) recommender.observe(visit)
  return recommender
}

/** How all items rank after some. */
type Scoring = { items: () => readonly string[]; scores: (items: string[], at: number) => Float64Array }

/** The rank of every click but the first of each session, given the clicks before it. */
function ranksBy(by: Scoring, sessions: readonly Visit[][]): { ranks: number[]; groups: number[] } {
  const places = new Map(by.items().map((item, place) => [item, place]))
  const ranks: number[] = []
  const groups: number[] = []
  for (const [group, session] of sessions.entries()) {
    const items = session.map((visit) => visit.item)
    for (let known = 1; known < items.length; known += 1) {
      const target = places.get(items[known]!)
      const scores = by.scores(items.slice(0, known), session[known - 1]!.at)
      ranks.push(target === undefined ? Number.MAX_SAFE_INTEGER : fullRank(scores, target))
      groups.push(group)
    }
  }
  return { ranks, groups }
}

function ranksOf(recommender: SessionRecommender, sessions: readonly Visit[][]): { ranks: number[]; groups: number[] } {
  return ranksBy(
    { items: () => recommender.items(), scores: (items, at) => recommender.scores({ items, at }) },
    sessions,
  )
}

/** The town as it runs, with its own settings, whatever these data would like best; it knows what it offers. */
function townRanks(training: readonly Visit[], sessions: readonly Visit[][]): number[] {
  const town = townOf(new Map([...training, ...sessions.flat()].map(({ item }) => [item, []])))
  for (const visit of training.toSorted((a, b) => a.at - b.at)) look(town, visit)
  const scores = (items: string[], at: number): Float64Array => scoresFor(town, items, at)
  return ranksBy({ items: () => town.alike.items(), scores }, sessions).ranks
}

/** Lets the test sessions be learnt from as they happen: each click is ranked first and observed afterwards. */
function ranksOnline(recommender: SessionRecommender, sessions: readonly Visit[][]): number[] {
  const ranks: number[] = []
  const clicks = sessions.flatMap((session) => session.map((visit, known) => ({ visit, known })))
  for (const { visit, known } of clicks.sort((a, b) => a.visit.at - b.visit.at)) {
    if (known > 0) {
      const place = recommender.items().indexOf(visit.item)
      const scores = recommender.scores({ session: visit.session, at: visit.at })
      ranks.push(place < 0 ? Number.MAX_SAFE_INTEGER : fullRank(scores, place))
    }
    recommender.observe(visit)
  }
  return ranks
}

function choose(datasets: string): Settings<Name> {
  const training = readVisits(datasets, 'train_tr')
  const sessions = sessionsOf(readVisits(datasets, 'train_valid')).filter((_, s) => s % CHOOSING_EVERY === 0)
  const value = (tried: Settings<Name>): number => {
    const { ranks } = ranksOf(train(training, settingsOf(tried)), sessions)
    const { hits, gains } = figuresAt(ranks, 20, (rank) => 1 / rank)
    return mean(hits) + mean(gains)
  }
  return gridAscent({ grid: GRID, start: PLAIN, value, rounds: 2, leastGain: 0.0005 }).settings
}

type Drawn = { seed: string; groups: Int32Array; draws: number }
type TownCase = { training: readonly Visit[]; sessions: readonly Visit[][]; cases: number; drawn: Drawn }

function townRows({ training, sessions, cases, drawn }: TownCase): Row[] {
  const { hits, gains } = figuresAt(townRanks(training, sessions), 20, (rank) => 1 / rank)
  const row = (values: Float64Array) => {
    const { low, high } = bootstrapInterval(values.length, meanStatistic(values), drawn)
    return { figure: mean(values), interval: [low, high] as const }
  }
  const protocol =
    `yoochoose-clicks-100k, ${sessions.length} test sessions, ${cases} clicks ranked among all that is offered, by what ` +
    'the running town knows after train_full was told to its stream, one click after another; with the settings that ' +
    'the town runs with, none chosen on these data'
  const bars = { 'sequential rules': 0.619, 'V-SkNN, reported': 0.685 }
  const gainBars = { 'sequential rules': 0.348, 'V-SkNN, reported': 0.352 }
  return [
    { name: 'rsc15 HR@20, as the town recommends', ...row(hits), bars, aim: 0.7, protocol },
    { name: 'rsc15 MRR@20, as the town recommends', ...row(gains), bars: gainBars, aim: 0.36, protocol },
  ]
}

/** Measures HR@20 and MRR@20, without learning from the test day and with it. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const training = readVisits(datasets, 'train_full')
  const sessions = sessionsOf(readVisits(datasets, 'test'))
  const chosen = choose(datasets)
  const recommender = train(training, settingsOf(chosen))
  const from = performance.now()
  const { ranks, groups } = ranksOf(recommender, sessions)
  const msPerCase = (performance.now() - from) / ranks.length
  const own = figuresAt(ranks, 20, (rank) => 1 / rank)
  const plain = figuresAt(ranksOf(train(training, settingsOf(PLAIN)), sessions).ranks, 20, (rank) => 1 / rank)
  const drawn = { seed: SET, groups: Int32Array.from(groups), draws: 500 }
  const row = (values: Float64Array, plainValues: Float64Array) => {
    const { low, high } = bootstrapInterval(values.length, meanStatistic(values), drawn)
    const gain = pairedBootstrap(values.length, { a: meanStatistic(values), b: meanStatistic(plainValues) }, drawn)
    const notes = {
      overPlain: [gain.low, gain.estimate, gain.high],
      excludesZero: gain.excludesZero,
      chosen,
      msPerCase,
    }
    return { figure: mean(values), interval: [low, high] as const, notes }
  }
  const protocol =
    `yoochoose-clicks-100k: trained on train_full, ${sessions.length} test sessions, ${ranks.length} clicks ranked in ` +
    `the full catalogue; settings chosen on train_tr → train_valid; intervals by drawing sessions`
  yield {
    name: 'rsc15 HR@20',
    ...row(own.hits, plain.hits),
    bars: { popularity: 0.089, 'sequential rules': 0.619, 'V-SkNN, reported': 0.685, 'plain V-SkNN': mean(plain.hits) },
    aim: 0.7,
    protocol,
  }
  yield {
    name: 'rsc15 MRR@20',
    ...row(own.gains, plain.gains),
    bars: {
      popularity: 0.026,
      'sequential rules': 0.348,
      'V-SkNN, reported': 0.352,
      'plain V-SkNN': mean(plain.gains),
    },
    aim: 0.36,
    protocol,
  }
  const online = figuresAt(ranksOnline(train(training, settingsOf(chosen)), sessions), 20, (rank) => 1 / rank)
  yield {
    name: 'rsc15 HR@20, learning from the test day as it happens',
    figure: mean(online.hits),
    bars: { 'without learning': mean(own.hits) },
    protocol: `${protocol}; each click is ranked before it is observed`,
    notes: { mrr: mean(online.gains) },
  }
  yield* townRows({ training, sessions, cases: ranks.length, drawn })
}
