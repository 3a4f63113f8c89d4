import { requireFinite } from '../base/guards.ts'
import { type ModelKind, type ModelReader, type SavedModel, loadModel, saveModel } from '../base/models.ts'
import { AttributeLikeness } from './attribute-likeness.ts'
import { Blend } from './blending.ts'
import { Identifiers } from './identifiers.ts'
import { ItemGraph } from './item-graph.ts'
import {
  type Part,
  RECOMMENDER_DEFAULTS,
  type RecommenderSettings,
  requireRecommenderSettings,
} from './recommender-settings.ts'
import { type Continuation, SessionNeighbours } from './session-neighbours.ts'

/** A visit: a view, a click or a purchase, whichever the recommender is to learn from. */
export type Visit = {
  session: string
  item: string
  /** Milliseconds since 1970. */
  at: number
}

export type Recommendation = {
  item: string
  score: number
  /** What each part added to the score. */
  parts: Partial<Record<Part, number>>
}

/** An item by its number. */
export type Ranked = { item: number; score: number }

/** For whom to recommend: a session that was observed, or items visited, oldest first. */
export type RecommendationRequest = ({ session: string } | { items: readonly string[] }) & {
  /** Milliseconds since 1970; the time of the latest visit when left out. */
  at?: number
  /** 20 when left out. */
  limit?: number
  /** Also recommend what the session has visited; false when left out. */
  repeat?: boolean
  /** Items that must not be recommended: sold out, blocked, the person's own. */
  leaveOut?: (item: string) => boolean
}

/** A session's visits beyond this are forgotten, oldest first. */
const SESSION_ITEMS_MAX = 100
/** Where nothing better is known, this many of the most visited items are on offer. */
const POPULAR_ITEMS = 200
/** The most visited items are found anew after this many visits. */
const POPULAR_VISITS = 1000

const KIND: ModelKind = { name: 'session-recommender', version: 1 }

/** A session that can go on, and its number among the neighbours. */
type Open = { items: number[]; number: number }

/**
 * Recommends the next item of a session from transitions and co-occurrence, sessions alike, attributes and popularity.
 * A visit takes effect at once and costs time in the length of its session alone.
 */
export class SessionRecommender {
  readonly settings: RecommenderSettings
  #items = new Identifiers()
  #attributes = new Identifiers()
  #graph: ItemGraph
  #neighbours: SessionNeighbours
  #likeness = new AttributeLikeness()
  /** The session that rested longest comes first. */
  readonly #open = new Map<string, Open>()
  readonly #blend: Blend
  #latest = 0
  #popular: number[] = []
  #visitsSincePopular = POPULAR_VISITS

  /** @throws {RangeError} naming the setting that is out of range */
  constructor(settings: RecommenderSettings = RECOMMENDER_DEFAULTS) {
    this.settings = requireRecommenderSettings(settings)
    this.#graph = new ItemGraph(settings.graph)
    this.#neighbours = new SessionNeighbours(settings.neighbours)
    this.#blend = new Blend(settings)
  }

  /** How many items were visited or described. */
  get size(): number {
    return this.#items.size
  }

  /** Learns from a visit. */
  observe({ session, item, at }: Visit): void {
    requireFinite(at, `the time of a visit to ${item}`)
    const number = this.#items.numberOf(item)
    const open = this.#resume(session)
    this.#graph.observe(number, open.items, at)
    this.#neighbours.observe(open.number, number, at)
    open.items.push(number)
    if (open.items.length > SESSION_ITEMS_MAX) open.items.shift()
    this.#latest = Math.max(this.#latest, at)
    this.#visitsSincePopular += 1
  }

