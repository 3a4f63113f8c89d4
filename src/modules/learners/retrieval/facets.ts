import { type Coded, type SegmentFacet, type Sliced, placeOf } from './segments.ts'

const SLICE = 65_536

/** The distinct numbers of an array, ascending. */
export function distinct(numbers: Uint32Array): Uint32Array {
  return numbers.length > SLICE ? distinctOfMany(numbers) : distinctOfFew(numbers)
}

/** Marks what it meets: faster than sorting, and worth the memory only when there are many. */
function distinctOfMany(numbers: Uint32Array): Uint32Array {
  let highest = 0
  for (const number of numbers) if (number > highest) highest = number
  const met = new Uint8Array(highest + 1)
  let count = 0
  for (const number of numbers) {
    count += 1 - met[number]!
    met[number] = 1
  }
  const found = new Uint32Array(count)
  let kept = 0
  for (let number = 0; number <= highest; number += 1) {
    if (met[number] === 0) continue
    found[kept] = number
    kept += 1
  }
  return found
}

function distinctOfFew(numbers: Uint32Array): Uint32Array {
  const sorted = numbers.slice().sort()
  let kept = 0
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue
    sorted[kept] = sorted[i]!
    kept += 1
  }
  return sorted.slice(0, kept)
}

/** Lays out the values of one facet by value, given them by document. */
export function* facetOf(byDocument: Pick<SegmentFacet, 'documentOffsets' | 'values'>): Sliced<SegmentFacet> {
  const { documentOffsets, values } = byDocument
  const unique = distinct(values)
  yield
  const valueOffsets = new Uint32Array(unique.length + 1)
  for (let i = 0; i < values.length; i += 1) {
    valueOffsets[placeOf(unique, values[i]!) + 1]! += 1
    if (i % SLICE === SLICE - 1) yield
  }
  for (let v = 0; v < unique.length; v += 1) valueOffsets[v + 1]! += valueOffsets[v]!
  const next = valueOffsets.slice(0, unique.length)
  const documents = new Uint32Array(values.length)
  for (let d = 0; d + 1 < documentOffsets.length; d += 1) {
    for (let i = documentOffsets[d]!; i < documentOffsets[d + 1]!; i += 1) {
      const v = placeOf(unique, values[i]!)
      const place = next[v]!
      documents[place] = d
      next[v] = place + 1
    }
    if (d % SLICE === SLICE - 1) yield
  }
  const coded = yield* codedOf(byDocument)
  return { documentOffsets, values, distinct: unique, valueOffsets, documents, coded }
}

/** As many as a byte can tell. */
const COMBINATIONS_MAX = 256
/** Steps of a combination are keyed by the step before and the value. */
const STEP = 2 ** 32

/** Numbers the combinations of values; undefined when there are too many. */
function* codedOf({
  documentOffsets,
  values,
}: Pick<SegmentFacet, 'documentOffsets' | 'values'>): Sliced<Coded | undefined> {
  const codes = new Uint8Array(documentOffsets.length - 1)
  const combinations: Uint32Array[] = []
  const steps = new Map<number, number>()
  const codeAt: number[] = []
  for (let d = 0; d < codes.length; d += 1) {
    const [from, to] = [documentOffsets[d]!, documentOffsets[d + 1]!]
    let step = 0
    for (let i = from; i < to; i += 1) step = stepTo(steps, step * STEP + values[i]!)
    const code = (codeAt[step] ??= combinations.length)
    if (code === COMBINATIONS_MAX) return undefined
    if (code === combinations.length) combinations.push(values.slice(from, to))
    codes[d] = code
    if (d % SLICE === SLICE - 1) yield
  }
  return { codes, combinations }
}

function stepTo(steps: Map<number, number>, key: number): number {
  const known = steps.get(key)
  if (known !== undefined) return known
  const made = steps.size + 1
  steps.set(key, made)
  return made
}
