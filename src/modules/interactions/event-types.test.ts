import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { actorWith, impression, setStage } from './fixtures.ts'

const scan = {
  type: 'shelf-scan',
  purpose: 'service',
  title: 'A shelf was scanned',
  schema: {
    type: 'object',
    properties: {
      shelf: { type: 'string', maxLength: 20 },
      codes: { type: 'array', maxItems: 3, items: { type: 'integer' } },
    },
    required: ['shelf'],
  },
}

test('a type that the operator publishes takes events at once; the next version leaves the first as it is', async (t) => {
  const { as } = await setStage(t)
  const [operator, person] = [as(actorWith('operator')), as(actorWith())]
  const send = (given: object) => person.post('/v1/events', { events: [impression({ type: 'shelf-scan', ...given })] })
  assert.equal((await send({ data: { shelf: 'A' } })).body.quarantined[0].pointer, '/type')
  const first = await operator.post('/v1/event-types', scan)
  assert.deepEqual([first.status, first.body.version], [201, 1])
  assert.equal((await send({ data: { shelf: 'A', codes: [1, 2] } })).body.stored, 1)
  assert.equal((await send({ data: { shelf: 'A', codes: [1, 2, 3, 4] } })).body.quarantined[0].pointer, '/data/codes')
  const properties = { ...scan.schema.properties, aisle: { type: 'integer', minimum: 1 } }
  const next = { ...scan, schema: { ...scan.schema, properties, required: ['shelf', 'aisle'] } }
  assert.equal((await operator.post('/v1/event-types', next)).body.version, 2)
  assert.equal((await send({ data: { shelf: 'A' } })).body.quarantined[0].pointer, '/data/aisle')
  assert.equal((await send({ data: { shelf: 'A' }, version: 1 })).body.stored, 1)
  const { items } = (await person.get('/v1/event-types')).body
  const versions = items.filter(({ type }: { type: string }) => type === 'shelf-scan')
  assert.deepEqual(
    versions.map(({ version }: { version: number }) => version),
    [1, 2],
  )
})

test('publishing the same again makes no version; the operator alone publishes', async (t) => {
  const { as } = await setStage(t)
  const operator = as(actorWith('operator'))
  const key = newId()
  for (const again of [key, key, newId()]) {
    assert.equal((await operator.post('/v1/event-types', scan, again)).body.version, 1)
  }
  assert.equal((await as(actorWith()).post('/v1/event-types', scan)).status, 403)
})

test('a schema has bounds everywhere and describes what it requires', async (t) => {
  const { as } = await setStage(t)
  const operator = as(actorWith('operator'))
  const withSchema = (schema: object) =>
    operator.post('/v1/event-types', { ...scan, schema: { type: 'object', ...schema } })
  const bad: [object, string][] = [
    [{ properties: { text: { type: 'string' } } }, '/schema/properties/text'],
    [{ properties: { text: { type: 'string', maxLength: 20, pattern: '(a+)+$' } } }, '/schema/properties/text'],
    [{ properties: { list: { type: 'array', items: { type: 'boolean' } } } }, '/schema/properties/list'],
    [{ properties: {}, required: ['shelf'] }, '/schema/required'],
    [{ properties: {}, additionalProperties: true }, '/schema/additionalProperties'],
  ]
  for (const [schema, pointer] of bad) {
    const { status, body } = await withSchema(schema)
    assert.equal(status, 422, pointer)
    assert.ok(
      body.errors.some((error: { pointer: string }) => error.pointer.startsWith(pointer)),
      JSON.stringify(body.errors),
    )
  }
})