  /** States what an item is, such as its category and brand: lets it be recommended before it was visited. */
  describe(item: string, attributes: readonly string[]): void {
    const numbers = attributes.map((attribute) => this.#attributes.numberOf(attribute))
    this.#likeness.describe(this.#items.numberOf(item), numbers)
  }

  /** The best continuations, best first. A session or item never seen gives the most visited items. */
  recommend(request: RecommendationRequest): Recommendation[] {
    return this.#best(request).map(({ item, score }) => ({
      item: this.#items.nameOf(item),
      score,
      parts: this.#blend.partsOf(item),
    }))
  }

  /** As `recommend`, by number and without saying why: for those who look at hundreds. */
  rank(request: RecommendationRequest): Ranked[] {
    return this.#best(request)
  }

  /** The name of an item by its number, which stays the same as long as this recommender lives. */
  nameOf(item: number): string {
    return this.#items.nameOf(item)
  }

  /** The scores of all items as they would be ranked, in the order of `items`; for measuring. */
  scores(request: RecommendationRequest): Float64Array {
    this.#score(this.#continuation(request))
    return Float64Array.from({ length: this.#items.size }, (_, item) => this.#blend.total.get(item))
  }

  /** The names of all items, by number. */
  items(): readonly string[] {
    return this.#items.all()
  }

  save(): SavedModel {
    const open = [...this.#open]
    return saveModel(KIND, {
      settings: JSON.stringify(this.settings),
      items: this.#items.all(),
      attributes: this.#attributes.all(),
      graph: this.#graph.save(),
      neighbours: this.#neighbours.save(),
      likeness: this.#likeness.save(),
      latest: this.#latest,
      popular: Uint32Array.from(this.#popular),
      visitsSincePopular: this.#visitsSincePopular,
      openNames: open.map(([name]) => name),
      openNumbers: Float64Array.from(open, ([, session]) => session.number),
      openSizes: Uint32Array.from(open, ([, session]) => session.items.length),
      openItems: Uint32Array.from(open.flatMap(([, session]) => session.items)),
    })
  }

  /** @throws {Error} when the model is cut short, changed or of another version: the message says what and where */
  static load(saved: unknown): SessionRecommender {
    const reader = loadModel(KIND, saved)
    // The checksum says that save wrote them; the constructor checks their ranges.
    const settings = JSON.parse(reader.string('settings')) as RecommenderSettings
    const loaded = new SessionRecommender(settings)
    for (const item of reader.strings('items')) loaded.#items.numberOf(item)
    for (const attribute of reader.strings('attributes')) loaded.#attributes.numberOf(attribute)
    loaded.#graph = ItemGraph.load(settings.graph, reader.child('graph'))
    loaded.#neighbours = SessionNeighbours.load(settings.neighbours, reader.child('neighbours'))
    loaded.#likeness = AttributeLikeness.load(reader.child('likeness'))
    loaded.#latest = reader.number('latest')
    loaded.#loadOpen(reader)
    return loaded
  }

  #loadOpen(reader: ModelReader): void {
    this.#popular = [...reader.array('popular', 'u32')]
    this.#visitsSincePopular = reader.integer('visitsSincePopular', 0)
    const names = reader.strings('openNames')
    const numbers = reader.array('openNumbers', 'f64', names.length)
    const sizes = reader.array('openSizes', 'u32', names.length)
    const items = reader.array('openItems', 'u32')
    let at = 0
    for (const [i, name] of names.entries()) {
      this.#open.set(name, { items: [...items.subarray(at, at + sizes[i]!)], number: numbers[i]! })
      at += sizes[i]!
    }
  }

  #resume(session: string): Open {
    const open = this.#open.get(session) ?? { items: [], number: this.#neighbours.open() }
    this.#open.delete(session)
    this.#open.set(session, open)
    if (this.#open.size > this.settings.openSessions) {
      const [longestRested] = this.#open.keys()
      this.#open.delete(longestRested!)
    }
    return open
  }

  #continuation(request: RecommendationRequest): Continuation {
    const at = requireFinite(request.at ?? this.#latest, 'the time of a recommendation')
    if ('session' in request) {
      const open = this.#open.get(request.session)
      return { items: open?.items ?? [], at, own: open?.number ?? -1 }
    }
    return { items: request.items.flatMap((item) => this.#items.find(item) ?? []), at, own: -1 }
  }

  #best(request: RecommendationRequest): Ranked[] {
    const session = this.#continuation(request)
    this.#score(session)
    const visited = new Set(request.repeat ? [] : session.items)
    const { leaveOut, limit = 20 } = request
    const isLeftOut = (item: number): boolean => visited.has(item) || (leaveOut?.(this.#items.nameOf(item)) ?? false)
    return this.#blend.total.best(limit, isLeftOut)
  }

  #score(session: Continuation): void {
    if (this.#visitsSincePopular >= POPULAR_VISITS) this.#findPopular()
    const knowledge = {
      graph: this.#graph,
      neighbours: this.#neighbours,
      likeness: this.#likeness,
      popular: this.#popular,
    }
    this.#blend.score(knowledge, session)
  }

  #findPopular(): void {
    const visits = Float64Array.from({ length: this.#items.size }, (_, item) => this.#graph.visits(item))
    const visited = Array.from(visits.keys()).filter((item) => visits[item]! > 0)
    this.#popular = visited.sort((a, b) => visits[b]! - visits[a]! || a - b).slice(0, POPULAR_ITEMS)
    this.#visitsSincePopular = 0
  }
}
