import { requireFinite } from '../base/guards.ts'
import { type Explanation, explainDocument } from './explanations.ts'
import { type IndexState, type SearchSettings, emptyState, valueNumber } from './index-state.ts'
import { type Widening, readSynonyms } from './queries.ts'
import { type Scoring, requireScoring } from './scoring.ts'
import { type SearchRequest, type SearchResult, searchState } from './search.ts'
import type { PreparedDocument } from './segment-builder.ts'
import { readSnapshot, writeSnapshot } from './snapshots.ts'
import { compact, flush, maintain, remove, rescore } from './upkeep.ts'

/** What is put into an index. */
export type SearchDocument = {
  id: string
  /** By field; a field left out is empty. */
  texts: Readonly<Record<string, string>>
  facets?: Readonly<Record<string, readonly string[]>>
  numbers?: Readonly<Record<string, number>>
}

/** The settings of a new index; what is left out takes its default. */
export type SearchSetup = Partial<Omit<SearchSettings, 'scoring'>> & {
  scoring: Partial<Scoring> & Pick<Scoring, 'fields'>
}

/** Documents gather up to this many before a segment is made of them, unless a search comes first. */
const GATHERED_MAX = 32_768

/**
 * A full-text index of offers in memory: BM25F over weighted fields, the best hits by block-max MaxScore, facets,
 * filters, synonyms, forgiven misspellings. A document put in or removed shows in the next search.
 */
export class SearchIndex {
  readonly #state: IndexState

  /** @param state of which the index becomes the owner; createSearchIndex and loadSearchIndex make one */
  constructor(state: IndexState) {
    this.#state = state
  }

  /** How many documents are in the index. */
  get size(): number {
    return this.#state.sequenceOf.size
  }

  has(id: string): boolean {
    return this.#state.sequenceOf.has(id)
  }

  /**
   * Puts a document in, in place of the one of the same id.
   *
   * @throws {Error} naming the field, facet or number that the index does not know or cannot take
   */
  put(document: SearchDocument): void {
    const state = this.#state
    const prepared = prepare(state, document)
    remove(state, document.id)
    state.builder.add({ ...prepared, sequence: state.nextSequence })
    state.sequenceOf.set(document.id, state.nextSequence)
    state.nextSequence += 1
    if (state.builder.size >= GATHERED_MAX) flush(state)
  }

  /** Takes a document out; false when it was not in. */
  remove(id: string): boolean {
    return remove(this.#state, id)
  }

  /** @throws {RangeError} naming what in the request is unknown or out of range */
  search(request: SearchRequest): SearchResult {
    flush(this.#state)
    return searchState(this.#state, request)
  }

  /** Why a document scores what it scores for a text; undefined when it is not in the index. */
  explain(id: string, text: string, widening: Widening = { typos: true, prefix: false }): Explanation | undefined {
    flush(this.#state)
    return explainDocument(this.#state, { id, text, widening })
  }

  /**
   * Joins segments beside other work, for about so many milliseconds.
   *
   * @returns true when nothing is left to do
   */
  maintain(budgetMs: number): boolean {
    return maintain(this.#state, requireFinite(budgetMs, 'budgetMs'))
  }

  /** Joins everything into one segment, as after a bulk load; takes seconds for a million documents. */
  compact(): void {
    compact(this.#state)
  }

  /**
   * Ranks by other weights from now on. The fields must be those that the index was made with.
   *
   * @throws {RangeError} naming the setting that is out of range or the field that differs
   */
  rescore(scoring: Scoring): void {
    flush(this.#state)
    rescore(this.#state, requireScoring(scoring))
  }

  /**
   * Takes other sets of words that mean the same from now on; they are read with queries, so no document is touched.
   *
   * @throws {RangeError} naming the set without a member of one word
   */
  useSynonyms(sets: readonly (readonly string[])[]): void {
    const state = this.#state
    state.synonyms = readSynonyms(sets, state.analyse)
    state.settings = { ...state.settings, synonyms: sets }
  }

  /** What the index consists of. */
  statistics(): { documents: number; segments: number; terms: number; postings: number } {
    flush(this.#state)
    const { segments, vocabulary, sequenceOf } = this.#state
    const postings = segments.reduce((sum, segment) => sum + segment.documents.length, 0)
    return { documents: sequenceOf.size, segments: segments.length, terms: vocabulary.size, postings }
  }

  /** Writes the index as it is now to a file, through a neighbouring one: a crash leaves an older file whole. */
  async save(path: string): Promise<void> {
    flush(this.#state)
    await writeSnapshot(this.#state, path)
  }
}

/**
 * Makes an empty index.
 *
 * @throws {RangeError} naming the setting that is out of range
 */
export function createSearchIndex(setup: SearchSetup): SearchIndex {
  const settings: SearchSettings = {
    scoring: requireScoring({ saturation: 1.2, coverage: 1, ...setup.scoring }),
    facets: setup.facets ?? [],
    numbers: setup.numbers ?? [],
    synonyms: setup.synonyms ?? [],
    locale: setup.locale ?? 'zh',
    stem: setup.stem ?? true,
  }
  return new SearchIndex(emptyState(settings))
}

/**
 * Reads an index that was saved. It gives the same hits and scores.
 *
 * @throws {Error} when the file is cut short, changed or of another version: the message says what and where
 */
export function loadSearchIndex(path: string): SearchIndex {
  return new SearchIndex(readSnapshot(path))
}

function prepare(state: IndexState, document: SearchDocument): Omit<PreparedDocument, 'sequence'> {
  const { id, texts, facets = {}, numbers = {} } = document
  if (!id.isWellFormed()) throw new RangeError(`document id ${JSON.stringify(id)} is not well-formed Unicode`)
  requireKnown(id, 'field', { names: Object.keys(texts), known: state.fieldNames })
  requireKnown(id, 'facet', { names: Object.keys(facets), known: state.settings.facets })
  requireKnown(id, 'number', { names: Object.keys(numbers), known: state.settings.numbers })
  const columns = state.settings.numbers.map((name) => {
    const value = numbers[name]
    return value === undefined ? Number.NaN : requireFinite(value, `document ${id}: number ${name}`)
  })
  const values = state.settings.facets.map((name, k) => {
    const distinct = new Set((facets[name] ?? []).map((value) => value.toWellFormed()))
    return [...distinct].map((value) => valueNumber(state.values[k]!, value))
  })
  const fields = state.fieldNames.map((name) =>
    state.analyse(texts[name] ?? '').map((term) => state.vocabulary.numberOf(term)),
  )
  return { id, fields, facets: values, numbers: columns }
}

function requireKnown(id: string, what: string, asked: { names: readonly string[]; known: readonly string[] }): void {
  for (const name of asked.names) {
    if (!asked.known.includes(name)) {
      throw new RangeError(`document ${id}: no ${what} named ${name}; there are ${asked.known.join(', ') || 'none'}`)
    }
  }
}
