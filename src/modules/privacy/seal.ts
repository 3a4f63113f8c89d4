import { createCipheriv, createDecipheriv, createSecretKey, hash, hkdfSync, type KeyObject } from 'node:crypto'
import type { Json } from '#kernel/commands'

/**
 * One value under one key: AES-256-GCM (NIST SP 800-38D) with a nonce made from the value itself, by HMAC-SHA-256 under
 * a key of its own: the construction of SIV (RFC 5297) with GCM as its cipher. It makes sealing repeatable, and tells
 * no more than whether the same person wrote the same at the same place.
 */

/** The two keys that a person's secret gives. */
export type SealingKey = { readonly cipher: KeyObject; readonly nonce: HmacKey }

/** A key of HMAC-SHA-256 with its two pads (RFC 2104), each a block of the hash. */
type HmacKey = { readonly inner: Buffer; readonly outer: Buffer }

/** Where a sealed value belongs: all of it is authenticated. */
export type Place = { readonly town: number; readonly party: string; readonly purpose: string; readonly field: string }

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const noSalt = Buffer.alloc(0)
/** Between place and value; the place is JSON, which holds no such byte. */
const zero = Buffer.alloc(1)

/** Keys of a secret of 32 random bytes. */
export function sealingKeyOf(secret: Buffer): SealingKey {
  const both = Buffer.from(hkdfSync('sha256', secret, noSalt, 'lakeside/seal', 64))
  return { cipher: createSecretKey(both.subarray(0, 32)), nonce: hmacKeyOf(both.subarray(32)) }
}

const blockBytes = 64

/** Pads a key of at most a block. */
export function hmacKeyOf(key: Buffer): HmacKey {
  const padded = (pad: number): Buffer =>
    Buffer.alloc(blockBytes, pad).map((byte, index) => byte ^ (key[index] ?? 0)) as Buffer
  return { inner: padded(0x36), outer: padded(0x5c) }
}

/** HMAC-SHA-256 by two hashes at once: an object of `createHmac` costs more than what it does on a line of text. */
export function hmac({ inner, outer }: HmacKey, message: Buffer): Buffer {
  return hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, message]), 'buffer')]), 'buffer')
}

/** `sealed:1:PARTY:FIELD:PAYLOAD`; the payload is nonce, ciphertext and tag. */
const form = /^sealed:1:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([^:]{0,400}):([\w-]{38,})$/
/** The same as JSON Schema wants it: what a personal value looks like when it has been sealed. */
export const sealedPattern = form.source

/** Whose key and which place a sealed text names; undefined for any other text. Nothing is proved by it. */
export function partsOf(text: string): { party: string; field: string; payload: string } | undefined {
  const [, party, field, payload] = text.startsWith('sealed:') ? (form.exec(text) ?? []) : []
  if (party === undefined || field === undefined || payload === undefined) return undefined
  const name = decoded(field)
  return name === undefined ? undefined : { party, field: name, payload }
}

function decoded(field: string): string | undefined {
  try {
    return decodeURIComponent(field)
  } catch (error) {
    if (error instanceof URIError) return undefined // a text that only looks like one of ours
    throw error
  }
}

function associated({ town, party, purpose, field }: Place): Buffer {
  return Buffer.from(JSON.stringify(['lakeside', 1, town, party, purpose, field]))
}

/** Seals a JSON value for its place. */
export function sealed(key: SealingKey, place: Place, value: Json): string {
  const bound = associated(place)
  const plain = Buffer.from(JSON.stringify(value))
  const nonce = hmac(key.nonce, Buffer.concat([bound, zero, plain])).subarray(0, nonceBytes)
  const cipher = createCipheriv(algorithm, key.cipher, nonce).setAAD(bound)
  const payload = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return `sealed:1:${place.party}:${encodeURIComponent(place.field)}:${payload.toString('base64url')}`
}

/** The value of a payload; undefined when key, place or payload is not the one it was sealed with. */
export function opened(key: SealingKey, place: Place, payload: string): Json | undefined {
  const bytes = Buffer.from(payload, 'base64url')
  const end = bytes.length - tagBytes
  if (end < nonceBytes) return undefined
  const decipher = createDecipheriv(algorithm, key.cipher, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(associated(place)).setAuthTag(bytes.subarray(end))
  const plain = decipher.update(bytes.subarray(nonceBytes, end))
  try {
    decipher.final()
  } catch {
    return undefined // the tag does not fit, which is all that `final` can say
  }
  return JSON.parse(plain.toString()) as Json // authentic, so it is what `sealed` wrote
}
