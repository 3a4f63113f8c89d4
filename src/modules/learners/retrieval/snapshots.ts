import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { endianness } from 'node:os'
import { crc32 } from 'node:zlib'
import {
  type IndexState,
  type SearchSettings,
  buryDocument,
  countSegment,
  emptyState,
  factorsNow,
} from './index-state.ts'
import { hasBit } from './bits.ts'
import { requireScoring } from './scoring.ts'
import { facetOf } from './facets.ts'
import { type SegmentContent, finish, openSegment } from './segments.ts'

/**
 * The file: the magic word, the version, the length and checksum of the header (32-bit integers, little-endian), the
 * header as JSON, then the sections named in it, one after the other.
 */
const MAGIC = 'LAKESEEK'
/** Rises whenever a reader of the older form would misread the newer. */
const VERSION = 1
const PREAMBLE_BYTES = MAGIC.length + 12

type SectionArray = Uint8Array | Uint16Array | Uint32Array | Float64Array
type Kind = 'u8' | 'u16' | 'u32' | 'f64'
type Section = { name: string; kind: Kind; bytes: number; checksum: number }
type Header = {
  settings: SearchSettings
  nextSequence: number
  segments: number
  sections: Section[]
}

/**
 * Writes a snapshot through a neighbouring file, so that a crash leaves the old one whole. What is written is the index
 * at the time of the call, whatever is put in or removed while the file grows.
 */
export async function writeSnapshot(state: IndexState, path: string): Promise<void> {
  refuseBigEndian()
  const sections = sectionsOf(state)
  const { settings, nextSequence } = state
  const segments = state.segments.length
  const table: Section[] = []
  for (const [name, array] of sections) {
    table.push({ name, kind: kindOf(array), bytes: array.byteLength, checksum: crc32(bytesOf(array)) })
    await new Promise(setImmediate) // a checksum of a large section is work enough at a stretch
  }
  const header = Buffer.from(JSON.stringify({ settings, nextSequence, segments, sections: table } satisfies Header))
  const preamble = Buffer.alloc(PREAMBLE_BYTES)
  preamble.write(MAGIC, 'latin1')
  preamble.writeUInt32LE(VERSION, MAGIC.length)
  preamble.writeUInt32LE(header.length, MAGIC.length + 4)
  preamble.writeUInt32LE(crc32(header), MAGIC.length + 8)
  const besides = `${path}.part`
  const file = await open(besides, 'w')
  try {
    await file.writeFile(preamble)
    await file.writeFile(header)
    for (const array of sections.values()) await file.writeFile(bytesOf(array))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(besides, path)
}

/** Sections by name; arrays that may still change are copied. */
function sectionsOf(state: IndexState): Map<string, SectionArray> {
  const sections = new Map<string, SectionArray>()
  addStrings(sections, 'terms', state.vocabulary.terms())
  for (const [k, dictionary] of state.values.entries()) addStrings(sections, `values.${k}`, dictionary.values)
  for (const [s, segment] of state.segments.entries()) {
    const { sequence, lengths, terms, offsets, documents, counts } = segment
    addStrings(sections, `${s}.ids`, segment.ids)
    for (const [name, array] of Object.entries({ sequence, lengths, terms, offsets, documents, counts })) {
      sections.set(`${s}.${name}`, array)
    }
    for (const [k, facet] of segment.facets.entries()) {
      sections.set(`${s}.facets.${k}.offsets`, facet.documentOffsets)
      sections.set(`${s}.facets.${k}.values`, facet.values)
    }
    for (const [k, column] of segment.numbers.entries()) sections.set(`${s}.numbers.${k}`, column)
    sections.set(`${s}.live`, segment.live.slice())
  }
  return sections
}

/** Reads a snapshot. @throws {Error} when it is cut short, changed or of another version, saying what and where */
export function readSnapshot(path: string): IndexState {
  refuseBigEndian()
  const file = openSync(path, 'r')
  try {
    const header = readHeader(file, path)
    const sections = readSections(file, header, path)
    return stateOf(header, sections)
  } finally {
    closeSync(file)
  }
}

type Located = Section & { at: number }

function readHeader(file: number, path: string): Header & { at: number } {
  const preamble = readExactly(file, { what: 'the preamble', path, at: 0, bytes: PREAMBLE_BYTES })
  const magic = preamble.toString('latin1', 0, MAGIC.length)
  if (magic !== MAGIC) throw new Error(`${path} is no search snapshot: it begins with ${JSON.stringify(magic)}`)
  const version = preamble.readUInt32LE(MAGIC.length)
  if (version !== VERSION) throw new Error(`${path}: snapshot version ${VERSION} expected, found version ${version}`)
  const bytes = preamble.readUInt32LE(MAGIC.length + 4)
  const text = readExactly(file, { what: 'the header', path, at: PREAMBLE_BYTES, bytes })
  if (crc32(text) !== preamble.readUInt32LE(MAGIC.length + 8)) {
    throw new Error(`${path}: the header's checksum does not fit: it was changed`)
  }
  // The checksum says that this is what writeSnapshot wrote.
  return { ...(JSON.parse(text.toString('utf8')) as Header), at: PREAMBLE_BYTES + bytes }
}

function readSections(file: number, header: Header & { at: number }, path: string): Map<string, SectionArray> {
  const sections = new Map<string, SectionArray>()
  let at = header.at
  for (const section of header.sections) {
    const located: Located = { ...section, at }
    sections.set(section.name, readSection(file, located, path))
    at += section.bytes
  }
  const { size } = fstatSync(file)
  if (size !== at) throw new Error(`${path}: ${size - at} bytes too many behind the last section, at byte ${at}`)
  return sections
}

const arrayTypes = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array }

