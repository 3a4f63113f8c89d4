import { mix32 } from '../base/hashing.ts'

/** Weights by number, most of them absent: an open-addressing hash table on typed arrays. */
export class CounterRow {
  /** Number + 1 by slot; 0 is an empty slot. */
  #keys = new Uint32Array(4)
  #weights = new Float64Array(4)
  #size = 0
  #total = 0

  get size(): number {
    return this.#size
  }

  /** The sum of all weights. */
  get total(): number {
    return this.#total
  }

  add(number: number, weight: number): void {
    if (this.#size * 2 >= this.#keys.length) this.#resize(this.#keys.length * 2)
    const slot = this.#slotOf(number)
    if (this.#keys[slot] === 0) {
      this.#keys[slot] = number + 1
      this.#size += 1
    }
    this.#weights[slot]! += weight
    this.#total += weight
  }

  get(number: number): number {
    return this.#weights[this.#slotOf(number)]!
  }

  /** Visits all numbers with their weights, in an order that depends on what was added alone. */
  each(visit: (number: number, weight: number) => void): void {
    for (let slot = 0; slot < this.#keys.length; slot += 1) {
      const key = this.#keys[slot]!
      if (key !== 0) visit(key - 1, this.#weights[slot]!)
    }
  }

  scale(factor: number): void {
    for (let slot = 0; slot < this.#weights.length; slot += 1) this.#weights[slot]! *= factor
    this.#total *= factor
  }

  /** The entries, heaviest first, lower numbers first among equals. */
  sorted(): { number: number; weight: number }[] {
    const entries: { number: number; weight: number }[] = []
    this.each((number, weight) => entries.push({ number, weight }))
    return entries.sort((a, b) => b.weight - a.weight || a.number - b.number)
  }

  /** Forgets all but the heaviest entries. */
  keepHeaviest(count: number): void {
    const kept = this.sorted().slice(0, count)
    this.#keys = new Uint32Array(4)
    this.#weights = new Float64Array(4)
    this.#size = 0
    this.#total = 0
    for (const { number, weight } of kept) this.add(number, weight)
  }

  /** A row of given entries, none twice, with the total that they had when they were saved. */
  static of(entries: Iterable<readonly [number: number, weight: number]>, total: number): CounterRow {
    const row = new CounterRow()
    for (const [number, weight] of entries) row.add(number, weight)
    row.#total = total
    return row
  }

  #slotOf(number: number): number {
    const mask = this.#keys.length - 1
    let slot = mix32(number) & mask
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== number + 1) slot = (slot + 1) & mask
    return slot
  }

  #resize(length: number): void {
    const keys = this.#keys
    const weights = this.#weights
    this.#keys = new Uint32Array(length)
    this.#weights = new Float64Array(length)
    for (let slot = 0; slot < keys.length; slot += 1) {
      if (keys[slot] === 0) continue
      const to = this.#slotOf(keys[slot]! - 1)
      this.#keys[to] = keys[slot]!
      this.#weights[to] = weights[slot]!
    }
  }
}
