/**
 * How much somebody likes a shelf, as one of a few levels: most care for a few shelves and hardly for the others, which
 * no normal distribution says. How common each level is, is learnt from the town itself (empirical Bayes: Robbins
 * 1956, Efron and Morris 1973), so that a town of narrow tastes and one of broad tastes both find their own measure.
 */
import { normalCdf } from '#modules/learners'
import type { Belief } from './beliefs.ts'

/** Levels, in standard deviations of the noise of a choice, and how common they are thought to be at first. */
const steps = [-0.25, 0.1, 0.5, 1, 1.5, 2] as const
const shares = [0.63, 0.13, 0.1, 0.06, 0.04, 0.04] as const
/** That first opinion counts as so many shelves of visitors. */
const doubt = 30

/** What came of a look, and whether that is told (1) or taken back (-1). */
export type Told = { isChosen: boolean; times: 1 | -1 }

/** How likely what was seen is at each level, the largest 1; nothing seen: absent. */
export type Evidence = number[]

export class Levels {
  #counts: number[] = shares.map((share) => share * doubt)

  /** How probable each level is, given what was seen of a visitor and a shelf. */
  probabilities(evidence?: Evidence): number[] {
    const weights = this.#counts.map((count, level) => count * (evidence?.[level] ?? 1))
    const all = weights.reduce((sum, one) => sum + one, 0)
    return weights.map((one) => one / all)
  }

  /** Mean and variance of the liking. */
  belief(evidence?: Evidence): Belief {
    const { mean, square } = this.probabilities(evidence).reduce(
      (sum, p, level) => ({ mean: sum.mean + p * steps[level]!, square: sum.square + p * steps[level]! ** 2 }),
      { mean: 0, square: 0 },
    )
    return { mean, variance: square - mean * mean }
  }

  /** The chance of a choice when so much speaks for it besides. */
  chance(probabilities: readonly number[], { mean, variance }: Belief): number {
    const scale = 1 / Math.sqrt(variance)
    return probabilities.reduce((sum, p, level) => sum + p * normalCdf((mean + steps[level]!) * scale), 0)
  }

  /**
   * Learns from a choice or a look without one.
   *
   * @param rest what speaks for it besides, with the noise
   * @param isCounted whether it says how common levels are, too
   */
  learn(
    own: Map<number, Evidence>,
    shelf: number,
    { rest, isChosen, times, isCounted }: Told & { rest: Belief; isCounted: boolean },
  ): void {
    const before = own.get(shelf)
    const sign = isChosen ? 1 : -1
    const scale = sign / Math.sqrt(rest.variance)
    const seen = steps.map((step, level) => (before?.[level] ?? 1) * normalCdf((rest.mean + step) * scale) ** times)
    const most = Math.max(...seen)
    const after = seen.map((one) => one / most)
    if (isCounted) this.#count(before, after)
    own.set(shelf, after)
  }

  /** A visitor's shelf counts once, as it is seen by now. */
  #count(before: Evidence | undefined, after: Evidence): void {
    const [old, now] = [before === undefined ? undefined : this.probabilities(before), this.probabilities(after)]
    for (const level of steps.keys()) {
      this.#counts[level] = Math.max(leastCount, this.#counts[level]! + now[level]! - (old?.[level] ?? 0))
    }
  }

  save(): number[] {
    return [...this.#counts]
  }

  load(counts: readonly number[]): void {
    this.#counts = [...counts]
  }

  /** The same opinion of how common levels are, as doubtful as the first. */
  again(): Levels {
    const made = new Levels()
    const all = this.#counts.reduce((sum, one) => sum + one, 0)
    made.load(this.#counts.map((count) => (count / all) * doubt))
    return made
  }
}

/** No level becomes impossible. */
const leastCount = 0.1
