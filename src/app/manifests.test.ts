import { strict as assert } from 'node:assert'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { declaredRefusals, type Manifest, play, tryManifest } from '#modules/flows'

const folder = new URL('../businesses/', import.meta.url)
const options = { timeZone: 'Europe/Berlin', currency: 'EUR' }

for (const business of readdirSync(folder)) {
  const { manifest } = (await import(new URL(`${business}/manifest.ts`, folder).href)) as { manifest: Manifest }

  test(`the manifest of ${business} passes publication under the name of its folder`, () => {
    assert.equal(manifest.business, business)
    tryManifest(manifest, options)
  })

  test(`random play of ${business}: every transition succeeds 50 times, every declared refusal occurs, nothing fails`, () => {
    const played = play(tryManifest(manifest, options), { seed: 7, commands: 1_000_000, enough: 50 })
    assert.deepEqual(played.faults, [])
    assert.deepEqual(
      [...played.succeeded].filter(([, times]) => times < 50),
      [],
    )
    assert.deepEqual(
      declaredRefusals(manifest).filter((slug) => !played.refused.has(slug)),
      [],
    )
  })
}
