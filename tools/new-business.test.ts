import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Manifest, declaredRefusals, play, tryManifest } from '#modules/flows'
import { skeletonOf, writeSkeleton } from './new-business.ts'
import { tidyRules } from './tidy.ts'

const cloneDir = path.join(import.meta.dirname, '..')

/** A clone with nothing but the new business in it; the rest is linked. */
function cloneWith(t: TestContext, name: string): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'lakeside-business-'))
  t.after(() => rmSync(root, { recursive: true }))
  mkdirSync(path.join(root, 'src'))
  for (const file of ['package.json', '.oxfmtrc.json', '.oxlintrc.json'])
    cpSync(path.join(cloneDir, file), path.join(root, file))
  for (const linked of ['node_modules', 'src/kernel', 'src/modules'])
    symlinkSync(path.join(cloneDir, linked), path.join(root, linked))
  const config = { extends: path.join(cloneDir, 'tsconfig.json'), include: ['src'], exclude: ['src/**/ui'] }
  writeFileSync(path.join(root, 'tsconfig.json'), JSON.stringify(config))
  writeSkeleton(path.join(root, 'src'), name)
  return root
}

function run(root: string, tool: string, ...args: readonly string[]): string {
  const result = spawnSync(path.join(cloneDir, 'node_modules', '.bin', tool), args, { cwd: root, encoding: 'utf8' })
  return result.status === 0 ? '' : `${result.stdout}${result.stderr}`
}

test('the skeleton of a business is typed, formatted, linted and tidy as it stands', (t) => {
  const root = cloneWith(t, 'bike-hire')
  assert.equal(run(root, 'tsc', '--noEmit', '-p', 'tsconfig.json'), '')
  assert.equal(run(root, 'oxfmt', '--check', 'src/businesses'), '')
  assert.equal(run(root, 'oxlint', '--deny-warnings', 'src/businesses'), '')
  const files = Object.entries(skeletonOf('bike-hire')).map(([name, text]) => ({
    file: `src/businesses/bike-hire/${name}`,
    text,
  }))
  assert.deepEqual(
    Object.values(tidyRules).flatMap((rule) => rule(files)),
    [],
  )
})

test('its manifest passes publication, and random play finds no fault in it', async (t) => {
  const root = cloneWith(t, 'bike-hire')
  const file = pathToFileURL(path.join(root, 'src', 'businesses', 'bike-hire', 'manifest.ts')).href
  const { manifest }: { manifest: Manifest } = await import(file)
  const played = play(tryManifest(manifest, { timeZone: 'Europe/Berlin', currency: 'EUR' }), {
    seed: 7,
    commands: 200_000,
    enough: 50,
  })
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

test('a name that cannot be a folder, or a folder that exists, is refused', (t) => {
  for (const name of ['', 'Bikes', 'bike_hire', '../bikes', '9lives'])
    assert.throws(() => skeletonOf(name), /kebab-case/)
  const root = cloneWith(t, 'bikes')
  assert.throws(() => writeSkeleton(path.join(root, 'src'), 'bikes'), { code: 'EEXIST' })
})
