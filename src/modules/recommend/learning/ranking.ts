/**
 * Learns an order of hits from what came of pages: LambdaMART (Burges 2010), in which each outcome is a ranking of its
 * own, weighed by what it was worth over the chance that it was looked at (Joachims, Swaminathan and Schnabel 2017;
 * Wang et al. 2018). A thing that is clicked far down where few look says more than one that is clicked at the top.
 */
import { type Forest, matrixOf, scoreRows, trainForest } from '#modules/learners'
import type { Page } from './pages.ts'
import { attentionOf, standingsOf } from './slates.ts'

/** A chance below this counts as this: what is clicked against all odds must not rule alone. */
const attentionMin = 0.05
/** Pages of the training that say when to stop: every so many. */
const stopEvery = 6
const options = {
  objective: 'ranking',
  rounds: 120,
  learningRate: 0.1,
  maxLeaves: 8,
  minRows: 100,
  rankingCut: 10,
  patience: 15,
} as const
/** What can only help, however few pages there are to show it. */
const onlyHelps: ReadonlySet<string> = new Set(['match', 'appeal', 'worth', 'sellerKept'])

/** What learning made of the pages. */
export type Learnt = { forest: Forest; temperature: number; outcomes: number }

/** What is to be learnt from. */
export type Lessons = { pages: readonly Page[]; looks: Float64Array; columns: readonly string[] }

/** Outcomes as rankings: in each, one thing of its page is the right one. */
export type Rankings = { rows: Float64Array[]; labels: number[]; weights: number[]; groups: number[] }

/** @internal One ranking for each outcome; weights have mean 1. */
export function rankingsOf({ pages, looks, columns }: Lessons): Rankings {
  const found: Rankings = { rows: [], labels: [], weights: [], groups: [] }
  const all: { page: Page; place: number; weight: number }[] = pages.flatMap((page) => {
    const standings = standingsOf(page.logits, page.shown, { seed: page.id })
    const attention = attentionOf(standings, page.logits.length, looks)
    return [...page.gains].flatMap((gain, place) =>
      gain <= 0 ? [] : [{ page, place, weight: gain / Math.max(attentionMin, attention[place]!) }],
    )
  })
  const mean = all.reduce((sum, { weight }) => sum + weight, 0) / Math.max(1, all.length)
  for (const { page, place, weight } of all) {
    const count = page.logits.length
    found.groups.push(count)
    for (let option = 0; option < count; option++) {
      found.rows.push(page.features.subarray(option * columns.length, (option + 1) * columns.length))
      found.labels.push(option === place ? 1 : 0)
      found.weights.push(weight / mean)
    }
  }
  return found
}

/** Learns; `report` hears how far it is. */
export function learnOrder(lessons: Lessons, report: (share: number) => void): Learnt {
  const { pages, columns } = lessons
  const training = rankingsOf({ ...lessons, pages: pages.filter((_, index) => index % stopEvery !== 0) })
  const stopping = rankingsOf({ ...lessons, pages: pages.filter((_, index) => index % stopEvery === 0) })
  const monotone = columns.map((name) => (onlyHelps.has(name) ? 1 : 0))
  const { forest } = trainForest(
    labelled(training),
    { ...options, monotone, names: columns },
    { validation: labelled(stopping), report: ({ round }) => report(round / options.rounds) },
  )
  const temperature = asSharp(forest, pages)
  return { forest, temperature, outcomes: training.groups.length + stopping.groups.length }
}

function labelled({ rows, labels, weights, groups }: Rankings) {
  return { features: matrixOf(rows), labels, weights, groups }
}

/**
 * The temperature at which the forest's pages vary as much as those it has learnt from: it goes on trying, and can be
 * learnt from in its turn.
 */
function asSharp(forest: Forest, pages: readonly Page[]): number {
  let [own, logged] = [0, 0]
  for (const { features, logits } of pages) {
    own += spread(scoreRows(forest, { rows: logits.length, columns: forest.features.length, values: features }))
    logged += spread(logits)
  }
  return own > 0 && logged > 0 ? own / logged : 1
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length)
}
