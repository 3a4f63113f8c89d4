import { requireBetween, requireInteger } from '../base/guards.ts'
import { type ItemGraphSettings, requireItemGraph } from './item-graph.ts'
import { type NeighbourSettings, requireNeighbours } from './session-neighbours.ts'

/** The parts that a recommendation is blended from. */
export const PARTS = ['graph', 'walk', 'neighbours', 'attributes', 'popularity'] as const
export type Part = (typeof PARTS)[number]

/** How a recommender counts and blends. */
export type RecommenderSettings = {
  /** What the best item of each part adds to a score, at most; 0 leaves a part out. */
  weights: Readonly<Record<Part, number>>
  /**
   * Parts whose highest score is no more than this add half of their weight or less: weak evidence counts less.
   * With 0 the best item always adds the whole weight.
   */
  doubts: Readonly<Record<Part, number>>
  /** Of the current session, this many items are looked at… */
  historyLength: number
  /** …and the one p places before the last weighs 1 / (p + 1)^historyDecay. */
  historyDecay: number
  graph: ItemGraphSettings
  neighbours: NeighbourSettings
  /** Sessions that can go on; of more, those that rested longest are closed. */
  openSessions: number
}

const DAY_MS = 86_400_000

/** A start, near what did well on public sessions of one shop; to be tuned on one's own. */
export const RECOMMENDER_DEFAULTS: RecommenderSettings = {
  weights: { graph: 0.1, walk: 0.3, neighbours: 1, attributes: 0.1, popularity: 0.01 },
  doubts: { graph: 0, walk: 0, neighbours: 0, attributes: 0, popularity: 0 },
  historyLength: 5,
  historyDecay: 1.5,
  graph: {
    window: 10,
    distanceDecay: 1.5,
    backward: 0.8,
    fromNorm: 1,
    toNorm: 0,
    shrinkage: 1,
    halfLifeMs: 14 * DAY_MS,
  },
  neighbours: {
    sessions: 200_000,
    sample: 1000,
    neighbours: 300,
    recency: 1,
    ageMs: 10 * DAY_MS,
    reach: 2,
    rarity: 2,
    lengthNorm: 0.35,
  },
  openSessions: 100_000,
}

/** @throws {RangeError} naming the setting that is out of range */
export function requireRecommenderSettings(settings: RecommenderSettings): RecommenderSettings {
  for (const part of PARTS) {
    requireBetween(settings.weights[part], [0, 1e6], `weights.${part}`)
    requireBetween(settings.doubts[part], [0, 1e6], `doubts.${part}`)
  }
  requireInteger(settings.historyLength, 1, 'historyLength')
  requireBetween(settings.historyDecay, [0, 10], 'historyDecay')
  requireInteger(settings.openSessions, 1, 'openSessions')
  requireItemGraph(settings.graph)
  requireNeighbours(settings.neighbours)
  return settings
}
