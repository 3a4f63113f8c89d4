import type { AttributeLikeness } from './attribute-likeness.ts'
import type { ItemGraph } from './item-graph.ts'
import { PARTS, type Part, type RecommenderSettings } from './recommender-settings.ts'
import { ScoreBoard } from './score-board.ts'
import type { Continuation, SessionNeighbours } from './session-neighbours.ts'

/** Places of the walk's first step that it goes on from. */
const WALK_WIDTH = 15

/** What the parts know. */
export type Knowledge = {
  graph: ItemGraph
  neighbours: SessionNeighbours
  likeness: AttributeLikeness
  /** The most visited items. */
  popular: readonly number[]
}

/** Blends the parts: an item adds weight · score / (highest score + doubt) for each. */
export class Blend {
  readonly total = new ScoreBoard()
  readonly #boards: Record<Part, ScoreBoard>
  /** What a score of each part is multiplied by; found once, for finding it looks at all that was scored. */
  readonly #factors: Record<Part, number> = { graph: 0, walk: 0, neighbours: 0, attributes: 0, popularity: 0 }
  readonly #settings: RecommenderSettings

  constructor(settings: RecommenderSettings) {
    this.#settings = settings
    this.#boards = {
      graph: new ScoreBoard(),
      walk: new ScoreBoard(),
      neighbours: new ScoreBoard(),
      attributes: new ScoreBoard(),
      popularity: new ScoreBoard(),
    }
  }

  /** Scores the continuations of a session; replaces what was scored before. */
  score(knowledge: Knowledge, session: Continuation): void {
    this.total.clear()
    for (const part of PARTS) this.#boards[part].clear()
    const { weights } = this.#settings
    this.#scoreHistory(knowledge, session.items)
    if (weights.walk > 0) this.#scoreWalk(knowledge.graph)
    if (weights.neighbours > 0) {
      knowledge.neighbours.score(session, this.#boards.neighbours)
    }
    if (weights.popularity > 0) {
      for (const item of knowledge.popular) this.#boards.popularity.add(item, knowledge.graph.visits(item))
    }
    for (const part of PARTS) {
      this.#factors[part] = this.#factorOf(part)
      if (weights[part] > 0) this.total.addAll(this.#boards[part], this.#factors[part])
    }
  }

  /** What each part added to an item's score. */
  partsOf(item: number): Partial<Record<Part, number>> {
    const parts: Partial<Record<Part, number>> = {}
    for (const part of PARTS) {
      const own = this.#boards[part].get(item)
      if (own > 0) parts[part] = own * this.#factors[part]
    }
    return parts
  }

  #factorOf(part: Part): number {
    const { weights, doubts } = this.#settings
    const highest = this.#boards[part].highest() + doubts[part]
    return highest > 0 ? weights[part] / highest : 0
  }

  /** Transitions and attributes, item by item of the session's end. */
  #scoreHistory({ graph, likeness }: Knowledge, items: readonly number[]): void {
    const { weights, historyLength, historyDecay } = this.#settings
    const needsGraph = weights.graph > 0 || weights.walk > 0
    for (let place = 0; place < Math.min(historyLength, items.length); place += 1) {
      const item = items[items.length - 1 - place]!
      const weight = 1 / (place + 1) ** historyDecay
      if (needsGraph) graph.score(item, weight, this.#boards.graph)
      if (weights.attributes > 0) likeness.score(item, weight, this.#boards.attributes)
    }
  }

  /** A second step through the graph reaches what no session has joined yet. */
  #scoreWalk(graph: ItemGraph): void {
    for (const { item, score } of this.#boards.graph.best(WALK_WIDTH)) graph.walk(item, score, this.#boards.walk)
  }
}
