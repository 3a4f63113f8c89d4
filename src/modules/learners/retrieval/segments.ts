import { type Bits, clearBit, fullBits, hasBit } from './bits.ts'
import { type FieldFactors, weightedCount } from './scoring.ts'

/** Postings share an upper bound in blocks of this many. */
export const BLOCK_SIZE = 64

/** The values of one facet in a segment, both ways around. */
export type SegmentFacet = {
  /** Document d holds values[documentOffsets[d] … documentOffsets[d + 1] - 1], numbers from the index's dictionary. */
  documentOffsets: Uint32Array
  values: Uint32Array
  /** The distinct values, ascending; the v-th stands in documents[valueOffsets[v] … valueOffsets[v + 1] - 1]. */
  distinct: Uint32Array
  valueOffsets: Uint32Array
  documents: Uint32Array
  /** A byte a document, where all documents hold one of few combinations of values; counting reads nothing else. */
  coded: Coded | undefined
}

/** Document d holds the values combinations[codes[d]]. */
export type Coded = { codes: Uint8Array; combinations: readonly Uint32Array[] }

/** An immutable part of an index: documents 0 … size - 1, older ones first, and where each term stands. */
export type SegmentContent = {
  size: number
  /** When each document was put, ascending over all segments of an index. */
  sequence: Uint32Array
  ids: readonly string[]
  /** size × fields. */
  lengths: Uint16Array
  /** Term numbers, ascending; the t-th stands in documents[offsets[t] … offsets[t + 1] - 1]. */
  terms: Uint32Array
  offsets: Uint32Array
  documents: Uint32Array
  /** Occurrences by field, four bits each, beside `documents`. */
  counts: Uint32Array
  facets: readonly SegmentFacet[]
  /** One column a numeric field; NaN where a document has none. */
  numbers: readonly Float64Array[]
}

/** What follows from the content: kept in memory, never stored. */
export type Segment = SegmentContent & {
  live: Bits
  liveCount: number
  /** Document d holds the terms at places documentTerms[documentOffsets[d] … documentOffsets[d + 1] - 1] of `terms`. */
  documentOffsets: Uint32Array
  documentTerms: Uint32Array
  bounds: Bounds
}

/** The largest weighted counts, by block of postings and by term, under the factors of one moment. */
export type Bounds = {
  factors: FieldFactors
  /** Where the blocks of each term begin in `blocks`. */
  offsets: Uint32Array
  blocks: Float32Array
  terms: Float32Array
}

/** Work in slices: each yield is a good moment to pause. */
export type Sliced<T> = Generator<void, T, void>

const SLICE = 65_536

/** Runs sliced work to its end. */
export function finish<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** Derives what a segment keeps beside its content. */
export function* openSegment(content: SegmentContent, factors: FieldFactors): Sliced<Segment> {
  const forward = yield* invert(content)
  const bounds = yield* boundsOf(content, factors)
  return { ...content, live: fullBits(content.size), liveCount: content.size, ...forward, bounds }
}

function* invert(content: SegmentContent): Sliced<Pick<Segment, 'documentOffsets' | 'documentTerms'>> {
  const documentOffsets = new Uint32Array(content.size + 1)
  for (let i = 0; i < content.documents.length; i += 1) {
    documentOffsets[content.documents[i]! + 1]! += 1
    if (i % SLICE === SLICE - 1) yield
  }
  for (let d = 0; d < content.size; d += 1) documentOffsets[d + 1]! += documentOffsets[d]!
  yield
  const next = documentOffsets.slice(0, content.size)
  const documentTerms = new Uint32Array(content.documents.length)
  let done = 0
  for (let t = 0; t < content.terms.length; t += 1) {
    for (let i = content.offsets[t]!; i < content.offsets[t + 1]!; i += 1) {
      const document = content.documents[i]!
      const place = next[document]!
      documentTerms[place] = t
      next[document] = place + 1
    }
    if (content.offsets[t + 1]! - done > SLICE) {
      done = content.offsets[t + 1]!
      yield
    }
  }
  return { documentOffsets, documentTerms }
}

/** Computes the bounds of a segment. */
export function* boundsOf(content: SegmentContent, factors: FieldFactors): Sliced<Bounds> {
  const offsets = new Uint32Array(content.terms.length + 1)
  for (let t = 0; t < content.terms.length; t += 1) {
    offsets[t + 1] = offsets[t]! + Math.ceil((content.offsets[t + 1]! - content.offsets[t]!) / BLOCK_SIZE)
  }
  const blocks = new Float32Array(offsets[content.terms.length]!)
  const terms = new Float32Array(content.terms.length)
  let done = 0
  for (let t = 0; t < content.terms.length; t += 1) {
    const start = content.offsets[t]!
    const end = content.offsets[t + 1]!
    for (let i = start; i < end; i += 1) {
      const count = weightedCount(factors, content, i)
      const block = offsets[t]! + Math.floor((i - start) / BLOCK_SIZE)
      if (count > blocks[block]!) blocks[block] = count
      if (count > terms[t]!) terms[t] = count
    }
    if (end - done > SLICE) {
      done = end
      yield
    }
  }
  return { factors, offsets, blocks, terms }
}

/** Bounds are kept in single precision; this covers their rounding. */
const ROUNDING = 1 + 1e-6

/**
 * By how much the bounds of a segment must be raised to hold under new factors. A field's normaliser
 * 1 − b + b · length / average shrinks at most by the ratio by which the average grew, so counts grow at most by it.
 */
export function boundsInflation(bounds: Bounds, now: FieldFactors): number {
  let ratio = 1
  for (let f = 0; f < now.fields; f += 1) {
    const then = bounds.factors.slopes[f]!
    if (then > 0 && now.slopes[f]! > 0) ratio = Math.max(ratio, then / now.slopes[f]!)
  }
  return ratio * ROUNDING
}

/** The place of a number in an ascending array, or -1. */
export function placeOf(ascending: Uint32Array, number: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = ascending[middle]!
    if (value === number) return middle
    if (value < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The segment, oldest first, whose stretch of sequence numbers a number falls into. */
export function segmentOf(segments: readonly Segment[], sequence: number): number {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (segments[middle]!.sequence[0]! <= sequence) low = middle
    else high = middle - 1
  }
  return low
}

/** Marks a document as removed; false when it already was. */
export function bury(segment: Segment, document: number): boolean {
  if (!hasBit(segment.live, document)) return false
  clearBit(segment.live, document)
  segment.liveCount -= 1
  return true
}
