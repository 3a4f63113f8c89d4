import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { createMachine, getNextSnapshot } from 'xstate'
import { bikes } from './fixtures/bikes.ts'
import { tickets } from './fixtures/tickets.ts'
import { tools } from './fixtures/tools.ts'
import type { Manifest } from './manifest.ts'
import { alternativesOf } from './walk.ts'
import { toXState } from './xstate.ts'

/** Machine of a manifest in which every guard holds, so that each first alternative fires. */
function machineOf(manifest: Manifest): ReturnType<typeof createMachine> {
  const config = toXState(manifest)
  const guards = new Set(
    [...JSON.stringify(config).matchAll(/"guard":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string),
  )
  const named = Object.fromEntries([...guards].map((text) => [text, (): boolean => true]))
  // Long enough that no timer fires while an event is looked at.
  const keys = Object.values(manifest.flow.states).flatMap(({ after = {} }) => Object.keys(after))
  const delays = Object.fromEntries(keys.map((key) => [key, 1_000_000]))
  return createMachine(config).provide({ guards: named, delays })
}

/** Where `always` leads on from a state when every guard holds. */
function settled(manifest: Manifest, state: string): string {
  const [first] = manifest.flow.states[state]!.always ?? []
  return first?.target === undefined ? state : settled(manifest, first.target)
}

for (const manifest of [tools, bikes, tickets]) {
  test(`every event of ${manifest.business} leads to the same state in XState's own interpreter`, () => {
    const machine = machineOf(manifest)
    let events = 0
    for (const [name, state] of Object.entries(manifest.flow.states)) {
      for (const [type, one] of Object.entries(state.on ?? {})) {
        const [first] = alternativesOf(one)
        const next = getNextSnapshot(machine, machine.resolveState({ value: name }), { type })
        assert.equal(next.value, settled(manifest, first!.target ?? name), `${name} on ${type}`)
        events += 1
      }
    }
    assert.ok(events > 3)
  })
}
