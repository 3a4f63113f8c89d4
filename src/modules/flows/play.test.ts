import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { bikes } from './fixtures/bikes.ts'
import { tickets } from './fixtures/tickets.ts'
import { tools } from './fixtures/tools.ts'
import type { Manifest } from './manifest.ts'
import { play } from './play.ts'
import { compileManifest } from './publication.ts'

const options = { timeZone: 'Europe/Berlin', currency: 'EUR' }

for (const manifest of [tools, tickets, bikes] satisfies Manifest[]) {
  test(`random play of ${manifest.business} reaches every transition without breaking a law`, () => {
    const played = play(compileManifest(manifest, options), { seed: 42, commands: 300_000, enough: 20 })
    assert.deepEqual(played.faults, [])
    const rare = [...played.succeeded].filter(([, times]) => times < 20)
    assert.deepEqual(rare, [])
  })
}

test('random play finds a manifest that keeps what it should give back', () => {
  const forgetful: Manifest = structuredClone(tools)
  // A deposit that is neither returned nor kept stays in its pot at a good end.
  Reflect.set(forgetful.flow.states['returned']!, 'entry', [{ pay: 'earn' }])
  const played = play(compileManifest(forgetful, options), { seed: 1, commands: 5000 })
  assert.match(played.faults.join('\n'), /pot deposit is not empty at the end returned/)
})

test('the same seed plays the same game', () => {
  const flow = compileManifest(tools, options)
  const one = play(flow, { seed: 5, commands: 1000 })
  const other = play(flow, { seed: 5, commands: 1000 })
  assert.deepEqual(one.succeeded, other.succeeded)
  assert.deepEqual(one.refused, other.refused)
})
