import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'

const binDir = path.join(import.meta.dirname, '..', 'bin')

/** A clone with one dependency and one development tool, both folders of its own, so that npm needs no network. */
function clone(t: TestContext): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'lakeside-prepare-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  cpSync(binDir, path.join(root, 'bin'), { recursive: true })
  for (const name of ['oar', 'plane']) {
    mkdirSync(path.join(root, 'packages', name), { recursive: true })
    writeFileSync(path.join(root, 'packages', name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }))
  }
  const dependencies = { oar: 'file:packages/oar' }
  const devDependencies = { plane: 'file:packages/plane' }
  writeFileSync(
    path.join(root, 'package.json'),
    JSON.stringify({ name: 'boat', version: '1.0.0', dependencies, devDependencies }),
  )
  writeLock(root, { oar: 'packages/oar', plane: 'packages/plane' })
  return root
}

function writeLock(root: string, links: Readonly<Record<string, string>>): void {
  const dependencies = { oar: 'file:packages/oar' }
  const devDependencies = { plane: 'file:packages/plane' }
  const linked = Object.entries(links).flatMap(([name, resolved]) => {
    const dev = name === 'plane' ? { dev: true } : {}
    return [
      [`node_modules/${name}`, { resolved, link: true, ...dev }],
      [resolved, { version: '1.0.0', ...dev }],
    ] as const
  })
  const packages = {
    '': { name: 'boat', version: '1.0.0', dependencies, devDependencies },
    ...Object.fromEntries(linked),
  }
  writeFileSync(
    path.join(root, 'package-lock.json'),
    JSON.stringify({ name: 'boat', version: '1.0.0', lockfileVersion: 3, packages }),
  )
}

interface Prepared {
  readonly output: string
  readonly hasPassed: boolean
}

async function prepare(root: string, withDevelopment = false): Promise<Prepared> {
  const code = `import { prepare } from ${JSON.stringify(path.join(root, 'bin', 'prepare.mjs'))}
    console.log(await prepare({ withDevelopment: ${withDevelopment} }))`
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      cwd: root,
    })
    return { output: stdout + stderr, hasPassed: true }
  } catch (error) {
    return { output: String(error), hasPassed: false }
  }
}

function has(root: string, name: string): boolean {
  return existsSync(path.join(root, 'node_modules', name, 'package.json'))
}

test('the first start installs without development tools; the second finds the work done', async (t) => {
  const root = clone(t)
  const first = await prepare(root)
  assert.match(first.output, /Installing packages \(without development tools\)/)
  assert.ok(first.output.trim().endsWith(process.execPath))
  assert.deepEqual([has(root, 'oar'), has(root, 'plane')], [true, false])
  assert.doesNotMatch((await prepare(root)).output, /Installing/)
})

test('a tool gets the development packages too, and a later start leaves them there', async (t) => {
  const root = clone(t)
  await prepare(root)
  assert.match((await prepare(root, true)).output, /Installing packages \(with development tools\)/)
  assert.deepEqual([has(root, 'oar'), has(root, 'plane')], [true, true])
  assert.doesNotMatch((await prepare(root)).output, /Installing/)
  assert.ok(has(root, 'plane'))
})

test('a lock file that changed is followed at the next start', async (t) => {
  const root = clone(t)
  await prepare(root)
  rmSync(path.join(root, 'node_modules', 'oar'))
  assert.doesNotMatch((await prepare(root)).output, /Installing/, 'the lock file is the same')
  writeFileSync(path.join(root, 'package-lock.json'), '\n', { flag: 'a' })
  assert.match((await prepare(root)).output, /Installing/)
  assert.ok(has(root, 'oar'))
})

test('of two starts at once one installs and the other waits for it', async (t) => {
  const root = clone(t)
  const both = await Promise.all([prepare(root), prepare(root)])
  const outputs = both.map(({ output }) => output)
  assert.equal(outputs.filter((output) => /Installing/.test(output)).length, 1, outputs.join('\n---\n'))
  assert.ok(both.every(({ hasPassed }) => hasPassed))
})

test('an installation that was killed does not block the next', async (t) => {
  const root = clone(t)
  mkdirSync(path.join(root, 'node_modules'))
  writeFileSync(path.join(root, 'node_modules', '.lakeside-installing'), `${process.pid} 1`)
  assert.ok((await prepare(root)).hasPassed)
  assert.ok(has(root, 'oar'))
})

test('an installation that fails is not taken for done', async (t) => {
  const root = clone(t)
  writeFileSync(path.join(root, 'package.json'), '{')
  const failed = await prepare(root)
  assert.equal(failed.hasPassed, false)
  assert.match(failed.output, /npm could not install the packages/)
  assert.ok(!existsSync(path.join(root, 'node_modules', '.lakeside-installed.json')))
})
