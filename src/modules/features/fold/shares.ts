import { added, decayedTo } from './decay.ts'

/** One of the things somebody turned to. */
export type Share = [other: string, value: number, time: number, event: string]

/** Things remembered of each: more would be noise, and memory. */
export const othersMax = 32

/** What somebody turned to, decayed. When it is full the least gives way to the newest. */
export class Shares {
  readonly entries: Share[] = []

  add(other: string, { weight, at, event }: { weight: number; at: number; event: string }, halfLifeMs: number): void {
    let found = this.entries.length - 1
    while (found >= 0 && this.entries[found]![0] !== other) found -= 1
    if (found === -1) {
      this.entries[this.entries.length < othersMax ? this.entries.length : this.#least(halfLifeMs)] =
        [other, weight, at, event] // prettier-ignore
      return
    }
    const [, value, time] = this.entries[found]!
    const sum = added({ value, time }, { weight, at }, halfLifeMs)
    this.entries[found] = [other, sum.value, sum.time, event]
  }

  /** Decayed weights, in the order in which they came. */
  weightsAt(at: number, halfLifeMs: number): { other: string; weight: number; event: string }[] {
    return this.entries.map(([other, value, time, event]) => ({
      other,
      weight: decayedTo({ value, time }, at, halfLifeMs),
      event,
    }))
  }

  /** The first of the least, as of one time for all. */
  #least(halfLifeMs: number): number {
    const at = Math.max(...this.entries.map(([, , time]) => time))
    const weights = this.weightsAt(at, halfLifeMs).map(({ weight }) => weight)
    return weights.indexOf(Math.min(...weights))
  }
}
