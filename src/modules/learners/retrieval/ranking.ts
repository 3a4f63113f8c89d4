import { nextBit } from './bits.ts'
import { NO_DOCUMENT, type Ranking, type WordCursor } from './cursors.ts'

/**
 * Finds the best documents of a segment without scoring all: block-max MaxScore.
 * Words are ordered by the most they can add. While the weakest words together cannot lift a document over the
 * threshold, only documents of the other, essential words are visited (Turtle and Flood, 1995, "Query evaluation:
 * strategies and optimizations"). Blocks of postings carry their own maxima, so that whole blocks are passed over
 * (Ding and Suel, 2011, "Faster top-k document retrieval using block-max indexes"; Chakrabarti, Chaudhuri, Ganti,
 * 2011, "Interval-based pruning for top-k processing over compressed lists"). The answer is that of scoring all.
 *
 * A document of m matched words scores (Σ word scores) · coverage[m]. The factor does not fall as m grows, so a bound
 * with the most words that can still match holds.
 */
export function rankSegment(cursors: readonly WordCursor[], ranking: Ranking): void {
  // Most queries are one word, whose postings need no walk.
  const only = cursors.length === 1 ? cursors[0]!.single : undefined
  if (only === undefined) new SegmentRanking(cursors, ranking).run()
  else only.rank(ranking)
}

class SegmentRanking {
  readonly #ranking: Ranking
  /** By rising bound. */
  readonly #cursors: readonly WordCursor[]
  /** The most that the first i cursors can add. */
  readonly #most: Float64Array
  readonly #wordScores: Float64Array
  /** Cursors from here on are essential. */
  #essential = 0

  constructor(cursors: readonly WordCursor[], ranking: Ranking) {
    this.#ranking = ranking
    this.#cursors = cursors.toSorted((a, b) => a.bound - b.bound)
    this.#most = new Float64Array(cursors.length + 1)
    for (let i = 0; i < cursors.length; i += 1) this.#most[i + 1] = this.#most[i]! + this.#cursors[i]!.bound
    this.#wordScores = new Float64Array(ranking.words)
  }

  run(): void {
    let document = this.#nextCandidate(0)
    while (document !== NO_DOCUMENT) {
      const end = this.#hopelessUntil(document)
      if (end < document) this.#consider(document)
      document = this.#nextCandidate(Math.max(end, document) + 1)
    }
  }

  /** What a score has to exceed. */
  get #threshold(): number {
    return Math.max(0, this.#ranking.top.threshold)
  }

  /** The next acceptable document of an essential word, from `from` on. */
  #nextCandidate(from: number): number {
    const { coverage, accepted } = this.#ranking
    const count = this.#cursors.length
    while (
      this.#essential < count &&
      this.#most[this.#essential + 1]! * coverage[this.#essential + 1]! <= this.#threshold
    ) {
      this.#essential += 1
    }
    let target = from
    for (;;) {
      let document = NO_DOCUMENT
      for (let i = this.#essential; i < count; i += 1) {
        const cursor = this.#cursors[i]!
        cursor.seek(target)
        if (cursor.document < document) document = cursor.document
      }
      if (document === NO_DOCUMENT) return NO_DOCUMENT
      target = nextBit(accepted, document, NO_DOCUMENT)
      if (target === document || target === NO_DOCUMENT) return target
    }
  }

  /** The last document of a stretch from `document` on in which nothing can enter; less than `document` if none. */
  #hopelessUntil(document: number): number {
    let sum = this.#most[this.#essential]!
    let matched = this.#essential
    let end = NO_DOCUMENT - 1
    for (let i = this.#essential; i < this.#cursors.length; i += 1) {
      const cursor = this.#cursors[i]!
      if (cursor.document === document) {
        sum += cursor.blockBound()
        matched += 1
        end = Math.min(end, cursor.blockEnd())
      } else {
        end = Math.min(end, cursor.document - 1)
      }
    }
    return sum * this.#ranking.coverage[matched]! <= this.#threshold ? end : -1
  }

  #consider(document: number): void {
    const { coverage, top, keyOf } = this.#ranking
    const scores = this.#wordScores.fill(0)
    let matched = 0
    let sum = 0
    for (let i = this.#cursors.length - 1; i >= 0; i -= 1) {
      const cursor = this.#cursors[i]!
      if (i < this.#essential) {
        if ((sum + this.#most[i + 1]!) * coverage[matched + i + 1]! <= this.#threshold) return
        cursor.seek(document)
      }
      if (cursor.document !== document) continue
      const score = cursor.score()
      scores[cursor.word] = score
      sum += score
      matched += 1
    }
    // Summed in the order of the query, so that the same document scores the same bits however segments are cut.
    let total = 0
    for (const score of scores) total += score
    total *= coverage[matched]!
    if (total > this.#threshold) top.push(keyOf(document), total)
  }
}
