import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { connectRaw, sqlState } from './db.ts'
import { testDatabase } from './testing.ts'
import {
  begin, bools, byteas, commit, float8s, int2s, int4s, int8s, isCommitted, jsons, pipeline, prepared, texts,
    timestamps, uuids,
} from './wire.ts' // prettier-ignore

const orNull = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> => fc.array(fc.option(one), { maxLength: 40 })
/** PostgreSQL's text holds every character but NUL, and only whole code points. */
const storable = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').toWellFormed())

test('every column comes back from the server as it was sent', async (t) => {
  const db = await testDatabase(t)
  const client = await connectRaw(db.url, { pipeline: true })
  t.after(() => client.end())
  const echo = prepared(
    'test.echo',
    `select $1::uuid[]::text[], $2::text[], $3::int2[], $4::int4[], $5::int8[], $6::float8[], $7::bool[], $8::timestamptz[],
       $9::bytea[]::text[], $10::json[]::text[]`,
  )
  const columns = fc.record({
    uuid: orNull(fc.uuid()),
    text: orNull(storable),
    int2: orNull(fc.integer({ min: -32_768, max: 32_767 })),
    int4: orNull(fc.integer()),
    int8: orNull(fc.maxSafeInteger()),
    float8: orNull(fc.double({ noNaN: true })),
    bool: orNull(fc.boolean()),
    at: orNull(fc.integer({ min: 0, max: 9_000_000_000_000 })),
    bytea: orNull(fc.uint8Array({ maxLength: 20 })),
    json: orNull(fc.jsonValue().map((value) => JSON.stringify(value).replaceAll('\\u0000', ''))),
  })
  await fc.assert(
    fc.asyncProperty(columns, async (sent) => {
      const [answer] = await pipeline(client, [
        echo(
          uuids(sent.uuid), texts(sent.text), int2s(sent.int2), int4s(sent.int4), int8s(sent.int8),
            float8s(sent.float8),
          bools(sent.bool), timestamps(sent.at), byteas(sent.bytea), jsons(sent.json),
        ), // prettier-ignore
      ])
      const hex = sent.bytea.map((bytes) => (bytes === null ? null : `\\x${Buffer.from(bytes).toString('hex')}`))
      const plain = sent.float8.map((value) => (value === 0 ? 0 : value))
      const [uuid, text, int2, int4, int8, float8, bool, at, bytea, json] = answer!.rows[0]!
      assert.deepEqual([uuid, text, int2, int4, int8, bool, at, bytea, json], [
        sent.uuid, sent.text, sent.int2, sent.int4, sent.int8, sent.bool, sent.at, hex, sent.json,
      ]) // prettier-ignore
      assert.deepEqual(
        (float8 as number[]).map((value) => (value === 0 ? 0 : value)),
        plain,
      )
    }),
    { numRuns: 60 },
  )
})

test('a number that is not a safe integer, and a text with NUL, are refused before they are sent', () => {
  for (const value of [0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => int8s([value]), RangeError)
  assert.throws(() => texts(['a\0b']), RangeError)
})

test('a pipeline waits for all answers, throws the first failure, and its COMMIT stores nothing', async (t) => {
  const db = await testDatabase(t)
  const client = await connectRaw(db.url, { pipeline: true })
  t.after(() => client.end())
  const expecting = prepared('test.expect', 'select kernel.expect($1::int8, $2::int8)')
  const answers = await pipeline(client, [begin, expecting(1, 1), commit])
  assert.equal(isCommitted(answers.at(-1)), true)
  await assert.rejects(
    pipeline(client, [begin, expecting(1, 2), expecting(1, 1), commit]),
    (error) => sqlState(error) === 'LS001',
  )
  const [still] = await pipeline(client, [expecting(3, 3)])
  assert.equal(still?.rowCount, 1)
})
