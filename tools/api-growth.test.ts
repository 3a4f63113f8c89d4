import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Surface, breaksBetween, readSurfaces, surfaceOf } from './api-growth.ts'

const text = { type: 'string' }
const shelf = (properties: object, required: string[]) => ({ type: 'object', properties, required })

/** A document with one operation that puts a shelf. */
function surface({
  takes = shelf({ name: text, note: text }, ['name']),
  answers = shelf({ id: text, name: text }, ['id']),
  more = {},
}: { takes?: object; answers?: object; more?: object } = {}): Surface {
  const operation = {
    operationId: 'putShelf',
    security: [],
    parameters: [{ name: 'draft', in: 'query', required: false, schema: text }],
    requestBody: { content: { 'application/json': { schema: takes } } },
    responses: { '200': { description: '', content: { 'application/json': { schema: answers } } } },
    ...more,
  }
  return surfaceOf({ paths: { '/shelves': { put: operation } } })
}

test('what a client relies on may not go, change its type or be demanded anew', () => {
  const cases: readonly (readonly [Surface, RegExp])[] = [
    [{}, /^PUT \/shelves is gone$/],
    [surface({ more: { operationId: 'saveShelf' } }), /was called putShelf, now saveShelf/],
    [surface({ more: { security: undefined } }), /no longer open/],
    [surface({ more: { parameters: [] } }), /input\/query draft is gone/],
    [surface({ more: { responses: {} } }), /no longer answers 200/],
    [surface({ takes: shelf({ name: text }, ['name']) }), /input\/body\/note is gone/],
    [surface({ takes: shelf({ name: text, note: text }, ['name', 'note']) }), /input\/body\/note is required now/],
    [surface({ takes: shelf({ name: text, note: text, size: text }, ['name', 'size']) }), /size is new and required/],
    [surface({ takes: shelf({ name: { type: 'integer' }, note: text }, ['name']) }), /name was string, now integer/],
    [surface({ answers: shelf({ id: text }, ['id']) }), /answer 200\/name is gone/],
    [surface({ answers: shelf({ id: text, name: text }, []) }), /answer 200\/id may be missing/],
  ]
  for (const [now, expected] of cases) {
    const breaks = breaksBetween(surface(), now, '2026-11-30')
    assert.equal(breaks.length, 1, `${String(expected)}: ${breaks.join(', ')}`)
    assert.match(breaks[0]!, expected)
  }
})

test('null may come to what goes in, and leave what is answered', () => {
  const orNull = { anyOf: [text, { type: 'null' }] }
  const strict = shelf({ id: text, name: text }, ['id'])
  const loose = shelf({ id: orNull, name: text }, ['id'])
  const breaks = (before: object, after: object) =>
    breaksBetween(surface({ answers: before, takes: after }), surface({ answers: after, takes: before }), '2026-11-30')
  assert.deepEqual(breaks(loose, strict), [])
  assert.equal(breaks(strict, loose).length, 2)
})

test('what is added breaks nobody', () => {
  const grown = surface({
    takes: shelf({ name: { anyOf: [text, { type: 'integer' }] }, note: text, size: text }, []),
    answers: shelf({ id: text, name: text, size: text }, ['id', 'name', 'size']),
    more: { responses: { '200': { description: '', content: { 'application/json': { schema: shelf({ id: text, name: text }, ['id', 'name']) } } }, '201': { description: '' } } },
  }) // prettier-ignore
  assert.deepEqual(breaksBetween(surface(), grown, '2026-11-30'), [])
})

test('an operation that was deprecated may go on the day of its sunset, not before', () => {
  const outdated = surface({ more: { 'x-sunset': '2026-12-31' } })
  assert.deepEqual(breaksBetween(outdated, {}, '2026-12-30'), ['PUT /shelves is gone'])
  assert.deepEqual(breaksBetween(outdated, {}, '2026-12-31'), [])
})

test('the API has only grown since its baseline', () => {
  const { baseline, now } = readSurfaces()
  assert.ok(Object.keys(baseline).length > 30)
  assert.deepEqual(
    breaksBetween(baseline, now, new Date().toISOString().slice(0, 10)),
    [],
    'deprecate it with dates in its route, or, before version 1, run: node tools/api-growth.ts --accept',
  )
})
