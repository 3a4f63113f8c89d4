import { hasBit } from './bits.ts'
import { distinct, facetOf } from './facets.ts'
import { type Segment, type SegmentContent, type SegmentFacet, type Sliced } from './segments.ts'

const DEAD = 0xffffffff
const SLICE = 65_536

/**
 * Joins neighbouring segments, oldest first, without the documents removed so far. Documents removed while the work is
 * under way are still in the answer: the caller buries them there.
 */
export function* mergeSegments(segments: readonly Segment[], fields: number): Sliced<SegmentContent> {
  const { renumbered, size } = renumber(segments)
  const documents = yield* mergeDocuments(segments, renumbered, { size, fields })
  const postings = yield* mergePostings(segments, renumbered)
  const facets: SegmentFacet[] = []
  for (let k = 0; k < (segments[0]?.facets.length ?? 0); k += 1) {
    facets.push(yield* mergeFacet(segments, renumbered, { place: k, size }))
  }
  const numbers: Float64Array[] = []
  for (let k = 0; k < (segments[0]?.numbers.length ?? 0); k += 1) {
    numbers.push(yield* mergeColumn(segments, renumbered, { place: k, size }))
  }
  return { size, ...documents, ...postings, facets, numbers }
}

function* mergeDocuments(
  segments: readonly Segment[],
  renumbered: readonly Uint32Array[],
  into: { size: number; fields: number },
): Sliced<Pick<SegmentContent, 'sequence' | 'ids' | 'lengths'>> {
  const { fields } = into
  const lengths = new Uint16Array(into.size * fields)
  const sequence = new Uint32Array(into.size)
  const ids: string[] = []
  for (const [s, segment] of segments.entries()) {
    for (let d = 0; d < segment.size; d += 1) {
      const to = renumbered[s]![d]!
      if (to === DEAD) continue
      sequence[to] = segment.sequence[d]!
      ids.push(segment.ids[d]!)
      for (let f = 0; f < fields; f += 1) lengths[to * fields + f] = segment.lengths[d * fields + f]!
    }
    yield
  }
  return { sequence, ids, lengths }
}

/** New document numbers by segment and old number. */
function renumber(segments: readonly Segment[]): { renumbered: Uint32Array[]; size: number } {
  let size = 0
  const renumbered = segments.map((segment) => {
    const numbers = new Uint32Array(segment.size).fill(DEAD)
    for (let d = 0; d < segment.size; d += 1) {
      if (!hasBit(segment.live, d)) continue
      numbers[d] = size
      size += 1
    }
    return numbers
  })
  return { renumbered, size }
}

type Postings = Pick<SegmentContent, 'terms' | 'offsets' | 'documents' | 'counts'>

function* mergePostings(segments: readonly Segment[], renumbered: readonly Uint32Array[]): Sliced<Postings> {
  const all = distinct(concatenate(segments.map((segment) => segment.terms)))
  yield
  const room = segments.reduce((sum, segment) => sum + segment.documents.length, 0)
  const documents = new Uint32Array(room)
  const counts = new Uint32Array(room)
  const terms = new Uint32Array(all.length)
  const offsets = new Uint32Array(all.length + 1)
  const cursors = new Uint32Array(segments.length)
  let kept = 0
  let end = 0
  let paused = 0
  for (const term of all) {
    for (let s = 0; s < segments.length; s += 1) {
      const segment = segments[s]!
      const t = cursors[s]!
      if (segment.terms[t] !== term) continue
      cursors[s] = t + 1
      for (let i = segment.offsets[t]!; i < segment.offsets[t + 1]!; i += 1) {
        const to = renumbered[s]![segment.documents[i]!]!
        if (to === DEAD) continue
        documents[end] = to
        counts[end] = segment.counts[i]!
        end += 1
      }
    }
    if (end > offsets[kept]!) {
      terms[kept] = term
      kept += 1
      offsets[kept] = end
    }
    if (end - paused > SLICE) {
      paused = end
      yield
    }
  }
  return {
    terms: terms.slice(0, kept),
    offsets: offsets.slice(0, kept + 1),
    documents: end === room ? documents : documents.slice(0, end),
    counts: end === room ? counts : counts.slice(0, end),
  }
}

function concatenate(arrays: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(arrays.reduce((sum, array) => sum + array.length, 0))
  let at = 0
  for (const array of arrays) {
    joined.set(array, at)
    at += array.length
  }
  return joined
}

type Into = { place: number; size: number }

function* mergeFacet(
  segments: readonly Segment[],
  renumbered: readonly Uint32Array[],
  into: Into,
): Sliced<SegmentFacet> {
  const documentOffsets = new Uint32Array(into.size + 1)
  const room = segments.reduce((sum, segment) => sum + segment.facets[into.place]!.values.length, 0)
  const values = new Uint32Array(room)
  let document = 0
  let end = 0
  for (const [s, segment] of segments.entries()) {
    const from = segment.facets[into.place]!
    for (let d = 0; d < segment.size; d += 1) {
      if (renumbered[s]![d] === DEAD) continue
      for (let i = from.documentOffsets[d]!; i < from.documentOffsets[d + 1]!; i += 1) {
        values[end] = from.values[i]!
        end += 1
      }
      document += 1
      documentOffsets[document] = end
    }
    yield
  }
  return yield* facetOf({ documentOffsets, values: end === room ? values : values.slice(0, end) })
}

function* mergeColumn(
  segments: readonly Segment[],
  renumbered: readonly Uint32Array[],
  into: Into,
): Sliced<Float64Array> {
  const merged = new Float64Array(into.size)
  for (const [s, segment] of segments.entries()) {
    for (let d = 0; d < segment.size; d += 1) {
      const to = renumbered[s]![d]!
      if (to !== DEAD) merged[to] = segment.numbers[into.place]![d]!
    }
    yield
  }
  return merged
}
