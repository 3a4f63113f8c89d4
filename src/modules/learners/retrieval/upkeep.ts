import { type IndexState, type Merge, buryDocument, countSegment, factorsNow } from './index-state.ts'
import type { Scoring } from './scoring.ts'
import { mergeSegments } from './segment-merge.ts'
import {
  type Segment,
  type Sliced,
  boundsInflation,
  boundsOf,
  bury,
  finish,
  openSegment,
  placeOf,
  segmentOf,
} from './segments.ts'

/** Sizes of segments grow by this factor. */
const MERGE_WIDTH = 8
/** Merges up to this many documents are done at once; longer ones wait for a quiet moment. */
const PROMPT_MERGE_DOCUMENTS = 4096
/** More segments than this slow every search down; then the smallest neighbours are joined at once. */
const SEGMENTS_MAX = 48
/** Bounds raised by more than this prune too little and are computed anew. */
const INFLATION_MAX = 1.25

/** Makes the gathered documents searchable as a segment of their own. */
export function flush(state: IndexState): void {
  if (state.builder.size === 0) return
  const content = state.builder.finish()
  countSegment(state, content)
  state.segments.push(finish(openSegment(content, factorsNow(state))))
  joinPromptly(state)
}

/** Does the short merges, leaving alone the segments of a long one under way. */
function joinPromptly(state: IndexState): void {
  const first = state.merge === undefined ? 0 : state.merge.from + state.merge.count
  for (;;) {
    let plan = planMerge(state.segments, first)
    if (plan === undefined || plan.documents > PROMPT_MERGE_DOCUMENTS) {
      if (state.segments.length - first <= SEGMENTS_MAX) return
      plan = smallestNeighbours(state.segments, first)
    }
    const joined = finish(merging(state, state.segments.slice(plan.from, plan.from + plan.count)))
    state.segments.splice(plan.from, plan.count, ...(joined.size > 0 ? [joined] : []))
  }
}

/** Removes a document that stands in a segment or among the gathered ones; false when there is none. */
export function remove(state: IndexState, id: string): boolean {
  const sequence = state.sequenceOf.get(id)
  if (sequence === undefined) return false
  const last = state.segments.at(-1)
  if (last === undefined || sequence > last.sequence.at(-1)!) flush(state)
  state.sequenceOf.delete(id)
  const index = segmentOf(state.segments, sequence)
  const segment = state.segments[index]!
  buryDocument(state, segment, placeOf(segment.sequence, sequence))
  const merge = state.merge
  if (merge && index >= merge.from && index < merge.from + merge.count) merge.removed.push(sequence)
  return true
}

/** Where a live document stands. */
export function locate(state: IndexState, id: string): { segment: Segment; document: number } | undefined {
  const sequence = state.sequenceOf.get(id)
  if (sequence === undefined) return undefined
  const segment = state.segments[segmentOf(state.segments, sequence)]!
  return { segment, document: placeOf(segment.sequence, sequence) }
}

/** Neighbouring segments that are to become one. */
type MergePlan = { from: number; count: number; documents: number }

/**
 * The logarithmic method: sizes fall from old to new, and the newest segments are joined as soon as that makes one of
 * the next power of eight, so that each document is copied about log8 n times.
 * Source: Bentley and Saxe (1980), "Decomposable searching problems I: static-to-dynamic transformation".
 * Besides, a segment that is half dead is rewritten, and where removals have left too many, the two smallest
 * neighbours are joined.
 *
 * @param first segments before this place are left alone
 */
function planMerge(segments: readonly Segment[], first: number): MergePlan | undefined {
  const highest = segments.reduce((most, segment) => Math.max(most, tierOf(segment)), 0)
  for (let t = 0; t <= highest; t += 1) {
    let from = segments.length
    let documents = 0
    while (from > first && tierOf(segments[from - 1]!) <= t) {
      from -= 1
      documents += segments[from]!.size
    }
    if (documents >= MERGE_WIDTH ** (t + 1) && from < segments.length - 1) {
      return { from, count: segments.length - from, documents }
    }
  }
  const halfDead = segments.findIndex((segment, place) => place >= first && segment.liveCount * 2 < segment.size)
  if (halfDead >= 0) return { from: halfDead, count: 1, documents: segments[halfDead]!.liveCount }
  return segments.length - first > MERGE_WIDTH * (highest + 1) ? smallestNeighbours(segments, first) : undefined
}

