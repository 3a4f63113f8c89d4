import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Problem } from '#kernel/problem'
import { bikes } from './fixtures/bikes.ts'
import { mistakes } from './fixtures/mistakes.ts'
import { tickets } from './fixtures/tickets.ts'
import { tools } from './fixtures/tools.ts'
import type { Manifest } from './manifest.ts'
import { compileManifest, tryManifest } from './publication.ts'

const options = { timeZone: 'Europe/Berlin', currency: 'EUR' }

/** A JSON value that may be changed at will. */
type Draft = Record<string, never> & { [key: string]: Draft }

/** The places and words of what is wrong with a manifest after a change. */
function wrongs(manifest: Manifest, change: (draft: Draft) => void): string[] {
  const draft = structuredClone(manifest) as unknown as Draft
  change(draft)
  try {
    tryManifest(draft as unknown as Manifest, options)
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    return thrown.details.errors!.map(({ pointer, detail }) => `${pointer} ${detail}`)
  }
  return []
}

/** Sets a value deep in a draft by its JSON Pointer; `undefined` removes it. */
function put(pointer: string, value: unknown): (draft: Draft) => void {
  return (draft) => {
    const steps = pointer.split('/').slice(1)
    const last = steps.pop()!
    let place = draft
    for (const step of steps) place = place[step]!
    if (value === undefined) Reflect.deleteProperty(place, last)
    else Reflect.set(place, last, value)
  }
}

for (const { name, manifest, pointer, value, expected } of mistakes) {
  test(`publication refuses ${name} and says where`, () => {
    const found = wrongs(manifest, put(pointer, value))
    assert.ok(
      found.some((words) => expected.test(words)),
      found.join('\n') || 'nothing was found wrong',
    )
  })
}

test('publication tells everything that is wrong at once', () => {
  const found = wrongs(tools, (draft) => {
    put('/flow/states/out/on/lost/target', 'gone')(draft)
    put('/money/hold/0/amount', 'terms.rant')(draft)
    put('/flow/states/booked/after', undefined)(draft)
  })
  assert.ok(found.length >= 3, found.join('\n'))
})

for (const manifest of [tools, bikes, tickets]) {
  test(`publication takes ${manifest.business} as it is`, () => {
    assert.equal(compileManifest(manifest, options).manifest, manifest)
    assert.deepEqual(
      wrongs(manifest, () => undefined),
      [],
    )
  })
}
