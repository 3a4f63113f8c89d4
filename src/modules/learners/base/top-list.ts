import { requireInteger } from './guards.ts'

/** Keeps the best k of many scored numbers in a binary heap; of equal scores the lower number is better. */
export class TopList {
  readonly size: number
  #scores: Float64Array
  #keys: Float64Array
  #count = 0

  constructor(size: number) {
    this.size = requireInteger(size, 1, 'the size of a top list')
    this.#scores = new Float64Array(Math.min(size, 64))
    this.#keys = new Float64Array(Math.min(size, 64))
  }

  /** What a score must exceed to enter from a higher key than all kept ones; −∞ while there is room. */
  get threshold(): number {
    return this.#count < this.size ? Number.NEGATIVE_INFINITY : this.#scores[0]!
  }

  get count(): number {
    return this.#count
  }

  push(key: number, score: number): void {
    if (this.#count < this.size) {
      if (this.#count === this.#scores.length) this.#grow()
      this.#rise(this.#count, key, score)
      this.#count += 1
    } else if (this.#worse(this.#scores[0]!, this.#keys[0]!, { score, key })) {
      this.#sink(key, score)
    }
  }

  /** The kept keys and scores, best first. */
  sorted(): { key: number; score: number }[] {
    const kept = Array.from({ length: this.#count }, (_, i) => ({ key: this.#keys[i]!, score: this.#scores[i]! }))
    return kept.sort((a, b) => b.score - a.score || a.key - b.key)
  }

  #worse(score: number, key: number, than: { score: number; key: number }): boolean {
    return score < than.score || (score === than.score && key > than.key)
  }

  #rise(from: number, key: number, score: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#worse(score, key, { score: this.#scores[parent]!, key: this.#keys[parent]! })) break
      this.#scores[at] = this.#scores[parent]!
      this.#keys[at] = this.#keys[parent]!
      at = parent
    }
    this.#scores[at] = score
    this.#keys[at] = key
  }

  #sink(key: number, score: number): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      if (left >= this.#count) break
      const worst = this.#worstOf(left)
      if (!this.#worse(this.#scores[worst]!, this.#keys[worst]!, { score, key })) break
      this.#scores[at] = this.#scores[worst]!
      this.#keys[at] = this.#keys[worst]!
      at = worst
    }
    this.#scores[at] = score
    this.#keys[at] = key
  }

  #worstOf(left: number): number {
    const right = left + 1
    if (right >= this.#count) return left
    const than = { score: this.#scores[left]!, key: this.#keys[left]! }
    return this.#worse(this.#scores[right]!, this.#keys[right]!, than) ? right : left
  }

  #grow(): void {
    const length = Math.min(this.size, this.#scores.length * 2)
    const scores = new Float64Array(length)
    const keys = new Float64Array(length)
    scores.set(this.#scores)
    keys.set(this.#keys)
    this.#scores = scores
    this.#keys = keys
  }
}
