import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lineOf, placeOf, placesIn } from './json-places.ts'

test('every member is found where its key stands, every element where it begins', () => {
  const text = '{\n  "a": [1,\n    {"b/c": "x"}],\n  "~": null }'
  const found = placesIn(text)
  const at = (pointer: string): string => text.slice(placeOf(found, pointer), placeOf(found, pointer) + 3)
  assert.deepEqual([at('/a'), at('/a/1'), at('/a/1/b~1c'), at('/~0')], ['"a"', '{"b', '"b/', '"~"'])
  assert.equal(lineOf(text, placeOf(found, '/a/1/b~1c')), 2)
})

test('what is missing is told at the nearest thing around it', () => {
  const text = '{"flow": {"states": {}}}'
  const found = placesIn(text)
  assert.equal(placeOf(found, '/flow/states/new/on'), text.indexOf('"states"'))
  assert.equal(placeOf(found, '/roles'), 0)
})

test('a text is whole exactly when JSON.parse takes it', () => {
  const texts = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
  )
  fc.assert(
    fc.property(texts, (text) => {
      assert.equal(placesIn(text).brokenAt === undefined, parses(text), text)
    }),
    { numRuns: 3_000 },
  )
})

test('the place of a mistake is where the text stops making sense', () => {
  assert.equal(placesIn('{"a": 1,\n "b" 2}').brokenAt, 14)
  assert.equal(placesIn('').brokenAt, 0)
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
