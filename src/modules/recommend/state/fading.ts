/** Counts that lose half their weight in a given time, by number. */
export class Fading {
  readonly #halfLifeMs: number
  readonly #counts: number[] = []
  readonly #at: number[] = []

  constructor(halfLifeMs: number) {
    this.#halfLifeMs = halfLifeMs
  }

  add(number: number, amount: number, at: number): void {
    for (let i = this.#counts.length; i <= number; i += 1) {
      this.#counts.push(0)
      this.#at.push(at)
    }
    const later = Math.max(at, this.#at[number]!)
    this.#counts[number] = this.get(number, later) + amount * this.#shareLeft(later - at)
    this.#at[number] = later
  }

  /** The count as it is at a time; what comes later is not undone. */
  get(number: number, at: number): number {
    const count = this.#counts[number]
    if (count === undefined || count === 0) return 0
    return count * this.#shareLeft(Math.max(0, at - this.#at[number]!))
  }

  save(): { counts: number[]; at: number[] } {
    return { counts: [...this.#counts], at: [...this.#at] }
  }

  load({ counts, at }: { counts: readonly number[]; at: readonly number[] }): void {
    this.#counts.length = 0
    this.#at.length = 0
    for (const [number, count] of counts.entries()) {
      this.#counts.push(count)
      this.#at.push(at[number] ?? 0)
    }
  }

  #shareLeft(ms: number): number {
    return 2 ** (-ms / this.#halfLifeMs)
  }
}
