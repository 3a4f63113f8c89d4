import { requireInteger } from '../base/guards.ts'
import { type Bits, countBits, lastBit } from './bits.ts'
import { openWords } from './cursors.ts'
import { type Place, kmBetween, requirePlace } from './distance.ts'
import { type IndexState, factorsNow } from './index-state.ts'
import { type Clause, type PlaceColumns, acceptedBits, countValues, matchedBits, postingsOf } from './matching.ts'
import { type ResolvedQuery, resolveQuery } from './queries.ts'
import { rankSegment } from './ranking.ts'
import { coverageFactors } from './scoring.ts'
import { type Segment, placeOf, segmentOf } from './segments.ts'
import { TopList } from '../base/top-list.ts'

/** More than this is an export, not a page. */
const LIMIT_MAX = 10_000

/** What is looked for. */
export type SearchRequest = {
  /** Without a word in it, all documents that pass the filters match, the latest put first. */
  text: string
  /** 1 … 10,000; 20 when left out. */
  limit?: number
  /** How many of the best to pass over. */
  offset?: number
  /** The share of words that a document must hold, in (0, 1]; "any" is one word, "all" is 1. "any" when left out. */
  match?: 'any' | 'all' | number
  /** By facet: a document must hold one of the values. */
  values?: Readonly<Record<string, readonly string[]>>
  /** By numeric column: a document must lie within, ends included. Documents without a number do not. */
  ranges?: Readonly<Record<string, { from?: number; to?: number }>>
  /** By place, which takes two numeric columns: a document must lie within. Documents without a place do not. */
  near?: Near
  /** Facets whose values are to be counted over all matches. */
  facets?: readonly string[]
  /** Count all matches. */
  total?: boolean
  /** Forgive misspelt words; true when left out. */
  typos?: boolean
  /** Take the last word for a beginning; false when left out. */
  prefix?: boolean
  /** Order by a numeric column, or by the distance of `near`, not by score; documents without one come last. */
  sort?: { by: string; descending?: boolean } | 'distance'
}

/** A place to look around. */
export type Near = Place & {
  /** Names of the columns, degrees. */
  columns: readonly [latitude: string, longitude: string]
  /** Any distance when left out. */
  withinKm?: number
}

export type SearchResult = {
  hits: { id: string; score: number }[]
  /** All matches, when asked for. */
  total?: number
  /**
   * By facet, the values of all matches, most frequent first. A facet that is filtered by is counted as if it were not,
   * so that its other values stay on offer.
   */
  facets?: Record<string, { value: string; count: number }[]>
  /** Misspelt words and what was looked for besides. */
  corrections: { word: string; instead: string }[]
}

/** Words leave few documents when their postings are fewer than one in so many. */
const fewShare = 4

type Plan = {
  request: SearchRequest
  query: ResolvedQuery
  /** How many words a document must hold. */
  least: number
  clauses: Clause[]
  top: TopList
  offset: number
  /** Whether all matches are to be counted. */
  isCounted: boolean
  /** Documents that hold enough words, by segment, once they were needed. */
  matched: Map<Segment, Bits>
  /** Those of them that meet the clauses, by the facet whose clause is left out. */
  accepted: Map<Segment, Map<number, Bits>>
}

/** No facet: all clauses count. */
const NONE = -1

/** Answers a request on the live documents; the builder must have been flushed. */
export function searchState(state: IndexState, request: SearchRequest): SearchResult {
  const plan = makePlan(state, request)
  if (plan.query.words.length === 0 || request.sort) orderAll(state, plan)
  else rankAll(state, plan)
  const byScore = plan.query.words.length > 0 && !request.sort
  const hits = plan.top
    .sorted()
    .slice(plan.offset)
    .map(({ key, score }) => ({ id: idAt(state, key), score: byScore ? score : 0 }))
  const result: SearchResult = { hits, corrections: plan.query.corrections }
  if (request.total) result.total = countMatches(state, plan)
  if (request.facets) result.facets = countFacets(state, plan, request.facets)
  return result
}

