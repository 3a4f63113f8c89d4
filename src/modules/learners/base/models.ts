import { createHash } from 'node:crypto'
import { endianness } from 'node:os'

/** Arrays that a model may hold; written as little-endian base64, so that they come back bit for bit. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array

/** What a model may be made of: plain data, typed arrays and models saved before, nested as the learner likes. */
export type ModelValue =
  | null
  | boolean
  | number
  | string
  | NumericArray
  | SavedModel
  | readonly ModelValue[]
  | { readonly [name: string]: ModelValue }

/** A model as plain data: survives JSON, a jsonb column (which reorders keys) and a structured clone. */
export interface SavedModel {
  readonly kind: string
  readonly version: number
  /** SHA-256 in hex of kind, version and body, with keys sorted. */
  readonly checksum: string
  readonly body: { readonly [name: string]: unknown }
}

/** Names a learner's saved form. The version rises when an older reader would misread the body. */
export interface ModelKind {
  readonly name: string
  readonly version: number
}

const arrayTypes = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  i8: Int8Array,
  u8: Uint8Array,
} as const

type ArrayTag = keyof typeof arrayTypes
type ArrayOf<Tag extends ArrayTag> = InstanceType<(typeof arrayTypes)[Tag]>

const bigEndian = endianness() === 'BE'

/**
 * Puts a model into its saved form.
 *
 * @throws {Error} when the body holds what JSON cannot say (NaN, an infinity, a function): the message names the field
 */
export function saveModel(kind: ModelKind, body: { readonly [name: string]: ModelValue }): SavedModel {
  const plain = encodeFields(body, `${kind.name}.body`)
  return { kind: kind.name, version: kind.version, checksum: checksumOf(kind, plain), body: plain }
}

/**
 * Opens a saved model for reading, after its kind, version and checksum have been verified.
 *
 * @param saved the saved form, or its JSON text
 * @throws {Error} of another kind, another version, changed or cut short; the message says what and where
 */
export function loadModel(kind: ModelKind, saved: unknown): ModelReader {
  const found = envelopeOf(kind, typeof saved === 'string' ? parseText(kind, saved) : saved)
  if (found.kind !== kind.name) throw new Error(`model of kind ${kind.name} expected, found ${found.kind}`)
  if (found.version !== kind.version) {
    throw new Error(`model ${kind.name}: version ${kind.version} expected, found version ${found.version}`)
  }
  const reader = readerOf(found.body, `${kind.name}.body`)
  checkArrays(found.body, `${kind.name}.body`)
  if (found.checksum !== checksumOf(kind, found.body)) {
    throw new Error(`model ${kind.name}: the checksum does not fit the body; it was changed or cut short`)
  }
  return reader
}

/** Reads the fields of a saved model by name and type; each throws an Error that names the field's path. */
export interface ModelReader {
  readonly path: string
  /** A finite number. */
  number(name: string): number
  /** A safe integer from `min` to `max`. */
  integer(name: string, min?: number, max?: number): number
  boolean(name: string): boolean
  string(name: string): string
  strings(name: string): string[]
  has(name: string): boolean
  /** A typed array, of exactly `length` numbers where one is given. The caller owns the copy. */
  array<Tag extends ArrayTag>(name: string, tag: Tag, length?: number): ArrayOf<Tag>
  child(name: string): ModelReader
  children(name: string): ModelReader[]
  /** A model saved within this one, to be given to its own loader. */
  nested(name: string): unknown
}

function readerOf(body: { readonly [name: string]: unknown }, path: string): ModelReader {
  const at = (name: string): string => `${path}.${name}`
  const refuse = (name: string, wanted: string): never => {
    throw new Error(`model field ${at(name)}: ${wanted} expected, found ${describe(body[name])}`)
  }
  const list = (name: string): readonly unknown[] => {
    const value = body[name]
    return Array.isArray(value) ? value : refuse(name, 'a list')
  }
  return {
    path,
    has: (name) => body[name] !== undefined && body[name] !== null,
    number: (name) => {
      const value = body[name]
      return typeof value === 'number' && Number.isFinite(value) ? value : refuse(name, 'a number')
    },
    integer: (name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) => {
      const value = body[name]
      const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      return fits ? value : refuse(name, `an integer from ${min} to ${max}`)
    },
    boolean: (name) => {
      const value = body[name]
      return typeof value === 'boolean' ? value : refuse(name, 'true or false')
    },
    string: (name) => {
      const value = body[name]
      return typeof value === 'string' ? value : refuse(name, 'a string')
    },
    strings: (name) =>
      list(name).map((value, index) => (typeof value === 'string' ? value : refuse(`${name}[${index}]`, 'a string'))),
    array: (name, tag, length) => decodeArray(body[name], at(name), { tag, length }),
    child: (name) => {
      const value = body[name]
      return isFields(value) ? readerOf(value, at(name)) : refuse(name, 'an object')
    },
    children: (name) =>
      list(name).map((value, index) =>
        isFields(value) ? readerOf(value, at(`${name}[${index}]`)) : refuse(`${name}[${index}]`, 'an object'),
      ),
    nested: (name) => body[name],
  }
}

