import { type Bits, clearBit, countBits, countCommon, emptyBits, intersectBits, nextBit, setBit } from './bits.ts'
import { type Place, insideCircle } from './distance.ts'
import type { QueryWord } from './queries.ts'
import { type Coded, type Segment, type SegmentFacet, placeOf } from './segments.ts'

type Column = Float64Array
/** Where latitude and longitude stand among the numbers. */
export type PlaceColumns = readonly [latitude: number, longitude: number]

/** One condition on a document. */
export type Clause =
  | { kind: 'values'; facet: number; values: readonly number[] }
  | { kind: 'range'; column: number; from: number; to: number }
  /** Within so many km of a place. */
  | { kind: 'circle'; columns: PlaceColumns; around: Place; km: number }

/**
 * The live documents of a segment that meet all clauses.
 *
 * @param among all that matter; numbers of others are not even looked at
 */
export function acceptedBits(segment: Segment, clauses: readonly Clause[], among?: Bits): Bits {
  if (clauses.length === 0 && among === undefined) return segment.live
  const accepted = segment.live.slice()
  if (among !== undefined) intersectBits(accepted, among)
  // Value clauses first: they are sets already, and what they leave is all that numbers are looked at of.
  for (const clause of clauses) {
    if (clause.kind === 'values') intersectBits(accepted, valueBits(segment, clause.facet, clause.values))
  }
  for (const clause of clauses) if (clause.kind === 'range') keepRange(segment, accepted, clause)
  for (const clause of clauses) if (clause.kind === 'circle') keepCircle(segment, accepted, clause)
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

/** Thirty-two at a time: where all documents are looked at, finding the next one would cost more than looking. */
function keepRange(segment: Segment, accepted: Bits, range: { column: number; from: number; to: number }): void {
  const column = segment.numbers[range.column]!
  const { from, to } = range
  for (let word = 0; word < accepted.length; word += 1) {
    let left = accepted[word]!
    if (left === 0) continue
    const first = word << 5
    let kept = 0
    while (left !== 0) {
      const bit = left & -left
      const value = column[first + 31 - Math.clz32(bit)]!
      if (value >= from && value <= to) kept |= bit
      left ^= bit
    }
    accepted[word] = kept
  }
}

/** Whoever looks from afar looks at the box first: what lies beyond it is not reckoned. */
function keepCircle(segment: Segment, accepted: Bits, circle: Extract<Clause, { kind: 'circle' }>): void {
  const [latitudes, longitudes] = circle.columns.map((column) => segment.numbers[column]!) as [Column, Column]
  const isWithin = insideCircle(circle.around, circle.km)
  for (let d = nextBit(accepted, 0, segment.size); d < segment.size; d = nextBit(accepted, d + 1, segment.size)) {
    if (!isWithin(latitudes[d]!, longitudes[d]!)) clearBit(accepted, d)
  }
}

/** The documents of a segment that hold at least `least` of the words, whatever their state and filters. */
export function matchedBits(segment: Segment, words: readonly QueryWord[], least: number): Bits {
  if (least === words.length) return holdersOfAll(segment, words)
  if (least > 1) return holdersOfSome(segment, words, least)
  const matched = emptyBits(segment.size)
  for (const word of words) addHolders(segment, word, matched)
  return matched
}

function holdersOfAll(segment: Segment, words: readonly QueryWord[]): Bits {
  const [first, ...others] = words.toSorted((a, b) => postingsOf(segment, a) - postingsOf(segment, b))
  const matched = emptyBits(segment.size)
  addHolders(segment, first!, matched)
  for (const word of others) {
    const holders = emptyBits(segment.size)
    addHolders(segment, word, holders)
    intersectBits(matched, holders)
  }
  return matched
}

function holdersOfSome(segment: Segment, words: readonly QueryWord[], least: number): Bits {
  const counts = new Uint8Array(segment.size)
  const seenBy = new Uint8Array(segment.size)
  const matched = emptyBits(segment.size)
  for (const [index, word] of words.entries()) {
    eachHolder(segment, word, (document) => {
      if (seenBy[document] === index + 1) return
      seenBy[document] = index + 1
      counts[document]! += 1
      if (counts[document] === least) setBit(matched, document)
    })
  }
  return matched
}

function addHolders(segment: Segment, word: QueryWord, into: Bits): void {
  eachHolder(segment, word, (document) => setBit(into, document))
}

/** Calls once for each posting of the word, so that a document may come twice. */
function eachHolder(segment: Segment, word: QueryWord, take: (document: number) => void): void {
  const { terms, offsets, documents } = segment
  for (const { term } of word.alternatives) {
    const place = placeOf(terms, term)
    if (place < 0) continue
    for (let i = offsets[place]!; i < offsets[place + 1]!; i += 1) take(documents[i]!)
  }
}

/** How many postings a word has in a segment: the most that its documents can be. */
export function postingsOf({ terms, offsets }: Segment, { alternatives }: QueryWord): number {
  let postings = 0
  for (const { term } of alternatives) {
    const place = placeOf(terms, term)
    if (place >= 0) postings += offsets[place + 1]! - offsets[place]!
  }
  return postings
}

/** Adds to `counts` how many of the documents hold each value of a facet. */
export function countValues(facet: SegmentFacet, documents: Bits, counts: Float64Array): void {
  // Where one in eight documents counts, sets of the documents of each value are counted faster than documents.
  if (facet.distinct.length <= WIDE_VALUES && countBits(documents) * 8 > facet.documentOffsets.length) {
    countWide(facet, documents, counts)
  } else countEach(facet, documents, counts)
}

/** Facets of more values have hardly any that many documents hold. */
const WIDE_VALUES = 256

function countEach(facet: SegmentFacet, documents: Bits, counts: Float64Array): void {
  if (facet.coded !== undefined) return countCoded(facet.coded, documents, counts)
  const { documentOffsets, values } = facet
  for (let word = 0; word < documents.length; word += 1) {
    for (let left = documents[word]!; left !== 0; left &= left - 1) {
      const d = (word << 5) + 31 - Math.clz32(left & -left)
      const end = documentOffsets[d + 1]!
      for (let i = documentOffsets[d]!; i < end; i += 1) counts[values[i]!]! += 1
    }
  }
}

/** What is found lies scattered: one byte a document is read, and its values are added up at the end. */
function countCoded({ codes, combinations }: Coded, documents: Bits, counts: Float64Array): void {
  const found = new Uint32Array(combinations.length)
  for (let word = 0; word < documents.length; word += 1) {
    for (let left = documents[word]!; left !== 0; left &= left - 1) {
      found[codes[(word << 5) + 31 - Math.clz32(left & -left)]!]! += 1
    }
  }
  for (let code = 0; code < found.length; code += 1) {
    for (const value of combinations[code]!) counts[value]! += found[code]!
  }
}

/** The documents of each value as a set, once it was needed; segments do not change, so neither do these. */
const wide = new WeakMap<SegmentFacet, (Bits | undefined)[]>()

function countWide(facet: SegmentFacet, documents: Bits, counts: Float64Array): void {
  const { distinct, valueOffsets, documents: holders, documentOffsets } = facet
  const sets = wide.get(facet) ?? []
  wide.set(facet, sets)
  for (let v = 0; v < distinct.length; v += 1) {
    const [from, to] = [valueOffsets[v]!, valueOffsets[v + 1]!]
    let count = 0
    // A set takes a bit for every document: rare values are looked up one by one.
    if ((to - from) * 32 < documentOffsets.length) {
      for (let i = from; i < to; i += 1) count += (documents[holders[i]! >>> 5]! >>> (holders[i]! & 31)) & 1
    } else {
      sets[v] ??= bitsOf(holders.subarray(from, to), documents.length)
      count = countCommon(sets[v]!, documents)
    }
    counts[distinct[v]!]! += count
  }
}

function bitsOf(numbers: Uint32Array, words: number): Bits {
  const bits = new Uint32Array(words)
  for (const number of numbers) setBit(bits, number)
  return bits
}
