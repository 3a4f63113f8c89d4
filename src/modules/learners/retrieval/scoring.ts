import { requireBetween, requireInteger, requirePositive } from '../base/guards.ts'

/** At most this many fields: their counts of a term share one 32-bit integer. */
export const FIELDS_MAX = 8
/** A term that stands more often in a field counts as this often; the formula is nearly flat there. */
export const COUNT_MAX = 15
/** Longer fields count as this long. */
export const LENGTH_MAX = 65_535

/** How much a field counts and how much its length dilutes it. */
export type FieldScoring = {
  /** Relative weight of an occurrence; 0 leaves the field out of scores. */
  weight: number
  /** b in BM25: 0 ignores the length of a field, 1 divides by it. */
  lengthNorm: number
}

/** The ranking formula of an index. */
export type Scoring = {
  fields: Readonly<Record<string, FieldScoring>>
  /** k1 in BM25: how slowly repeated occurrences lose their value. */
  saturation: number
  /** Scores are multiplied by (words matched / words asked) to this power; 0 leaves partial matches as they are. */
  coverage: number
}

/** @throws {RangeError} naming the setting that is out of range */
export function requireScoring(scoring: Scoring): Scoring {
  const names = Object.keys(scoring.fields)
  requireBetween(names.length, [1, FIELDS_MAX], 'the number of fields')
  for (const name of names) {
    requireBetween(scoring.fields[name]!.weight, [0, 1e6], `fields.${name}.weight`)
    requireBetween(scoring.fields[name]!.lengthNorm, [0, 1], `fields.${name}.lengthNorm`)
  }
  requirePositive(scoring.saturation, 'saturation')
  requireBetween(scoring.coverage, [0, 100], 'coverage')
  return scoring
}

/** The parts of the formula that depend on the whole collection, one entry a field. */
export type FieldFactors = {
  fields: number
  weights: Float64Array
  /** 1 − b. */
  bases: Float64Array
  /** b / average length. */
  slopes: Float64Array
}

/**
 * @param lengthTotals summed lengths of each field over the live documents
 * @param documents how many documents are live
 */
export function fieldFactors(scoring: Scoring, lengthTotals: Float64Array, documents: number): FieldFactors {
  const settings = Object.values(scoring.fields)
  return {
    fields: settings.length,
    weights: Float64Array.from(settings, (field) => field.weight),
    bases: Float64Array.from(settings, (field) => 1 - field.lengthNorm),
    slopes: Float64Array.from(settings, (field, f) => {
      const total = lengthTotals[f]!
      return total > 0 ? (field.lengthNorm * documents) / total : 0
    }),
  }
}

/** Where the occurrences of terms in documents are noted. */
export type Occurrences = {
  documents: Uint32Array
  /** Beside `documents`: occurrences by field, four bits each, the first field lowest. */
  counts: Uint32Array
  /** Field lengths: documents × fields. */
  lengths: Uint16Array
}

/**
 * How often a term stands in a document, weighted over its fields, each normalised by its length:
 * Σ_f w_f · tf_f / (1 − b_f + b_f · length_f / average_f).
 * Source: Zaragoza, Craswell, Taylor, Saria, Robertson (2004), "Microsoft Cambridge at TREC 13", eq. 1–2 (BM25F).
 *
 * @param posting place in `documents`
 */
export function weightedCount(factors: FieldFactors, occurrences: Occurrences, posting: number): number {
  const at = occurrences.documents[posting]! * factors.fields
  let sum = 0
  let left = occurrences.counts[posting]!
  for (let f = 0; left !== 0; f += 1) {
    const count = left & COUNT_MAX
    if (count !== 0) {
      const normaliser = factors.bases[f]! + factors.slopes[f]! * occurrences.lengths[at + f]!
      sum += (factors.weights[f]! * count) / normaliser
    }
    left >>>= 4
  }
  return sum
}

/** The part of a weighted count that each field contributes, as shares of 1 or all 0. */
export function fieldShares(factors: FieldFactors, occurrences: Occurrences, posting: number): Float64Array {
  const counts = occurrences.counts[posting]!
  const documents = occurrences.documents.subarray(posting, posting + 1)
  const whole = weightedCount(factors, occurrences, posting)
  return Float64Array.from({ length: factors.fields }, (_, f) => {
    const own = Uint32Array.of(counts & (COUNT_MAX << (4 * f)))
    return whole > 0 ? weightedCount(factors, { ...occurrences, documents, counts: own }, 0) / whole : 0
  })
}

/**
 * How telling a term is that stands in some of all documents (Robertson and Spärck Jones, smoothed to stay above 0).
 */
export function inverseDocumentFrequency(documentsWith: number, documents: number): number {
  return Math.log(1 + (documents - documentsWith + 0.5) / (documentsWith + 0.5))
}

/**
 * The score factors for 0, 1, … `words` matched words.
 *
 * @param least fewer matched words than this score nothing
 */
export function coverageFactors(coverage: number, words: number, least: number): Float64Array {
  requireInteger(words, 1, 'words')
  return Float64Array.from({ length: words + 1 }, (_, matched) =>
    matched === 0 || matched < least ? 0 : (matched / words) ** coverage,
  )
}
