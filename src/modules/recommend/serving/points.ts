/**
 * Where recommending chooses. Weights are those of the logarithm of what a place is worth: the chance of a click, which
 * rises by 1.75 times the sum of likings (the slope of ln Φ near one click in ten), times the worth of a click.
 * Operators and learning may put other policies in their place.
 */
import { type DefinedPoint, definePoint, type PointDefinition } from '#modules/decisions'
import { type Forest, saveForest } from '#modules/learners'
import { searchTeacher } from '../learning/teacher.ts'
import { parts } from '../state/hours.ts'

/** Logarithms of ratios: e^5 is 150 times as much. */
const ratio = { kind: 'number', min: -5, max: 5 } as const
const share = { kind: 'number', min: 0, max: 1 } as const

/** What is known of a thing, whoever looks. */
const ofThing = {
  /** How all see it, in standard deviations of the noise of a choice. */
  appeal: ratio,
  /** ln of the worth of a click, with purchases that are kept, over the town's. */
  worth: ratio,
  /** ln of the rate of the day over that of the season. */
  trend: ratio,
  /** ln of how much more its shelf is chosen at this part of the day. */
  hour: ratio,
  /** The same of work days and weekends, and of the months of a year. */
  day: ratio,
  season: ratio,
  isNew: { kind: 'flag' },
} as const

/** What is known of a thing for a visitor. */
const ofVisitor = {
  /** How much more than others they like its shelf and its seller, and how little its price is what they pay. */
  shelf: ratio,
  seller: ratio,
  price: ratio,
  /** ln of what the chance of a click has beyond their sum: how much more it may be liked than is known. */
  hope: ratio,
  /** Standard deviation of the appeal: how little is known of the thing, which makes it worth a try. */
  unsure: { kind: 'number', min: 0, max: 5 },
  /** How well it goes with what they looked at, and its seller with their sellers; the best has 1. */
  alike: share,
  alikeSeller: share,
  /** How often they passed it over. */
  passed: { kind: 'number', min: 0, max: 20, scale: 5 },
  /** How near it is to where they look around: 1 at hand, half of it every 2.5 km; 0 where that is not known. */
  near: share,
  /** ln (1 + how many better things of its shelf, and of its seller, are on offer): no page is all alike. */
  crowd: { kind: 'number', min: 0, max: 10 },
} as const

const context = {
  /** Choices of the visitor that are known. */
  known: { kind: 'number', min: 0, max: 50, scale: 10 },
  part: { kind: 'category', values: parts },
} as const

const dayMs = 86_400_000

/** A click, the basket, an order and its way back; the first two are found by what a client tells, the others by us. */
const metrics: PointDefinition['metrics'] = [
  { name: 'click', weight: 1, windowMs: dayMs, counts: 'every', from: named('click') },
  { name: 'basket', weight: 1, windowMs: 7 * dayMs, counts: 'every', from: named('basket') },
  { name: 'order', weight: 5, windowMs: 7 * dayMs, counts: 'every' },
  { name: 'return', weight: -5, windowMs: 60 * dayMs, counts: 'every' },
]

function named(type: string): NonNullable<PointDefinition['metrics'][number]['from']> {
  return {
    source: 'interactions',
    type,
    match: [
      { event: 'decision', decision: 'id' },
      { event: 'subject', decision: 'chosen' },
    ],
  }
}

/** Pages that people turn away from are rolled back; at night fewer look, and look longer. */
const guardMetrics = [
  { metric: 'click', better: 'higher', tolerated: 0.1, least: 500, windowMs: 3_600_000, isDaily: true },
] as const

const usual = { context, safeDefault: null, metrics, guardMetrics, retentionDays: 90, budgetMs: 50 } as const

/** What a time of day, week and year adds to a stranger's page. */
const moment = { hour: 0.5, day: 0.5, season: 0.5 } as const
const taste = { appeal: 1.75, shelf: 1.75, seller: 1.75, price: 1.75, worth: 0.7, trend: 0.3, ...moment } as const

