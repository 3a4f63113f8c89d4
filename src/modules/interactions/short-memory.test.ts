import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createShortMemory } from './short-memory.ts'

test('what was found, and that nothing was, is asked for again after a second and not before', async () => {
  let ms = 1_000_000
  const asked: string[][] = []
  const consents = new Map([['ada', 'analytics']])
  const remember = createShortMemory(
    async (keys) => {
      asked.push([...keys])
      return new Map(consents)
    },
    { now: () => ms },
  )
  assert.deepEqual([...(await remember(['ada', 'bob', 'ada']))], [['ada', 'analytics']])
  consents.delete('ada')
  consents.set('bob', 'analytics')
  ms += 999
  assert.deepEqual([...(await remember(['ada', 'bob']))], [['ada', 'analytics']])
  ms += 1
  assert.deepEqual([...(await remember(['ada', 'bob']))], [['bob', 'analytics']])
  assert.deepEqual(asked, [
    ['ada', 'bob'],
    ['ada', 'bob'],
  ])
})
