import { requireBetween, requireInteger, requirePositive } from '../base/guards.ts'
import type { ModelReader, ModelValue } from '../base/models.ts'
import { CounterRow } from './counter-row.ts'
import type { ScoreBoard } from './score-board.ts'

/** How an item graph counts and scores. */
export type ItemGraphSettings = {
  /** A visit counts with at most this many visits before it. */
  window: number
  /** Visits d apart count 1 / d^distanceDecay. */
  distanceDecay: number
  /** What an edge against the order of visits counts, compared with one along it: 0 transitions, 1 co-occurrence. */
  backward: number
  /** Edges are divided by (visits of the item they leave + shrinkage)^fromNorm. */
  fromNorm: number
  /** Edges are divided by (visits of the item they reach + shrinkage)^toNorm; more helps the rare. */
  toNorm: number
  shrinkage: number
  /** Evidence loses half its weight in this time; 0 keeps it for ever. */
  halfLifeMs: number
}

/** Rows keep this many neighbours at most; beyond it the lighter half is forgotten. */
const NEIGHBOURS_MAX = 2048
/** Before growing weights leave the range of doubles, everything is scaled down by this power of two. */
const RESCALE_EXPONENT = 256

/**
 * Which items are visited together and after one another, counted as it happens.
 * Source: Deshpande and Karypis (2004), "Item-based top-N recommendation algorithms", for similarities divided by
 * powers of frequencies; Ludewig and Jannach (2018), "Evaluation of session-based recommendation algorithms", §3.1,
 * for sequential rules whose weight falls with the distance in the session. Ageing by growing weights instead of
 * shrinking old ones: Cormode, Shkapenyuk, Srivastava, Xu (2009), "Forward decay".
 */
export class ItemGraph {
  readonly #settings: ItemGraphSettings
  readonly #rows: (CounterRow | undefined)[] = []
  /** Visits by item, in the growing unit. */
  readonly #visits: number[] = []
  /** The time at which a visit weighs 1. */
  #landmark = 0
  #latest = 0

  constructor(settings: ItemGraphSettings) {
    this.#settings = requireItemGraph(settings)
  }

  /**
   * Counts a visit.
   *
   * @param before the items of the session so far, oldest first, without this one
   * @param at milliseconds; only matters with a half-life
   */
  observe(item: number, before: readonly number[], at = 0): void {
    const { window, distanceDecay, backward } = this.#settings
    const weight = this.#weightAt(at)
    this.#visits[item] = (this.#visits[item] ?? 0) + weight
    for (let distance = 1; distance <= Math.min(window, before.length); distance += 1) {
      const other = before[before.length - distance]!
      const counted = weight / distance ** distanceDecay
      this.#count(other, item, counted)
      if (backward > 0) this.#count(item, other, counted * backward)
    }
  }