function tierOf(segment: Segment): number {
  return Math.floor(Math.log(segment.size) / Math.log(MERGE_WIDTH) + 1e-9)
}

function smallestNeighbours(segments: readonly Segment[], first: number): MergePlan {
  let best: MergePlan = { from: first, count: 2, documents: Number.POSITIVE_INFINITY }
  for (let from = first; from + 1 < segments.length; from += 1) {
    const documents = segments[from]!.size + segments[from + 1]!.size
    if (documents < best.documents) best = { from, count: 2, documents }
  }
  return best
}

function startMerge(state: IndexState, from: number, count: number): void {
  const segments = state.segments.slice(from, from + count)
  state.merge = { from, count, work: merging(state, segments), removed: [] }
}

function* merging(state: IndexState, segments: readonly Segment[]): Sliced<Segment> {
  const content = yield* mergeSegments(segments, state.fieldNames.length)
  return yield* openSegment(content, factorsNow(state))
}

/** Works on the merge under way until the time is up; true when nothing is left of it. */
function stepMerge(state: IndexState, until: number): boolean {
  const merge = state.merge
  if (merge === undefined) return true
  do {
    const step = merge.work.next()
    if (step.done) {
      endMerge(state, merge, step.value)
      return true
    }
  } while (performance.now() < until)
  return false
}

function endMerge(state: IndexState, merge: Merge, merged: Segment): void {
  for (const sequence of merge.removed) {
    const document = placeOf(merged.sequence, sequence)
    if (document >= 0) bury(merged, document)
  }
  state.segments.splice(merge.from, merge.count, ...(merged.size > 0 ? [merged] : []))
  state.merge = undefined
}

/**
 * Works on merges and stale bounds for about so many milliseconds.
 *
 * @returns true when nothing is left to do
 */
export function maintain(state: IndexState, budgetMs: number): boolean {
  const until = performance.now() + budgetMs
  flush(state)
  do {
    if (state.merge === undefined) {
      const plan = planMerge(state.segments, 0)
      if (plan === undefined) return refreshBounds(state, until)
      startMerge(state, plan.from, plan.count)
    }
    if (!stepMerge(state, until)) return false
  } while (performance.now() < until)
  return false
}

function refreshBounds(state: IndexState, until: number): boolean {
  const factors = factorsNow(state)
  for (const segment of state.segments) {
    if (boundsInflation(segment.bounds, factors) <= INFLATION_MAX) continue
    if (performance.now() >= until) return false
    segment.bounds = finish(boundsOf(segment, factors))
  }
  return true
}

/** Joins everything into one segment without removed documents, however long it takes. */
export function compact(state: IndexState): void {
  flush(state)
  stepMerge(state, Number.POSITIVE_INFINITY)
  if (state.segments.length === 0) return
  startMerge(state, 0, state.segments.length)
  stepMerge(state, Number.POSITIVE_INFINITY)
}

/** Changes the ranking formula and all bounds that follow from it; a merge under way is finished first. */
export function rescore(state: IndexState, scoring: Scoring): void {
  const names = Object.keys(scoring.fields)
  if (names.join() !== state.fieldNames.join()) {
    throw new RangeError(`the fields of the index are ${state.fieldNames.join(', ')}, not ${names.join(', ')}`)
  }
  stepMerge(state, Number.POSITIVE_INFINITY)
  state.settings = { ...state.settings, scoring }
  const factors = factorsNow(state)
  for (const segment of state.segments) segment.bounds = finish(boundsOf(segment, factors))
}
