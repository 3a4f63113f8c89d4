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
  let at = 0
  const skip = (): void => {
    space.lastIndex = at
    space.exec(text)
    at = space.lastIndex
  }
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) throw new Broken()
    at = pattern.lastIndex
    return found[0]
  }
  const expect = (character: string): void => {
    skip()
    if (text[at] !== character) throw new Broken()
    at += 1
  }
  const members = (close: string, one: (index: number) => void): void => {
    at += 1
    skip()
    if (text[at] === close) {
      at += 1
      return
    }
    for (let index = 0; ; index += 1) {
      skip()
      one(index)
      skip()
      if (text[at] === close) break
      expect(',')
    }
    at += 1
  }
  const value = (pointer: string, depth: number): void => {
    if (depth > depthMax) throw new Broken()
    skip()
    if (!places.has(pointer)) places.set(pointer, at)
    if (text[at] === '"') take(quoted)
    else if (text[at] === '[') members(']', (index) => value(`${pointer}/${index}`, depth + 1))
    else if (text[at] === '{') {
      members('}', () => {
        const keyAt = at
        const below = `${pointer}/${escaped(JSON.parse(take(quoted)) as string)}`
        places.set(below, keyAt)
        expect(':')
        value(below, depth + 1)
      })
    } else take(scalar)
  }
  try {
    value('', 0)
    skip()
    return { places, brokenAt: at < text.length ? at : undefined }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { places, brokenAt: at }
  }
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
