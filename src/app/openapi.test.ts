import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { served } from './server.fixtures.ts'

test('the API’s description of itself is valid OpenAPI 3.1', async (t) => {
  const { app } = await served(t)
  const result = await new Validator().validate((await app.inject('/v1/openapi.json')).json())
  assert.deepEqual(result.errors ?? [], [])
  assert.equal(result.valid, true)
})
