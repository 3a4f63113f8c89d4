import { createHash, randomFillSync } from 'node:crypto'

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const uuid7Shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const pool = Buffer.alloc(16 * 256)
let poolAt = pool.length
let lastMs = 0
let sequence = 0

/**
 * A new UUIDv7 (RFC 9562 §5.7) in machine time. Ids made in one process within one millisecond ascend: the 12 bits
 * after the time count up (method 1 of §6.2), and a full counter borrows from the next millisecond.
 *
 * @param nowMs machine time in ms; never town time
 */
export function newId(nowMs: number = Date.now()): string {
  if (poolAt === pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = pool.readUInt16BE(poolAt) & 0x7ff
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const bytes = pool.subarray(poolAt, (poolAt += 16))
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return formatId(bytes, 0)
}

/**
 * The id of something that another thing caused: the time of the cause, a hash of the cause and the text in the rest.
 * The same cause and text give the same id, so whatever runs twice changes nothing twice.
 *
 * @param cause a UUIDv7
 */
export function derivedId(cause: string, text: string): string {
  const bytes = createHash('sha256').update(cause).update('/').update(text).digest()
  bytes.writeUIntBE(timeOfId(cause), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return formatId(bytes, 0)
}

/** The namespace of all names in a town's books: cells and accounts. */
const namespace = Buffer.from('6d1c3b7e5a0f4f0e9b1d6c616b657369', 'hex')

/** UUIDv5 (RFC 9562 §5.5) of a name: the key of a cell or an account, with the name kept beside it. */
export function namedId(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest()
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return formatId(bytes, 0)
}

/** Ids kept at hand, some 100 bytes each; hashing a name costs as much as what is done with it. */
const knownNamesMax = 50_000

/** `namedId` for names that come again and again. */
export function createNamedIds(): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    if (known.size >= knownNamesMax) known.clear()
    const id = namedId(name)
    known.set(name, id)
    return id
  }
}

/** True for any UUID in lower case. */
export function isId(text: string): boolean {
  return uuidShape.test(text)
}

/** True for a UUIDv7 in lower case. */
export function isId7(text: string): boolean {
  return uuid7Shape.test(text)
}

/** Milliseconds since 1970 in machine time of a UUIDv7. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** Writes the 16 bytes of a UUID into a buffer and returns the offset behind them. */
export function writeId(id: string, buffer: Buffer, offset: number): number {
  let at = offset
  for (let index = 0; index < 36; index += 2) {
    if (index === 8 || index === 13 || index === 18 || index === 23) index += 1
    buffer[at] = (nibble(id.charCodeAt(index)) << 4) | nibble(id.charCodeAt(index + 1))
    at += 1
  }
  return at
}

/** Value of one hexadecimal digit in lower case. */
function nibble(code: number): number {
  return code < 58 ? code - 48 : code - 87
}

/** The text of the 16 bytes at an offset. */
export function formatId(bytes: Uint8Array, offset: number): string {
  let text = ''
  for (let index = 0; index < 16; index += 1) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-'
    text += hexOf[bytes[offset + index]!]
  }
  return text
}
