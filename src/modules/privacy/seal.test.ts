import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Json } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { hmac, hmacKeyOf, opened, partsOf, sealed, sealedPattern, sealingKeyOf } from './seal.ts'

const json = fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as Json)
const place = fc.record({
  town: fc.integer({ min: 1, max: 99 }),
  party: fc.constant(null).map(() => newId()),
  purpose: fc.string({ maxLength: 60 }),
  field: fc.stringMatching(/^(\/[\w~ :%é-]{1,20}){0,3}$/),
})
const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => sealingKeyOf(Buffer.from(bytes)))

test('whatever is sealed is opened again at its place, and its text says whose and where', () => {
  fc.assert(
    fc.property(key, place, json, (one, where, value) => {
      const text = sealed(one, where, value)
      assert.match(text, new RegExp(sealedPattern))
      const parts = partsOf(text)!
      assert.deepEqual([parts.party, parts.field], [where.party, where.field])
      assert.deepEqual(opened(one, where, parts.payload), value)
      assert.equal(sealed(one, where, value), text, 'sent again it is the same')
    }),
    { numRuns: 3_000 },
  )
})

test('a seal opens under no other key, for no other person, purpose, field or town', () => {
  fc.assert(
    fc.property(fc.tuple(key, key), place, json, ([one, other], where, value) => {
      const { payload } = partsOf(sealed(one, where, value))!
      assert.equal(opened(other, where, payload), undefined)
      const elsewhere = [
        { ...where, party: newId() },
        { ...where, purpose: `${where.purpose}x` },
        { ...where, field: `${where.field}/x` },
        { ...where, town: where.town + 1 },
      ]
      for (const wrong of elsewhere) assert.equal(opened(one, wrong, payload), undefined)
    }),
    { numRuns: 2_000 },
  )
})

test('a seal of which a single bit was turned, or which was cut, opens nothing', () => {
  fc.assert(
    fc.property(fc.tuple(key, fc.nat()), place, json, ([one, seed], where, value) => {
      const bytes = Buffer.from(partsOf(sealed(one, where, value))!.payload, 'base64url')
      const bit = seed % (bytes.length * 8)
      const turned = Buffer.from(bytes)
      turned[bit >> 3]! ^= 1 << (bit & 7)
      assert.equal(opened(one, where, turned.toString('base64url')), undefined)
      const cut = bytes.subarray(0, seed % bytes.length)
      assert.equal(opened(one, where, cut.toString('base64url')), undefined)
    }),
    { numRuns: 3_000 },
  )
})

test('two values under one key never share a nonce, and the text shows neither', () => {
  const one = sealingKeyOf(randomBytes(32))
  const where = { town: 1, party: newId(), purpose: 'order/1', field: '/address' }
  const texts = Array.from({ length: 2_000 }, (_, index) => sealed(one, where, `${index} Lakeside Walk`))
  const nonces = texts.map((text) => Buffer.from(partsOf(text)!.payload, 'base64url').subarray(0, 12).toString('hex'))
  assert.equal(new Set(nonces).size, texts.length)
  assert.ok(texts.every((text) => !text.includes('Lakeside')))
})

test('the nonce is HMAC-SHA-256 as the library has it', () => {
  const bytes = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes, (secret, message) => {
      const expected = createHmac('sha256', secret).update(message).digest()
      assert.deepEqual(hmac(hmacKeyOf(Buffer.from(secret)), Buffer.from(message)), expected)
    }),
    { numRuns: 500 },
  )
})

test('a text that only looks like a seal is none', () => {
  const party = newId()
  for (const text of ['', 'sealed:', `sealed:1:${party}`, `sealed:2:${party}:x:${'a'.repeat(60)}`]) {
    assert.equal(partsOf(text), undefined)
  }
  assert.equal(partsOf(`sealed:1:${party}:%E0%A4%A:${'a'.repeat(60)}`), undefined, 'a field that cannot be decoded')
})
