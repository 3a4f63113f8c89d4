import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { derivedId, formatId, isId, isId7, namedId, newId, timeOfId, writeId } from './ids.ts'

test('new ids are UUIDv7 in ascending order, also many within a millisecond and when the clock steps back', () => {
  const now = Date.now() + 60_000
  const ids = Array.from({ length: 20_000 }, (_, index) => newId(index % 3 === 0 ? now - 1000 : now))
  assert.ok(ids.every((id) => isId7(id)))
  assert.deepEqual(ids, [...ids].sort())
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(timeOfId(ids[0]!) >= now - 1000 && timeOfId(ids[0]!) <= now)
})

test('a derived id has the time of its cause, and the same cause and text give the same id', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const cause = newId()
      const id = derivedId(cause, one)
      assert.ok(isId7(id))
      assert.equal(timeOfId(id), timeOfId(cause))
      assert.equal(derivedId(cause, one), id)
      assert.equal(derivedId(cause, other) === id, one === other)
    }),
  )
})

test('a named id is the UUIDv5 of its name', () => {
  assert.match(namedId('wallet:x:EUR'), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(namedId('a'), namedId('a'))
  assert.notEqual(namedId('a'), namedId('b'))
})

test('an id survives its 16 bytes', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const buffer = Buffer.alloc(20)
      assert.equal(writeId(id, buffer, 2), 18)
      assert.equal(formatId(buffer, 2), id)
      assert.equal(buffer.toString('hex', 2, 18), id.replaceAll('-', ''))
    }),
  )
})

test('what is no id is told apart', () => {
  for (const text of ['', 'x', newId().toUpperCase(), `${newId()} `, newId().replaceAll('-', '')])
    assert.ok(!isId(text))
  assert.ok(!isId7(namedId('a')))
})
