import { TopList } from '../base/top-list.ts'

/** Scores by item number, of which few are set: a dense array that is cleared by what was touched. */
export class ScoreBoard {
  #scores = new Float64Array(64)
  #isTouched = new Uint8Array(64)
  #touched: number[] = []

  add(item: number, score: number): void {
    if (item >= this.#scores.length) this.#grow(item)
    if (this.#isTouched[item] === 0) {
      this.#isTouched[item] = 1
      this.#touched.push(item)
    }
    this.#scores[item]! += score
  }

  get(item: number): number {
    return this.#scores[item] ?? 0
  }

  /** The items that were added to, in order of their first score. */
  touched(): readonly number[] {
    return this.#touched
  }

  highest(): number {
    let most = 0
    for (const item of this.#touched) if (this.#scores[item]! > most) most = this.#scores[item]!
    return most
  }

  /** Adds another board's scores times a factor. */
  addAll(other: ScoreBoard, factor: number): void {
    for (const item of other.#touched) this.add(item, factor * other.#scores[item]!)
  }

  /** The best items with a score above 0, lower numbers first among equals. */
  best(count: number, isLeftOut: (item: number) => boolean = () => false): { item: number; score: number }[] {
    const top = new TopList(count)
    for (const item of this.#touched) {
      const score = this.#scores[item]!
      if (score > 0 && !isLeftOut(item)) top.push(item, score)
    }
    return top.sorted().map(({ key, score }) => ({ item: key, score }))
  }

  clear(): void {
    for (const item of this.#touched) {
      this.#scores[item] = 0
      this.#isTouched[item] = 0
    }
    this.#touched = []
  }

  #grow(item: number): void {
    const length = Math.max(item + 1, this.#scores.length * 2)
    const scores = new Float64Array(length)
    scores.set(this.#scores)
    this.#scores = scores
    const isTouched = new Uint8Array(length)
    isTouched.set(this.#isTouched)
    this.#isTouched = isTouched
  }
}