function parseText(kind: ModelKind, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const where = `not JSON, or cut short after ${text.length} characters`
    throw new Error(`model ${kind.name}: ${where}: ${error.message}`, { cause: error })
  }
}

function envelopeOf(kind: ModelKind, saved: unknown): SavedModel {
  if (!isFields(saved)) throw new Error(`model ${kind.name}: a saved model expected, found ${describe(saved)}`)
  const { kind: name, version, checksum, body } = saved
  if (typeof name !== 'string') throw new Error(`model ${kind.name}: kind: a string expected, found ${describe(name)}`)
  if (typeof version !== 'number') {
    throw new Error(`model ${kind.name}: version: a number expected, found ${describe(version)}`)
  }
  if (typeof checksum !== 'string') {
    throw new Error(`model ${kind.name}: checksum: a string expected, found ${describe(checksum)}`)
  }
  if (!isFields(body)) throw new Error(`model ${kind.name}: body: an object expected, found ${describe(body)}`)
  return { kind: name, version, checksum, body }
}

function isFields(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? `a list of ${value.length}` : `a value of type ${typeof value}`
}

function encodeFields(fields: { readonly [name: string]: ModelValue }, path: string): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, encode(value, `${path}.${name}`)]))
}

function encode(value: ModelValue, path: string): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`model field ${path}: a finite number expected, found ${value}`)
    return value
  }
  if (ArrayBuffer.isView(value)) return encodeArray(value, path)
  if (Array.isArray(value)) return value.map((item: ModelValue, index) => encode(item, `${path}[${index}]`))
  if (isFields(value)) return encodeFields(value, path)
  throw new Error(`model field ${path}: plain data or a typed array expected, found ${describe(value)}`)
}

function encodeArray(values: NumericArray, path: string): unknown {
  const tag = Object.entries(arrayTypes).find(([, type]) => values instanceof type)?.[0]
  if (tag === undefined) throw new Error(`model field ${path}: a ${values.constructor.name} cannot be saved`)
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return {
    array: tag,
    length: values.length,
    base64: inLittleEndian(bytes, values.BYTES_PER_ELEMENT).toString('base64'),
  }
}

function decodeArray<Tag extends ArrayTag>(
  value: unknown,
  path: string,
  wanted: { readonly tag: Tag; readonly length: number | undefined },
): ArrayOf<Tag> {
  const { tag, length } = wanted
  if (!isEncodedArray(value)) throw new Error(`model field ${path}: a ${tag} array expected, found ${describe(value)}`)
  if (value.array !== tag) throw new Error(`model field ${path}: a ${tag} array expected, found ${value.array}`)
  if (length !== undefined && value.length !== length) {
    throw new Error(`model field ${path}: ${length} numbers expected, found ${value.length}`)
  }
  const type = arrayTypes[tag]
  const bytes = Buffer.from(value.base64, 'base64')
  requireWhole(value, bytes.length, path)
  const own = new ArrayBuffer(bytes.length)
  Buffer.from(own).set(inLittleEndian(bytes, type.BYTES_PER_ELEMENT))
  return new type(own) as ArrayOf<Tag> // `type` is the constructor that `tag` names
}

interface EncodedArray {
  readonly array: string
  readonly length: number
  readonly base64: string
}

function isEncodedArray(value: unknown): value is EncodedArray {
  return isFields(value) && typeof value['array'] === 'string' && typeof value['base64'] === 'string'
}

function requireWhole(value: EncodedArray, byteLength: number, path: string): void {
  const type = Object.hasOwn(arrayTypes, value.array) ? arrayTypes[value.array as ArrayTag] : undefined
  if (type === undefined) throw new Error(`model field ${path}: unknown array type ${value.array}`)
  const expected = value.length * type.BYTES_PER_ELEMENT
  if (byteLength !== expected) {
    throw new Error(`model field ${path}: cut short: ${expected} bytes expected, found ${byteLength}`)
  }
}

/** Finds the array that was cut short before the checksum is compared, so that the error says where. */
function checkArrays(value: unknown, path: string): void {
  if (isEncodedArray(value)) requireWhole(value, Buffer.byteLength(value.base64, 'base64'), path)
  else if (Array.isArray(value)) value.forEach((item, index) => checkArrays(item, `${path}[${index}]`))
  else if (isFields(value)) for (const [name, item] of Object.entries(value)) checkArrays(item, `${path}.${name}`)
}

function inLittleEndian(bytes: Buffer, bytesPerElement: number): Buffer {
  if (!bigEndian || bytesPerElement === 1) return bytes
  const copy = Buffer.from(bytes)
  if (bytesPerElement === 2) return copy.swap16()
  return bytesPerElement === 4 ? copy.swap32() : copy.swap64()
}

/** Sorts keys, because a jsonb column gives them back in an order of its own. */
function sortKeys(_name: string, value: unknown): unknown {
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function checksumOf(kind: ModelKind, body: { readonly [name: string]: unknown }): string {
  return createHash('sha256')
    .update(JSON.stringify([kind.name, kind.version, body], sortKeys))
    .digest('hex')
}