function makePlan(state: IndexState, request: SearchRequest): Plan {
  const limit = requireInteger(request.limit ?? 20, 1, 'limit')
  const offset = requireInteger(request.offset ?? 0, 0, 'offset')
  if (limit + offset > LIMIT_MAX) throw new RangeError(`limit + offset must be at most ${LIMIT_MAX}`)
  requireSort(state, request)
  const context = {
    analyse: state.analyse,
    vocabulary: state.vocabulary,
    documents: state.sequenceOf.size,
    synonyms: state.synonyms,
  }
  const query = resolveQuery(request.text, context, { typos: request.typos ?? true, prefix: request.prefix ?? false })
  return {
    request,
    query,
    least: leastMatches(request.match ?? 'any', query.words.length),
    clauses: clausesOf(state, request),
    top: new TopList(limit + offset),
    offset,
    isCounted: request.total === true || request.facets !== undefined,
    matched: new Map(),
    accepted: new Map(),
  }
}

function requireSort(state: IndexState, { sort, near }: SearchRequest): void {
  if (sort === 'distance' && near === undefined) throw new RangeError('sort by distance needs near')
  if (sort !== undefined && sort !== 'distance') placeOfName(state.settings.numbers, sort.by, 'numeric column')
}

function leastMatches(match: 'any' | 'all' | number, words: number): number {
  if (match === 'any') return 1
  if (match === 'all') return words
  if (!(match > 0 && match <= 1)) throw new RangeError(`match must lie in (0, 1], got ${match}`)
  return Math.max(1, Math.ceil(match * words))
}

function clausesOf(state: IndexState, request: SearchRequest): Clause[] {
  const clauses: Clause[] = []
  for (const [name, values] of Object.entries(request.values ?? {})) {
    const facet = placeOfName(state.settings.facets, name, 'facet')
    const { numbers } = state.values[facet]!
    clauses.push({ kind: 'values', facet, values: values.flatMap((value) => numbers.get(value) ?? []) })
  }
  for (const [name, { from, to }] of Object.entries(request.ranges ?? {})) {
    const column = placeOfName(state.settings.numbers, name, 'numeric column')
    if (Number.isNaN(from) || Number.isNaN(to)) throw new RangeError(`ranges.${name} must not be NaN`)
    clauses.push({ kind: 'range', column, from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY })
  }
  return [...clauses, ...circleOf(state, request)]
}

function circleOf(state: IndexState, { near }: SearchRequest): Clause[] {
  if (near?.withinKm === undefined) return []
  return [{ kind: 'circle', columns: columnsOf(state, near), around: requirePlace(near), km: near.withinKm }]
}

function columnsOf(state: IndexState, { columns }: Near): PlaceColumns {
  const { numbers } = state.settings
  return [placeOfName(numbers, columns[0], 'numeric column'), placeOfName(numbers, columns[1], 'numeric column')]
}

function placeOfName(names: readonly string[], name: string, what: string): number {
  const place = names.indexOf(name)
  if (place < 0) throw new RangeError(`there is no ${what} named ${name}; there are ${names.join(', ') || 'none'}`)
  return place
}

function rankAll(state: IndexState, plan: Plan): void {
  const { words } = plan.query
  const { saturation, coverage } = state.settings.scoring
  const scoring = { factors: factorsNow(state), saturation }
  const factors = coverageFactors(coverage, words.length, plan.least)
  for (const segment of state.segments) {
    const cursors = openWords(segment, words, scoring)
    if (cursors.length === 0) continue
    rankSegment(cursors, {
      accepted: rankedBits(segment, plan),
      coverage: factors,
      words: words.length,
      top: plan.top,
      keyOf: (document) => segment.sequence[document]!,
    })
  }
}

/**
 * What may be ranked. Filters by number look at document after document: where words leave few of them, only at those.
 */
