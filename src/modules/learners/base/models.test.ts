import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadModel, type ModelKind, type ModelValue, saveModel } from './models.ts'

const kind: ModelKind = { name: 'test.thing', version: 3 }

const body = {
  rounds: 7,
  bias: -0.1,
  name: 'a thing',
  linear: true,
  weights: Float64Array.of(1, -0, 1e-300, Infinity),
  words: ['ä', '', 'z'],
  parts: [{ rows: Int32Array.of(-1, 2) }, { rows: new Int32Array(0) }],
  inner: { bytes: Uint8Array.of(0, 255) },
}

/** What a jsonb column does to a document: keys reordered, numbers kept. */
const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [name, reordered(item)])
  return Object.fromEntries(entries.toReversed())
}

test('a saved model comes back bit for bit, also through JSON text and with its keys in another order', () => {
  const saved = saveModel(kind, body)
  for (const form of [saved, JSON.stringify(saved), reordered(saved), structuredClone(saved)]) {
    const reader = loadModel(kind, form)
    assert.equal(reader.integer('rounds', 0), 7)
    assert.equal(reader.number('bias'), -0.1)
    assert.equal(reader.string('name'), 'a thing')
    assert.equal(reader.boolean('linear'), true)
    assert.deepEqual(reader.array('weights', 'f64', 4), body.weights)
    assert.deepEqual(reader.strings('words'), body.words)
    const rows = reader.children('parts').map((part) => part.array('rows', 'i32'))
    assert.deepEqual(rows, [Int32Array.of(-1, 2), new Int32Array(0)])
    assert.deepEqual(reader.child('inner').array('bytes', 'u8'), Uint8Array.of(0, 255))
    assert.equal(reader.has('absent'), false)
  }
})

test('every typed array round-trips, also a window into a larger buffer', () => {
  const double = fc.double()
  fc.assert(
    fc.property(fc.array(double, { maxLength: 40 }), fc.nat(5), (numbers, skip) => {
      const window = Float64Array.from(numbers).subarray(Math.min(skip, numbers.length))
      const back = loadModel(kind, JSON.stringify(saveModel(kind, { window }))).array('window', 'f64')
      assert.deepEqual(back, Float64Array.from(window))
    }),
  )
  const arrays: ModelValue[] = [Float32Array, Uint32Array, Int16Array, Uint16Array, Int8Array].map((type) =>
    type.of(1, 2),
  )
  const tags = ['f32', 'u32', 'i16', 'u16', 'i8'] as const
  tags.forEach((tag, index) => {
    const back = loadModel(kind, saveModel(kind, { list: arrays[index]! })).array('list', tag)
    assert.deepEqual(back, arrays[index])
  })
})

test('a model within a model comes back through its own loader', () => {
  const inner = saveModel({ name: 'test.inner', version: 1 }, { weights: Float32Array.of(1.5) })
  const outer = loadModel(kind, JSON.stringify(saveModel(kind, { inner })))
  const reader = loadModel({ name: 'test.inner', version: 1 }, outer.nested('inner'))
  assert.deepEqual(reader.array('weights', 'f32'), Float32Array.of(1.5))
})

test('a model of another kind or another version is refused by name', () => {
  const saved = saveModel(kind, body)
  assert.throws(
    () => loadModel({ name: 'test.other', version: 3 }, saved),
    /kind test\.other expected, found test\.thing/,
  )
  assert.throws(() => loadModel({ name: 'test.thing', version: 4 }, saved), /version 4 expected, found version 3/)
})

test('a model that was cut short is refused, and the message says where', () => {
  const text = JSON.stringify(saveModel(kind, body))
  assert.throws(() => loadModel(kind, text.slice(0, 90)), /test\.thing: not JSON, or cut short after 90 characters/)
  const saved = saveModel(kind, body)
  const weights = saved.body['weights'] as { base64: string }
  const shorter = { ...weights, base64: weights.base64.slice(0, 16) }
  assert.throws(
    () => loadModel(kind, { ...saved, body: { ...saved.body, weights: shorter } }),
    /test\.thing\.body\.weights: cut short: 32 bytes expected, found 12/,
  )
})

test('a changed number, or a missing part of the envelope, is refused', () => {
  const saved = saveModel(kind, body)
  assert.throws(() => loadModel(kind, { ...saved, body: { ...saved.body, rounds: 8 } }), /checksum does not fit/)
  for (const part of ['kind', 'version', 'checksum', 'body']) {
    const rest = Object.fromEntries(Object.entries(saved).filter(([name]) => name !== part))
    assert.throws(() => loadModel(kind, rest), new RegExp(`${part}: .* expected, found nothing`))
  }
  for (const wrong of [null, 3, [], 'null']) assert.throws(() => loadModel(kind, wrong), /a saved model expected/)
})

test('a field of another type, length or range is refused with its path', () => {
  const reader = loadModel(kind, saveModel(kind, body))
  assert.throws(() => reader.number('absent'), /test\.thing\.body\.absent: a number expected, found nothing/)
  assert.throws(() => reader.integer('bias'), /bias: an integer/)
  assert.throws(() => reader.integer('rounds', 8, 9), /an integer from 8 to 9 expected, found 7/)
  assert.throws(() => reader.array('weights', 'f64', 5), /weights: 5 numbers expected, found 4/)
  assert.throws(() => reader.array('weights', 'i32'), /weights: a i32 array expected, found f64/)
  assert.throws(() => reader.array('bias', 'f64'), /bias: a f64 array expected, found -0\.1/)
  assert.throws(() => reader.strings('parts'), /parts\[0\]: a string expected/)
  assert.throws(() => reader.children('words'), /words\[0\]: an object expected/)
  assert.throws(() => reader.children('parts')[1]!.array('bytes', 'u8'), /body\.parts\[1\]\.bytes/)
})

test('a number that JSON cannot say is refused when saving', () => {
  for (const wrong of [NaN, Infinity, -Infinity]) {
    assert.throws(() => saveModel(kind, { list: [1, wrong] }), /test\.thing\.body\.list\[1\]: a finite number expected/)
  }
  const view = new DataView(new ArrayBuffer(8)) as unknown as Float64Array // what a caller without types could pass
  assert.throws(() => saveModel(kind, { view }), /a DataView cannot be saved/)
})
