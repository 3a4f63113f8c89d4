import type { ModelReader, ModelValue } from '../base/models.ts'
import type { ScoreBoard } from './score-board.ts'

/** Attributes of more than this share of all items say nothing and cost the most. */
const COMMON_SHARE = 1 / 8
/** With fewer items every attribute is looked at. */
const COMMON_MIN = 64
/** In a large catalogue no share may cost more: what is on the same crowded shelf is found by other ways. */
const COMMON_MAX = 2_000

/**
 * How alike items are by what they are: the cosine of their attributes, each weighing its inverse document frequency.
 * It needs no visit, so that a new item can be recommended at once.
 * Source: Salton and Buckley (1988), "Term-weighting approaches in automatic text retrieval".
 */
export class AttributeLikeness {
  readonly #attributes: number[][] = []
  /** Items by attribute. */
  readonly #items: number[][] = []
  #described = 0
  /** Lengths of items once they were needed, and at which description; every description changes them all. */
  #lengths = new Float64Array(64)
  #lengthAt = new Uint32Array(64)
  #descriptions = 1

  /** States the attributes of an item, in place of those stated before. */
  describe(item: number, attributes: readonly number[]): void {
    const before = this.#attributes[item]
    const distinct = [...new Set(attributes)]
    if (before !== undefined && isSame(before, distinct)) return
    if (before !== undefined) {
      for (const attribute of before) this.#items[attribute]!.splice(this.#items[attribute]!.indexOf(item), 1)
      this.#described -= 1
    }
    this.#descriptions += 1
    this.#attributes[item] = distinct
    this.#described += 1
    for (const attribute of distinct) {
      const holders = this.#items[attribute]
      if (holders === undefined) this.#items[attribute] = [item]
      else holders.push(item)
    }
  }

  /** Adds to a board the items like one item, times a weight; the item itself is among them. */
  score(item: number, weight: number, board: ScoreBoard): void {
    const own = this.#attributes[item]
    if (own === undefined) return
    const length = this.#length(item)
    const common = Math.min(COMMON_MAX, Math.max(COMMON_MIN, this.#described * COMMON_SHARE))
    for (const attribute of own) {
      const holders = this.#items[attribute]!
      if (holders.length > common) continue
      const scale = (weight * this.#rarity(attribute) ** 2) / length
      for (const other of holders) board.add(other, scale / this.#length(other))
    }
  }

  save(): { [name: string]: ModelValue } {
    const rows = Array.from(this.#attributes, (attributes) => attributes ?? [])
    return {
      described: Uint8Array.from(rows, (_, item) => (this.#attributes[item] === undefined ? 0 : 1)),
      sizes: Uint32Array.from(rows, (row) => row.length),
      attributes: Uint32Array.from(rows.flat()),
      // The order of the lists decides the order in which scores are summed.
      holderSizes: Uint32Array.from(this.#items, (items) => items?.length ?? 0),
      holders: Uint32Array.from(Array.from(this.#items, (items) => items ?? []).flat()),
    }
  }

  static load(reader: ModelReader): AttributeLikeness {
    const loaded = new AttributeLikeness()
    const described = reader.array('described', 'u8')
    const rows = split(reader.array('sizes', 'u32', described.length), reader.array('attributes', 'u32'))
    for (const [item, isDescribed] of described.entries()) {
      if (isDescribed === 0) continue
      loaded.#attributes[item] = rows[item]!
      loaded.#described += 1
    }
    const lists = split(reader.array('holderSizes', 'u32'), reader.array('holders', 'u32'))
    for (const [attribute, items] of lists.entries()) loaded.#items[attribute] = items
    return loaded
  }

  #rarity(attribute: number): number {
    return Math.log(1 + this.#described / this.#items[attribute]!.length)
  }

  #length(item: number): number {
    if (item >= this.#lengths.length) this.#makeRoom(item)
    if (this.#lengthAt[item] === this.#descriptions) return this.#lengths[item]!
    let square = 0
    for (const attribute of this.#attributes[item]!) square += this.#rarity(attribute) ** 2
    const length = Math.sqrt(square)
    this.#lengths[item] = length
    this.#lengthAt[item] = this.#descriptions
    return length
  }

  #makeRoom(item: number): void {
    const [lengths, lengthAt] = [this.#lengths, this.#lengthAt]
    const size = Math.max(item + 1, 2 * lengths.length)
    this.#lengths = new Float64Array(size)
    this.#lengths.set(lengths)
    this.#lengthAt = new Uint32Array(size)
    this.#lengthAt.set(lengthAt)
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((attribute, index) => other[index] === attribute)
}

function split(sizes: Uint32Array, values: Uint32Array): number[][] {
  let at = 0
  return Array.from(sizes, (size) => {
    at += size
    return [...values.subarray(at - size, at)]
  })
}
