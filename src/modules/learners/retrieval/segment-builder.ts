import { Uint32List } from '../base/growing.ts'
import { COUNT_MAX, LENGTH_MAX } from './scoring.ts'
import { distinct, facetOf } from './facets.ts'
import { type SegmentContent, finish } from './segments.ts'

/** A document ready to be indexed: everything by number. */
export type PreparedDocument = {
  id: string
  sequence: number
  /** Term numbers of each field, in reading order. */
  fields: readonly (readonly number[])[]
  /** Value numbers of each facet, none twice. */
  facets: readonly (readonly number[])[]
  /** NaN where there is none. */
  numbers: readonly number[]
}

/** Gathers documents and turns them into the content of a segment; used over and over. */
export class SegmentBuilder {
  readonly #fields: number
  readonly #documents: PreparedDocument[] = []
  readonly #offsets = new Uint32List()
  readonly #terms = new Uint32List()
  readonly #counts = new Uint32List()
  /** By term number: the document that met it last (counted over the builder's life), and the place of its entry. */
  #stamps = new Float64Array(1024)
  #places = new Uint32Array(1024)
  #stamp = 0

  constructor(fields: number) {
    this.#fields = fields
    this.#offsets.push(0)
  }

  get size(): number {
    return this.#documents.length
  }

  /** How many (term, document) pairs are gathered. */
  get entries(): number {
    return this.#terms.length
  }

  add(document: PreparedDocument): void {
    this.#stamp += 1
    for (let f = 0; f < document.fields.length; f += 1) {
      for (const term of document.fields[f]!) this.#count(term, f)
    }
    this.#offsets.push(this.#terms.length)
    this.#documents.push(document)
  }

  /** Hands over what was gathered and begins anew. */
  finish(): SegmentContent {
    const postings = this.#invert()
    const documents = this.#documents
    const lengths = new Uint16Array(documents.length * this.#fields)
    for (let d = 0; d < documents.length; d += 1) {
      for (let f = 0; f < this.#fields; f += 1) {
        lengths[d * this.#fields + f] = Math.min(documents[d]!.fields[f]!.length, LENGTH_MAX)
      }
    }
    const content: SegmentContent = {
      size: documents.length,
      sequence: Uint32Array.from(documents, (document) => document.sequence),
      ids: documents.map((document) => document.id),
      lengths,
      ...postings,
      facets: (documents[0]?.facets ?? []).map((_, k) => finish(facetOf(valuesByDocument(documents, k)))),
      numbers: (documents[0]?.numbers ?? []).map((_, k) => Float64Array.from(documents, (d) => d.numbers[k]!)),
    }
    this.#documents.length = 0
    this.#offsets.clear()
    this.#offsets.push(0)
    this.#terms.clear()
    this.#counts.clear()
    return content
  }

  #count(term: number, field: number): void {
    if (term >= this.#stamps.length) this.#grow(term)
    if (this.#stamps[term] !== this.#stamp) {
      this.#stamps[term] = this.#stamp
      this.#places[term] = this.#terms.length
      this.#terms.push(term)
      this.#counts.push(1 << (4 * field))
      return
    }
    const place = this.#places[term]!
    const counts = this.#counts.at(place)
    if (((counts >>> (4 * field)) & COUNT_MAX) < COUNT_MAX) this.#counts.set(place, counts + (1 << (4 * field)))
  }

  #grow(term: number): void {
    const length = Math.max(term + 1, this.#stamps.length * 2)
    const stamps = new Float64Array(length)
    stamps.set(this.#stamps)
    this.#stamps = stamps
    const places = new Uint32Array(length)
    places.set(this.#places)
    this.#places = places
  }

  /** Counting sort of the gathered entries by term. */
  #invert(): Pick<SegmentContent, 'terms' | 'offsets' | 'documents' | 'counts'> {
    const gathered = this.#terms.toArray()
    const terms = distinct(gathered)
    for (let t = 0; t < terms.length; t += 1) this.#places[terms[t]!] = t
    const offsets = new Uint32Array(terms.length + 1)
    for (const term of gathered) offsets[this.#places[term]! + 1]! += 1
    for (let t = 0; t < terms.length; t += 1) offsets[t + 1]! += offsets[t]!
    const next = offsets.slice(0, terms.length)
    const documents = new Uint32Array(gathered.length)
    const counts = new Uint32Array(gathered.length)
    for (let d = 0; d < this.#documents.length; d += 1) {
      for (let i = this.#offsets.at(d); i < this.#offsets.at(d + 1); i += 1) {
        const t = this.#places[gathered[i]!]!
        const place = next[t]!
        documents[place] = d
        counts[place] = this.#counts.at(i)
        next[t] = place + 1
      }
    }
    return { terms, offsets, documents, counts }
  }
}

function valuesByDocument(
  documents: readonly PreparedDocument[],
  facet: number,
): { documentOffsets: Uint32Array; values: Uint32Array } {
  const documentOffsets = new Uint32Array(documents.length + 1)
  for (let d = 0; d < documents.length; d += 1) {
    documentOffsets[d + 1] = documentOffsets[d]! + documents[d]!.facets[facet]!.length
  }
  const values = new Uint32Array(documentOffsets[documents.length]!)
  for (let d = 0; d < documents.length; d += 1) values.set(documents[d]!.facets[facet]!, documentOffsets[d])
  return { documentOffsets, values }
}