  /** How often an item was visited, aged to the latest visit. */
  visits(item: number): number {
    return (this.#visits[item] ?? 0) * this.#unit()
  }

  /** Adds to a board the items that go with one item, times a weight. */
  score(item: number, weight: number, board: ScoreBoard): void {
    const row = this.#rows[item]
    if (row === undefined) return
    const { fromNorm, toNorm, shrinkage } = this.#settings
    const unit = this.#unit()
    // Evidence may fade below what a double can hold; it must not become 0 / 0.
    const mass = (of: number): number => Math.max((this.#visits[of] ?? 0) * unit + shrinkage, 1e-100)
    const scale = (weight * unit) / mass(item) ** fromNorm
    if (toNorm === 0) row.each((to, count) => board.add(to, scale * count))
    else row.each((to, count) => board.add(to, (scale * count) / mass(to) ** toNorm))
  }

  /** Adds to a board one step of a walk from one item: shares that sum to the weight. */
  walk(item: number, weight: number, board: ScoreBoard): void {
    const row = this.#rows[item]
    if (row === undefined || row.total <= 0) return
    const scale = weight / row.total
    row.each((to, count) => board.add(to, scale * count))
  }

  save(): { [name: string]: ModelValue } {
    const items = Math.max(this.#rows.length, this.#visits.length)
    const entries = Array.from({ length: items }, (_, item) => this.#rows[item]?.sorted() ?? [])
    return {
      landmark: this.#landmark,
      latest: this.#latest,
      visits: Float64Array.from(entries, (_, item) => this.#visits[item] ?? 0),
      totals: Float64Array.from(entries, (_, item) => this.#rows[item]?.total ?? 0),
      sizes: Uint32Array.from(entries, (row) => row.length),
      numbers: Uint32Array.from(entries.flatMap((row) => row.map(({ number }) => number))),
      weights: Float64Array.from(entries.flatMap((row) => row.map(({ weight }) => weight))),
    }
  }

  static load(settings: ItemGraphSettings, reader: ModelReader): ItemGraph {
    const graph = new ItemGraph(settings)
    graph.#landmark = reader.number('landmark')
    graph.#latest = reader.number('latest')
    const sizes = reader.array('sizes', 'u32')
    const visits = reader.array('visits', 'f64', sizes.length)
    const totals = reader.array('totals', 'f64', sizes.length)
    const edges = sizes.reduce((sum, size) => sum + size, 0)
    const numbers = reader.array('numbers', 'u32', edges)
    const weights = reader.array('weights', 'f64', edges)
    let at = 0
    for (const [item, size] of sizes.entries()) {
      const row = Array.from({ length: size }, (_, i) => [numbers[at + i]!, weights[at + i]!] as const)
      graph.#visits[item] = visits[item]!
      graph.#rows[item] = size === 0 ? undefined : CounterRow.of(row, totals[item]!)
      at += size
    }
    return graph
  }

  #count(from: number, to: number, weight: number): void {
    let row = this.#rows[from]
    if (row === undefined) {
      row = new CounterRow()
      this.#rows[from] = row
    }
    row.add(to, weight)
    if (row.size > NEIGHBOURS_MAX) row.keepHeaviest(NEIGHBOURS_MAX / 2)
  }

  /** What a visit at a time weighs in the growing unit. */
  #weightAt(at: number): number {
    const { halfLifeMs } = this.#settings
    if (halfLifeMs === 0) return 1
    if (this.#visits.length === 0) this.#landmark = at
    this.#latest = this.#visits.length === 0 ? at : Math.max(this.#latest, at)
    if ((this.#latest - this.#landmark) / halfLifeMs > RESCALE_EXPONENT) this.#rescale()
    return 2 ** ((at - this.#landmark) / halfLifeMs)
  }

  /** What a weight in the growing unit is worth at the time of the latest visit. */
  #unit(): number {
    const { halfLifeMs } = this.#settings
    return halfLifeMs === 0 ? 1 : 2 ** ((this.#landmark - this.#latest) / halfLifeMs)
  }

  #rescale(): void {
    const factor = this.#unit()
    for (const row of this.#rows) row?.scale(factor)
    for (const [item, visits] of this.#visits.entries()) this.#visits[item] = (visits ?? 0) * factor
    this.#landmark = this.#latest
  }
}

/** @throws {RangeError} naming the setting that is out of range */
export function requireItemGraph(settings: ItemGraphSettings): ItemGraphSettings {
  requireInteger(settings.window, 1, 'graph window')
  requireBetween(settings.distanceDecay, [0, 10], 'graph distanceDecay')
  requireBetween(settings.backward, [0, 1], 'graph backward')
  requireBetween(settings.fromNorm, [0, 2], 'graph fromNorm')
  requireBetween(settings.toNorm, [0, 2], 'graph toNorm')
  requireBetween(settings.shrinkage, [0, 1e9], 'graph shrinkage')
  if (settings.halfLifeMs !== 0) requirePositive(settings.halfLifeMs, 'graph halfLifeMs')
  return settings
}
