import { PostingCursor } from './cursors.ts'
import { type IndexState, factorsNow } from './index-state.ts'
import { type QueryWord, type Widening, resolveQuery } from './queries.ts'
import { coverageFactors, fieldShares } from './scoring.ts'
import { type Segment, placeOf } from './segments.ts'
import { locate } from './upkeep.ts'

/** What a score is made of. */
export type Explanation = {
  score: number
  /** The factor for words that the document lacks; 1 when it holds all. */
  coverage: number
  /** The words found, in the order of the query. */
  words: {
    word: string
    /** The index term that the word matched, and how far it stands for the word (1 when it is the word). */
    term: string
    weight: number
    inverseDocumentFrequency: number
    /** Share of each field in the weighted count of the term. */
    fields: Record<string, number>
    score: number
  }[]
}

/** Takes a score apart; undefined when the document is not in the index. */
export function explainDocument(
  state: IndexState,
  asked: { id: string; text: string; widening: Widening },
): Explanation | undefined {
  const place = locate(state, asked.id)
  if (place === undefined) return undefined
  const context = {
    analyse: state.analyse,
    vocabulary: state.vocabulary,
    documents: state.sequenceOf.size,
    synonyms: state.synonyms,
  }
  const { words } = resolveQuery(asked.text, context, asked.widening)
  if (words.length === 0) return { score: 0, coverage: 0, words: [] }
  const found = words.flatMap((word) => explainWord(state, place, word) ?? [])
  const coverage = coverageFactors(state.settings.scoring.coverage, words.length, 1)[found.length]!
  return { score: found.reduce((sum, word) => sum + word.score, 0) * coverage, coverage, words: found }
}

type Place = { segment: Segment; document: number }

function explainWord(state: IndexState, at: Place, word: QueryWord): Explanation['words'][number] | undefined {
  const factors = factorsNow(state)
  const { inverseDocumentFrequency } = word
  const scoring = { factors, saturation: state.settings.scoring.saturation, inverseDocumentFrequency }
  let best: Explanation['words'][number] | undefined
  for (const { term, weight } of word.alternatives) {
    const place = placeOf(at.segment.terms, term)
    if (place < 0) continue
    const cursor = new PostingCursor({ segment: at.segment, place, weight, scoring })
    cursor.seek(at.document)
    if (cursor.document !== at.document) continue
    const score = cursor.score()
    if (best !== undefined && score <= best.score) continue
    const fields = namedShares(state.fieldNames, fieldShares(factors, at.segment, cursor.posting))
    best = { word: word.text, term: state.vocabulary.term(term), weight, inverseDocumentFrequency, fields, score }
  }
  return best
}

function namedShares(names: readonly string[], shares: Float64Array): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, f) => (shares[f]! > 0 ? [[name, shares[f]!]] : [])))
}