function rankedBits(segment: Segment, plan: Plan): Bits {
  const { clauses } = plan
  if (clauses.every(({ kind }) => kind === 'values')) return acceptedBits(segment, clauses)
  const postings = plan.query.words.reduce((sum, word) => sum + postingsOf(segment, word), 0)
  const isFew = postings * fewShare < segment.size
  return isFew || plan.isCounted ? matchesOf(segment, plan, NONE) : acceptedBits(segment, clauses)
}

function orderAll(state: IndexState, plan: Plan): void {
  // Later documents come first when nothing else is asked for: whoever wants twenty need not look at all.
  const isLatest = plan.request.sort === undefined
  for (const segment of state.segments.toReversed()) {
    const matches = matchesOf(segment, plan, NONE)
    const valueOf = valuesOf(state, segment, plan.request)
    for (let d = lastBit(matches, segment.size - 1); d >= 0; d = lastBit(matches, d - 1)) {
      if (isLatest && plan.top.count === plan.top.size) return
      const value = valueOf(d)
      plan.top.push(segment.sequence[d]!, Number.isNaN(value) ? -Number.MAX_VALUE : value)
    }
  }
}

/** What documents are ordered by: the higher the better. */
function valuesOf(state: IndexState, segment: Segment, { sort, near }: SearchRequest): (document: number) => number {
  if (sort === undefined) return (document) => segment.sequence[document]!
  if (sort !== 'distance') {
    const column = segment.numbers[placeOfName(state.settings.numbers, sort.by, 'numeric column')]!
    return sort.descending ? (document) => column[document]! : (document) => -column[document]!
  }
  const around = requirePlace(near!)
  const [latitudes, longitudes] = columnsOf(state, near!).map((column) => segment.numbers[column]!)
  return (document) => -kmBetween(around, { latitude: latitudes![document]!, longitude: longitudes![document]! })
}

/**
 * The live documents that hold enough words and meet all clauses but those on one facet; not to be written to. Found
 * once a search, whoever asks: ranking, counting all, counting by facet.
 */
function matchesOf(segment: Segment, plan: Plan, without: number): Bits {
  const known = plan.accepted.get(segment) ?? new Map<number, Bits>()
  plan.accepted.set(segment, known)
  const clauses = plan.clauses.filter((clause) => clause.kind !== 'values' || clause.facet !== without)
  const key = clauses.length === plan.clauses.length ? NONE : without
  const found = known.get(key) ?? foundOf(segment, plan, clauses)
  known.set(key, found)
  return found
}

function foundOf(segment: Segment, plan: Plan, clauses: readonly Clause[]): Bits {
  if (plan.query.words.length === 0) return acceptedBits(segment, clauses)
  return acceptedBits(segment, clauses, holdersOf(segment, plan))
}

/** The documents that hold enough words; not to be written to. */
function holdersOf(segment: Segment, plan: Plan): Bits {
  let matched = plan.matched.get(segment)
  if (matched === undefined) {
    matched = matchedBits(segment, plan.query.words, plan.least)
    plan.matched.set(segment, matched)
  }
  return matched
}

function countMatches(state: IndexState, plan: Plan): number {
  return state.segments.reduce((sum, segment) => sum + countBits(matchesOf(segment, plan, NONE)), 0)
}

function countFacets(state: IndexState, plan: Plan, names: readonly string[]): NonNullable<SearchResult['facets']> {
  const counted: NonNullable<SearchResult['facets']> = {}
  for (const name of names) {
    const facet = placeOfName(state.settings.facets, name, 'facet')
    const { values } = state.values[facet]!
    const counts = new Float64Array(values.length)
    for (const segment of state.segments) {
      countValues(segment.facets[facet]!, matchesOf(segment, plan, facet), counts)
    }
    counted[name] = values
      .flatMap((value, number) => (counts[number]! > 0 ? [{ value, count: counts[number]! }] : []))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  return counted
}

function idAt(state: IndexState, sequence: number): string {
  const segment = state.segments[segmentOf(state.segments, sequence)]!
  return segment.ids[placeOf(segment.sequence, sequence)]!
}
