import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from './until.ts'

test('looks again until it is so and answers what was found then; a look that fails ends it', async () => {
  let looks = 0
  const counted = () => Promise.resolve((looks += 1))
  assert.equal(await until(counted, (count) => count === 3), 3)
  assert.equal(await until(counted), 4, 'what is true is so')
  assert.equal(looks, 4, 'nothing is looked at once more')
  await assert.rejects(
    until(() => Promise.reject(new Error('gone'))),
    { message: 'gone' },
  )
})

test('gives up when patience is at its end and tells what was seen last', async () => {
  const draft = () => ({ state: 'draft' })
  await assert.rejects(until(draft, ({ state }) => state === 'live', 25), /within 25 ms; .*"draft"/) // prettier-ignore
})