function readSection(file: number, section: Located, path: string): SectionArray {
  const { name, at, bytes } = section
  const what = `section ${name}`
  const buffer = readExactly(file, { what, path, at, bytes })
  if (crc32(buffer) !== section.checksum) {
    throw new Error(`${path}: the checksum of ${what} (bytes ${at} to ${at + bytes}) does not fit: it was changed`)
  }
  return new arrayTypes[section.kind](buffer.buffer)
}

function readExactly(
  file: number,
  wanted: { what: string; path: string; at: number; bytes: number },
): Buffer<ArrayBuffer> {
  const { what, path, at, bytes } = wanted
  const { size } = fstatSync(file)
  if (at + bytes > size) {
    throw new Error(`${path} is cut short: ${what} should end at byte ${at + bytes}, the file ends at byte ${size}`)
  }
  const buffer = Buffer.from(new ArrayBuffer(bytes))
  let read = 0
  while (read < bytes) read += readSync(file, buffer, read, bytes - read, at + read)
  return buffer
}

function stateOf(header: Header, sections: ReadonlyMap<string, SectionArray>): IndexState {
  requireScoring(header.settings.scoring)
  const state = emptyState(header.settings)
  state.nextSequence = header.nextSequence
  for (const term of stringsOf(sections, 'terms')) state.vocabulary.numberOf(term)
  for (const [k, dictionary] of state.values.entries()) {
    for (const value of stringsOf(sections, `values.${k}`)) {
      dictionary.numbers.set(value, dictionary.values.length)
      dictionary.values.push(value)
    }
  }
  const contents = Array.from({ length: header.segments }, (_, s) => contentOf(state, sections, s))
  for (const content of contents) {
    countSegment(state, content)
    for (let d = 0; d < content.size; d += 1) state.sequenceOf.set(content.ids[d]!, content.sequence[d]!)
  }
  buryDead(state, contents, sections)
  return state
}

function buryDead(
  state: IndexState,
  contents: readonly SegmentContent[],
  sections: ReadonlyMap<string, SectionArray>,
): void {
  for (const content of contents) state.segments.push(finish(openSegment(content, factorsNow(state))))
  for (const [s, segment] of state.segments.entries()) {
    const live = sectionOf(sections, `${s}.live`, Uint32Array)
    for (let d = 0; d < segment.size; d += 1) {
      if (hasBit(live, d)) continue
      buryDocument(state, segment, d)
      // A newer version of the document may stand in a later segment.
      if (state.sequenceOf.get(segment.ids[d]!) === segment.sequence[d]) state.sequenceOf.delete(segment.ids[d]!)
    }
  }
}

function contentOf(state: IndexState, sections: ReadonlyMap<string, SectionArray>, s: number): SegmentContent {
  const u32 = (name: string): Uint32Array => sectionOf(sections, `${s}.${name}`, Uint32Array)
  const sequence = u32('sequence')
  return {
    size: sequence.length,
    sequence,
    ids: stringsOf(sections, `${s}.ids`),
    lengths: sectionOf(sections, `${s}.lengths`, Uint16Array),
    terms: u32('terms'),
    offsets: u32('offsets'),
    documents: u32('documents'),
    counts: u32('counts'),
    facets: state.values.map((_, k) =>
      finish(facetOf({ documentOffsets: u32(`facets.${k}.offsets`), values: u32(`facets.${k}.values`) })),
    ),
    numbers: state.settings.numbers.map((_, k) => sectionOf(sections, `${s}.numbers.${k}`, Float64Array)),
  }
}

function sectionOf<A extends SectionArray>(
  sections: ReadonlyMap<string, SectionArray>,
  name: string,
  type: new (...args: never[]) => A,
): A {
  const array = sections.get(name)
  if (!(array instanceof type)) throw new Error(`the snapshot has no section ${name} of type ${type.name}`)
  return array
}

function addStrings(sections: Map<string, SectionArray>, name: string, strings: readonly string[]): void {
  const ends = new Uint32Array(strings.length)
  let end = 0
  for (const [i, text] of strings.entries()) {
    end += Buffer.byteLength(text)
    ends[i] = end
  }
  sections.set(`${name}.ends`, ends)
  sections.set(`${name}.text`, new Uint8Array(Buffer.from(strings.join(''))))
}

function stringsOf(sections: ReadonlyMap<string, SectionArray>, name: string): string[] {
  const ends = sectionOf(sections, `${name}.ends`, Uint32Array)
  const text = Buffer.from(sectionOf(sections, `${name}.text`, Uint8Array).buffer)
  return Array.from(ends, (end, i) => text.toString('utf8', i === 0 ? 0 : ends[i - 1]!, end))
}

function kindOf(array: SectionArray): Kind {
  if (array instanceof Uint8Array) return 'u8'
  if (array instanceof Uint16Array) return 'u16'
  return array instanceof Uint32Array ? 'u32' : 'f64'
}

function bytesOf(array: SectionArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function refuseBigEndian(): void {
  if (endianness() !== 'LE') throw new Error('search snapshots are little-endian, and this machine is not')
}
