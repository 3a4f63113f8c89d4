import { type Bits, emptyBits, intersectBits, nextBit, setBit } from './bits.ts'
import type { QueryWord } from './queries.ts'
import { type Segment, type SegmentFacet, placeOf } from './segments.ts'

/** One condition on a document. */
export type Clause =
  | { kind: 'values'; facet: number; values: readonly number[] }
  | { kind: 'range'; column: number; from: number; to: number }

/** The live documents of a segment that meet all clauses. */
export function acceptedBits(segment: Segment, clauses: readonly Clause[]): Bits {
  if (clauses.length === 0) return segment.live
  const accepted = segment.live.slice()
  // Value clauses first: they are sets already, and what they leave is all that ranges must look at.
  for (const clause of clauses) {
    if (clause.kind === 'values') intersectBits(accepted, valueBits(segment, clause.facet, clause.values))
  }
  for (const clause of clauses) if (clause.kind === 'range') keepRange(segment, accepted, clause)
  return accepted
}

function valueBits(segment: Segment, facet: number, values: readonly number[]): Bits {
  const { distinct, valueOffsets, documents } = segment.facets[facet]!
  const bits = emptyBits(segment.size)
  for (const value of values) {
    const v = placeOf(distinct, value)
    if (v < 0) continue
    for (let i = valueOffsets[v]!; i < valueOffsets[v + 1]!; i += 1) setBit(bits, documents[i]!)
  }
  return bits
}

function keepRange(segment: Segment, accepted: Bits, range: { column: number; from: number; to: number }): void {
  const column = segment.numbers[range.column]!
  for (let d = nextBit(accepted, 0, segment.size); d < segment.size; d = nextBit(accepted, d + 1, segment.size)) {
    const value = column[d]!
    if (!(value >= range.from && value <= range.to)) accepted[d >>> 5]! &= ~(1 << (d & 31))
  }
}

/** The documents of a segment that hold at least `least` of the words, whatever their state and filters. */
export function matchedBits(segment: Segment, words: readonly QueryWord[], least: number): Bits {
  const counts = new Uint8Array(segment.size)
  const seenBy = new Uint8Array(segment.size)
  for (const [index, word] of words.entries()) {
    for (const { term } of word.alternatives) {
      const place = placeOf(segment.terms, term)
      if (place < 0) continue
      for (let i = segment.offsets[place]!; i < segment.offsets[place + 1]!; i += 1) {
        const document = segment.documents[i]!
        if (seenBy[document] === index + 1) continue
        seenBy[document] = index + 1
        counts[document]! += 1
      }
    }
  }
  const matched = emptyBits(segment.size)
  for (let d = 0; d < segment.size; d += 1) if (counts[d]! >= least) setBit(matched, d)
  return matched
}

/** Adds to `counts` how many of the documents hold each value of a facet. */
export function countValues(facet: SegmentFacet, documents: Bits, counts: Float64Array): void {
  const { documentOffsets, values } = facet
  const size = documentOffsets.length - 1
  for (let d = nextBit(documents, 0, size); d < size; d = nextBit(documents, d + 1, size)) {
    for (let i = documentOffsets[d]!; i < documentOffsets[d + 1]!; i += 1) counts[values[i]!]! += 1
  }
}
