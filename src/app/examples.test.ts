import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { declaredRefusals, type Manifest, play, tryManifest } from '#modules/flows'

const folder = new URL('../../docs/examples/', import.meta.url)
const options = { timeZone: 'Europe/Berlin', currency: 'EUR' }

for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  test(`the example ${name} can be posted as it stands, and bears to be played by the ten thousand`, () => {
    const manifest = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Manifest // checked below
    const played = play(tryManifest(manifest, options), { seed: 7, commands: 200_000, enough: 50 })
    assert.deepEqual(played.faults, [])
    assert.deepEqual([...played.succeeded].filter(([, times]) => times < 50), []) // prettier-ignore
    assert.deepEqual(declaredRefusals(manifest).filter((slug) => !played.refused.has(slug)), []) // prettier-ignore
  })
}
