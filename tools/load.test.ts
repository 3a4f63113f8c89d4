import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchTown } from '../simulator/town.ts'
import { putLoad, requireLoopback } from './load.ts'

test('load is put on this machine only', () => {
  for (const url of ['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:9', 'http://127.8.0.3'])
    assert.doesNotThrow(() => requireLoopback(url))
  for (const url of ['http://example.org', 'https://127.0.0.1', 'http://127.0.0.1.example.org', 'http://10.0.0.1'])
    assert.throws(() => requireLoopback(url), /--url must be/)
})

test('every order of a load is answered, and timed from the moment it was due', async () => {
  await using town = await launchTown({ environment: { DEMO: 'off' } })
  const rate = 200
  const felt = await putLoad({ baseUrl: town.baseUrl, orders: 100, clients: 4, rate })
  assert.equal(felt.accepted, 100)
  assert.equal(felt.times.totalCount, 100)
  assert.deepEqual([...felt.refused], [])
  assert.ok(felt.seconds >= 99 / rate, 'the last order is not placed before it is due')
})
