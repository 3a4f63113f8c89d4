import { type Synonyms, readSynonyms } from './queries.ts'
import { type FieldFactors, type Scoring, fieldFactors } from './scoring.ts'
import { SegmentBuilder } from './segment-builder.ts'
import { type Segment, type SegmentContent, type Sliced, bury } from './segments.ts'
import { type Analyser, analyser } from './tokens.ts'
import { Vocabulary } from './vocabulary.ts'

/** How an index is set up: plain data, kept in its snapshot. */
export type SearchSettings = {
  scoring: Scoring
  /** Names of facets: each document has any number of values (category, brand, tag). */
  facets: readonly string[]
  /** Names of numeric columns: each document has one number or none (price, rating). */
  numbers: readonly string[]
  /** Sets of words that mean the same; each needs a member of one word. */
  synonyms: readonly (readonly string[])[]
  /** Decides between the dictionaries of scripts without spaces. */
  locale: string
  /** Take English plurals off. */
  stem: boolean
}

/** The values of a facet, numbered in order of arrival. */
export type ValueDictionary = { numbers: Map<string, number>; values: string[] }

/** A merge under way over the segments from … from + count - 1. */
export type Merge = {
  from: number
  count: number
  work: Sliced<Segment>
  /** Sequence numbers of documents removed since it began; they are buried in its result. */
  removed: number[]
}

/** All that a search index holds. */
export type IndexState = {
  settings: SearchSettings
  readonly fieldNames: readonly string[]
  readonly analyse: Analyser
  synonyms: Synonyms
  readonly vocabulary: Vocabulary
  /** One a facet. */
  readonly values: readonly ValueDictionary[]
  /** Oldest documents first. */
  segments: Segment[]
  readonly builder: SegmentBuilder
  merge: Merge | undefined
  /** When each live document was put. */
  readonly sequenceOf: Map<string, number>
  nextSequence: number
  /** Summed field lengths over the live documents of the segments. */
  readonly lengthTotals: Float64Array
}

/** The factors of the live documents as they are now. */
export function factorsNow(state: IndexState): FieldFactors {
  return fieldFactors(state.settings.scoring, state.lengthTotals, state.sequenceOf.size)
}

/** The number of a facet value, which is given one when it is new. */
export function valueNumber(dictionary: ValueDictionary, value: string): number {
  const known = dictionary.numbers.get(value)
  if (known !== undefined) return known
  const number = dictionary.values.length
  dictionary.numbers.set(value, number)
  dictionary.values.push(value)
  return number
}

/** The state of an index without a document. */
export function emptyState(settings: SearchSettings): IndexState {
  const fieldNames = Object.keys(settings.scoring.fields)
  const analyse = analyser({ locale: settings.locale, stem: settings.stem })
  return {
    settings,
    fieldNames,
    analyse,
    synonyms: readSynonyms(settings.synonyms, analyse),
    vocabulary: new Vocabulary(),
    values: settings.facets.map(() => ({ numbers: new Map(), values: [] })),
    segments: [],
    builder: new SegmentBuilder(fieldNames.length),
    merge: undefined,
    sequenceOf: new Map(),
    nextSequence: 0,
    lengthTotals: new Float64Array(fieldNames.length),
  }
}

/** Adds a segment's live documents to the counts of the index. */
export function countSegment(state: IndexState, content: SegmentContent): void {
  const fields = state.fieldNames.length
  for (let i = 0; i < content.lengths.length; i += 1) state.lengthTotals[i % fields]! += content.lengths[i]!
  for (let t = 0; t < content.terms.length; t += 1) {
    state.vocabulary.count(content.terms[t]!, content.offsets[t + 1]! - content.offsets[t]!)
  }
}

/** Takes a document out of its segment and out of the counts of the index. */
export function buryDocument(state: IndexState, segment: Segment, document: number): void {
  if (!bury(segment, document)) return
  const fields = state.fieldNames.length
  for (let f = 0; f < fields; f += 1) state.lengthTotals[f]! -= segment.lengths[document * fields + f]!
  for (let i = segment.documentOffsets[document]!; i < segment.documentOffsets[document + 1]!; i += 1) {
    state.vocabulary.count(segment.terms[segment.documentTerms[i]!]!, -1)
  }
}
