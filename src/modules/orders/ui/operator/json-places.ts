/** Where the parts of a JSON text stand: for messages that name a place by JSON Pointer (RFC 6901). */
export type JsonPlaces = {
  /** Offset of the key, or of the value of an element, by pointer. */
  readonly places: ReadonlyMap<string, number>
  /** Offset at which the text stops being JSON (RFC 8259); undefined when all of it is. */
  readonly brokenAt: number | undefined
}

class Broken extends Error {}

/** A scalar as RFC 8259 writes it. */
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y
// eslint-disable-next-line no-control-regex -- RFC 8259 forbids them in texts
const quoted = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const space = /[ \t\n\r]*/y

/** Deeper than any manifest may be: the stack must not end first. */
const depthMax = 200

/** Reads a text once and notes where everything stands. */
export function placesIn(text: string): JsonPlaces {
  const places = new Map<string, number>()
  const reader = readerOf(text)
  const value = (pointer: string, depth: number): void => {
    if (depth > depthMax) throw new Broken()
    reader.skip()
    if (!places.has(pointer)) places.set(pointer, reader.at())
    const first = text[reader.at()]
    if (first === '[') reader.members(']', (index) => value(`${pointer}/${index}`, depth + 1))
    else if (first === '{') reader.members('}', () => member(pointer, depth))
    else reader.take(first === '"' ? quoted : scalar)
  }
  const member = (pointer: string, depth: number): void => {
    const keyAt = reader.at()
    const below = `${pointer}/${escaped(JSON.parse(reader.take(quoted)) as string)}`
    places.set(below, keyAt)
    reader.expect(':')
    value(below, depth + 1)
  }
  try {
    value('', 0)
    reader.skip()
    return { places, brokenAt: reader.at() < text.length ? reader.at() : undefined }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { places, brokenAt: reader.at() }
  }
}

type Reader = {
  at: () => number
  /** Passes blanks. */
  skip: () => void
  take: (pattern: RegExp) => string
  expect: (character: string) => void
  /** Passes what stands between brackets, part by part. */
  members: (close: string, one: (index: number) => void) => void
}

/** @throws {Broken} where the text is not JSON */
function readerOf(text: string): Reader {
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) throw new Broken()
    at = pattern.lastIndex
    return found[0]
  }
  const skip = (): void => void take(space)
  const expect = (character: string): void => {
    skip()
    if (text[at] !== character) throw new Broken()
    at += 1
  }
  const isAt = (character: string): boolean => {
    skip()
    return text[at] === character
  }
  const members: Reader['members'] = (close, one) => {
    at += 1
    for (let index = 0; index > 0 || !isAt(close); index += 1) {
      skip()
      one(index)
      if (isAt(close)) break
      expect(',')
    }
    at += 1
  }
  return { at: () => at, skip, take, expect, members }
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The offset of a pointer's place, or of the nearest thing around it: what is missing has no place of its own. */
export function placeOf({ places }: JsonPlaces, pointer: string): number {
  for (let rest = pointer; rest !== ''; rest = rest.slice(0, rest.lastIndexOf('/'))) {
    const found = places.get(rest)
    if (found !== undefined) return found
  }
  return places.get('') ?? 0
}

/** The line of an offset, from 0. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1
}
