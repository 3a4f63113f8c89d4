import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Schema, controlOf, errorAt, initialValues, missingIn } from './schema.ts'

test('each kind of property gets the control that people expect of it', () => {
  const found = (name: string, schema: Schema): string => controlOf(name, schema)
  assert.equal(found('delivery', { type: 'string', enum: ['shipping', 'pickup'] }), 'choice')
  assert.equal(found('code', { type: 'string', minLength: 6, maxLength: 6 }), 'code')
  assert.equal(found('note', { type: 'string', maxLength: 2_000 }), 'long-text')
  assert.equal(found('buyerBps', { type: 'integer', maximum: 10_000 }), 'share')
  assert.equal(found('shippingMinor', { type: 'integer' }), 'money')
  assert.equal(found('from', { type: 'integer', format: 'date' }), 'day')
  assert.equal(found('day', { type: 'integer', maximum: 80_000 }), 'day')
  assert.equal(found('day', { type: 'integer', maximum: 31 }), 'number')
  assert.equal(found('qtys', { type: 'array', items: { type: 'integer' } }), 'quantities')
  assert.equal(found('place', { properties: { lat: { type: 'integer' } } }), 'group')
})

const schema: Schema = {
  required: ['delivery', 'days'],
  properties: {
    delivery: { type: 'string', enum: ['shipping', 'pickup'] },
    days: { type: 'integer' },
    colour: { type: 'string', enum: ['red', 'blue'] },
    wrapped: { type: 'boolean', default: true },
  },
}

test('a form begins with defaults and with the first of few choices that must be made', () => {
  assert.deepEqual(initialValues(schema, { days: 3 }), { delivery: 'shipping', days: 3, wrapped: true })
  assert.deepEqual(missingIn(schema, initialValues(schema)), ['days'])
})

test('what the server says of a place in the input is shown at its field', () => {
  const errors = [{ pointer: '/input/days', detail: 'must be >= 1' }]
  assert.equal(errorAt(errors, 'days'), 'must be >= 1')
  assert.equal(errorAt(errors, 'delivery'), undefined)
})