/** The feed of the home page, made for whoever looks. */
export const feedPoint: DefinedPoint = definePoint({
  ...usual,
  name: 'recommend.feed',
  title: 'What the home page shows to whom, and in what order',
  options: { features: { ...ofThing, ...ofVisitor } },
  baseline: {
    kind: 'linear',
    weights: {
      ...taste,
      worth: 1,
      hope: 1,
      unsure: 2.5,
      trend: 0.1,
      alike: 0.2,
      alikeSeller: 0.1,
      passed: -0.1,
      crowd: -0.02,
      isNew: 0.1,
      near: 0.4,
    },
    temperature: 0.05,
  },
})

/** The place of the feed that is kept for things and sellers that were hardly seen. */
export const newcomersPoint: DefinedPoint = definePoint({
  ...usual,
  name: 'recommend.newcomers',
  title: 'Which newcomer has the place that is kept for newcomers',
  options: { features: { ...ofThing, ...ofVisitor } },
  baseline: { kind: 'linear', weights: { shelf: 1.2, seller: 1, price: 1, near: 0.5, passed: -2 }, temperature: 0.7 },
})

/** Beside a thing: what people who looked at it chose. */
export const alsoPoint: DefinedPoint = definePoint({
  ...usual,
  name: 'recommend.also',
  title: 'What is shown beside a thing as chosen by people who looked at it',
  options: { features: { ...ofThing, ...ofVisitor, isSameShelf: { kind: 'flag' } } },
  baseline: {
    kind: 'linear',
    weights: {
      appeal: 1,
      worth: 0.7,
      shelf: 0.6,
      seller: 0.6,
      price: 1,
      alike: 3,
      alikeSeller: 0.5,
      passed: -0.3,
      crowd: -0.1,
      isSameShelf: 1.2,
    },
    temperature: 0.35,
  },
})

/** What goes with a thing that was looked at before. */
export const becausePoint: DefinedPoint = definePoint({
  ...usual,
  name: 'recommend.because',
  title: 'What is shown because of a thing that was looked at before',
  options: { features: { ...ofThing, ...ofVisitor, isSameShelf: { kind: 'flag' } } },
  baseline: {
    kind: 'linear',
    weights: {
      appeal: 1,
      worth: 0.7,
      shelf: 1,
      seller: 1,
      price: 1,
      alike: 2.5,
      alikeSeller: 0.7,
      passed: -0.5,
      crowd: -0.15,
      isSameShelf: 0.8,
    },
    temperature: 0.35,
  },
})

/** The order of what a search has found: how well it matches, how it is liked, who sells it. */
export const searchPoint: DefinedPoint = definePoint({
  ...usual,
  name: 'recommend.search',
  title: 'In what order a search shows what it has found',
  context: { part: context.part, words: { kind: 'number', min: 0, max: 20, scale: 5 } },
  options: {
    features: {
      /** 1 for the best match, falling with the place in the index’s answer. */
      match: share,
      ...ofThing,
      /** Orders of the seller that were kept, of all. */
      sellerKept: share,
    },
  },
  baseline: {
    kind: 'linear',
    weights: { match: 4, appeal: 1, worth: 0.5, trend: 0.2, sellerKept: 0.3 },
    temperature: 0.1,
  },
  others: (columns) => ({ learnt: { kind: 'trees', model: saveForest(bareForest(columns)), temperature: 1 } }),
  teacher: searchTeacher,
  everyHours: { learnt: 24 },
})

/** Trees that know nothing yet. */
function bareForest(columns: number): Forest {
  const none = new Int32Array(0)
  return {
    objective: 'ranking',
    features: Array.from({ length: columns }, (_, column) => `f${column}`),
    base: 0,
    starts: Int32Array.of(0),
    column: none,
    threshold: new Float64Array(0),
    left: none,
    missingLeft: new Uint8Array(0),
    value: new Float64Array(0),
    cover: new Float64Array(0),
  }
}

/** All of them, for the composition. */
export const points: readonly DefinedPoint[] = [feedPoint, newcomersPoint, alsoPoint, becausePoint, searchPoint]
