import type { TopList } from '../base/top-list.ts'
import { type Bits, hasBit } from './bits.ts'
import type { QueryWord } from './queries.ts'
import { type FieldFactors, weightedCount } from './scoring.ts'
import { BLOCK_SIZE, type Segment, boundsInflation, placeOf } from './segments.ts'

/** The document of a cursor that has passed its last posting. */
export const NO_DOCUMENT = 0xffffffff

/** What the postings of a word are scored with. */
export type WordScoring = { factors: FieldFactors; saturation: number; inverseDocumentFrequency: number }

/** A term that a segment holds, at a place among its terms, and how far it stands for a word of the query. */
export type TermInSegment = { segment: Segment; place: number; weight: number; scoring: WordScoring }

/** What may be ranked, and where the best go. */
export type Ranking = {
  /** Documents that may appear: live ones that pass the filters. */
  accepted: Bits
  /** Score factors by the number of matched words; 0 where too few match. */
  coverage: Float64Array
  /** Words in the query, found or not. */
  words: number
  top: TopList
  /** The key under which a document enters the list; ascending. */
  keyOf: (document: number) => number
}

/** A walk through the postings of one term. */
export class PostingCursor {
  document: number
  readonly bound: number
  readonly #segment: Segment
  readonly #scoring: WordScoring
  readonly #weight: number
  readonly #start: number
  readonly #end: number
  readonly #firstBlock: number
  readonly #inflation: number
  #at: number

  constructor({ segment, place, weight, scoring }: TermInSegment) {
    this.#segment = segment
    this.#scoring = scoring
    this.#weight = weight
    this.#start = segment.offsets[place]!
    this.#end = segment.offsets[place + 1]!
    this.#firstBlock = segment.bounds.offsets[place]!
    this.#inflation = boundsInflation(segment.bounds, scoring.factors)
    this.#at = this.#start
    this.document = segment.documents[this.#at]!
    this.bound = this.#scoreOf(segment.bounds.terms[place]! * this.#inflation)
  }

  /** Moves to the first posting of at least `target`: doubling steps, then bisection. */
  seek(target: number): void {
    if (this.document >= target) return
    const documents = this.#segment.documents
    let step = 1
    let low = this.#at
    while (low + step < this.#end && documents[low + step]! < target) {
      low += step
      step *= 2
    }
    let high = Math.min(low + step, this.#end)
    low += 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (documents[middle]! < target) low = middle + 1
      else high = middle
    }
    this.#at = low
    this.document = low < this.#end ? documents[low]! : NO_DOCUMENT
  }

  /** The place of the posting at hand among those of the segment. */
  get posting(): number {
    return this.#at
  }

  score(): number {
    return this.#scoreOf(weightedCount(this.#scoring.factors, this.#segment, this.#at))
  }

  /** No posting of the block at hand scores more. */
  blockBound(): number {
    const block = this.#firstBlock + Math.floor((this.#at - this.#start) / BLOCK_SIZE)
    return this.#scoreOf(this.#segment.bounds.blocks[block]! * this.#inflation)
  }

  /** Puts the best of all postings into a list: what a walk finds, without its steps. */
  rank({ accepted, top, keyOf, coverage }: Ranking): void {
    const { documents, bounds } = this.#segment
    const factor = coverage[1]!
    for (let from = this.#start, block = this.#firstBlock; from < this.#end; from += BLOCK_SIZE, block += 1) {
      if (this.#scoreOf(bounds.blocks[block]! * this.#inflation) * factor <= Math.max(0, top.threshold)) continue
      const end = Math.min(from + BLOCK_SIZE, this.#end)
      for (let at = from; at < end; at += 1) {
        const document = documents[at]!
        if (!hasBit(accepted, document)) continue
        const score = this.#scoreOf(weightedCount(this.#scoring.factors, this.#segment, at)) * factor
        if (score > Math.max(0, top.threshold)) top.push(keyOf(document), score)
      }
    }
  }

  /** The last document of the block at hand. */
  blockEnd(): number {
    const blocks = Math.floor((this.#at - this.#start) / BLOCK_SIZE) + 1
    return this.#segment.documents[Math.min(this.#start + blocks * BLOCK_SIZE, this.#end) - 1]!
  }

  /** BM25's saturation: count / (k1 + count), times what the term is worth. */
  #scoreOf(count: number): number {
    return (this.#weight * this.#scoring.inverseDocumentFrequency * count) / (this.#scoring.saturation + count)
  }
}

/** A walk through the documents that hold any alternative of a word; a document scores its best alternative. */
export class WordCursor {
  /** The place of the word in the query. */
  readonly word: number
  readonly bound: number
  document = NO_DOCUMENT
  readonly #cursors: readonly PostingCursor[]

  constructor(word: number, cursors: readonly PostingCursor[]) {
    this.word = word
    this.#cursors = cursors
    this.bound = cursors.reduce((most, cursor) => Math.max(most, cursor.bound), 0)
    this.#settle()
  }

  /** The only alternative of the word. */
  get single(): PostingCursor | undefined {
    return this.#cursors.length === 1 ? this.#cursors[0] : undefined
  }

  seek(target: number): void {
    if (this.document >= target) return
    for (const cursor of this.#cursors) cursor.seek(target)
    this.#settle()
  }

  score(): number {
    let best = 0
    for (const cursor of this.#cursors) if (cursor.document === this.document) best = Math.max(best, cursor.score())
    return best
  }

  blockBound(): number {
    let most = 0
    for (const cursor of this.#cursors) {
      if (cursor.document === this.document) most = Math.max(most, cursor.blockBound())
    }
    return most
  }

  /** Up to this document, no document of the word scores more than `blockBound`. */
  blockEnd(): number {
    let end = NO_DOCUMENT - 1
    for (const cursor of this.#cursors) {
      end = Math.min(end, cursor.document === this.document ? cursor.blockEnd() : cursor.document - 1)
    }
    return end
  }

  #settle(): void {
    let least = NO_DOCUMENT
    for (const cursor of this.#cursors) if (cursor.document < least) least = cursor.document
    this.document = least
  }
}

/** Opens the words of a query in a segment; words that it does not hold have no cursor. */
export function openWords(
  segment: Segment,
  words: readonly QueryWord[],
  scoring: Omit<WordScoring, 'inverseDocumentFrequency'>,
): WordCursor[] {
  const opened: WordCursor[] = []
  for (const [index, word] of words.entries()) {
    const wordScoring = { ...scoring, inverseDocumentFrequency: word.inverseDocumentFrequency }
    const cursors: PostingCursor[] = []
    for (const { term, weight } of word.alternatives) {
      const place = placeOf(segment.terms, term)
      if (place >= 0) cursors.push(new PostingCursor({ segment, place, weight, scoring: wordScoring }))
    }
    if (cursors.length > 0) opened.push(new WordCursor(index, cursors))
  }
  return opened
}
