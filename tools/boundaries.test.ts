import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type ICruiseResult, cruise } from 'dependency-cruiser'
import boundaries from '../boundaries.mjs'

const cloneDir = path.join(import.meta.dirname, '..')

/** Rule by rule: files that break it, and that rule only as far as that can be. */
const violations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kernel-knows-no-business': { 'src/kernel/bad.ts': `import '#modules/tasks'` },
  'modules-know-no-business': { 'src/modules/tasks/bad.ts': `import '#businesses/bikes'` },
  'businesses-are-islands': {
    'src/businesses/bikes/bad.ts': `import type { rides } from '#businesses/rides'; export type x = typeof rides`,
  },
  'through-the-door': { 'src/businesses/bikes/deep.ts': `import '../../modules/tasks/tasks.ts'` },
  'nobody-imports-the-app': { 'src/modules/tasks/app.ts': `import '../../app/server.ts'` },
  'truth-stays-in-the-simulator': { 'src/app/cheat.ts': `import '../../simulator/truth.ts'` },
  'ui-is-browser-safe': { 'src/modules/tasks/ui/bad.ts': `import '../tasks.ts'` },
  'ui-needs-no-node': { 'src/modules/tasks/ui/node.ts': `import 'node:fs'` },
  'server-is-ui-free': { 'src/app/screens.ts': `import '../modules/tasks/ui/page.ts'` },
  'no-module-cycles': {
    'src/modules/places/index.ts': `export { there } from './there.ts'`,
    'src/modules/places/there.ts': `import { back } from '#modules/routes'\nexport const there = back`,
    'src/modules/routes/index.ts': `export { back } from './back.ts'`,
    'src/modules/routes/back.ts': `export const back = 1`,
    'src/modules/routes/other.ts': `import { there } from '#modules/places'\nexport const other = there`,
  },
  'tests-are-not-imported': { 'src/modules/tasks/shared.ts': `import './tasks.test.ts'` },
  'everything-resolves': { 'src/modules/tasks/lost.ts': `import './nowhere.ts'` },
  'product-runs-without-development-tools': { 'src/modules/tasks/checked.ts': `import 'fast-check'` },
}

/** What the violations import, itself in order. */
const innocent: Readonly<Record<string, string>> = {
  'src/kernel/db.ts': `export const db = 1`,
  'src/modules/tasks/index.ts': `export { tasks } from './tasks.ts'`,
  'src/modules/tasks/tasks.ts': `import { db } from '#kernel/db'\nexport const tasks = db`,
  'src/modules/tasks/tasks.test.ts': `import './tasks.ts'`,
  'src/modules/tasks/contract.ts': `export const shape = 1`,
  'src/modules/tasks/ui/page.ts': `import { shape } from '../contract.ts'\nexport const page = shape`,
  'src/businesses/bikes/index.ts': `import { tasks } from '#modules/tasks'\nexport const bikes = tasks`,
  'src/businesses/rides/index.ts': `export const rides = 1`,
  'src/app/server.ts': `import '#businesses/rides'`,
  'simulator/truth.ts': `export const truth = 1`,
}

function tree(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'lakeside-boundaries-'))
  t.after(() => rmSync(root, { recursive: true }))
  cpSync(path.join(cloneDir, 'package.json'), path.join(root, 'package.json'))
  symlinkSync(path.join(cloneDir, 'node_modules'), path.join(root, 'node_modules'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), text)
  }
  return root
}

async function cruised(baseDir: string): Promise<ICruiseResult> {
  const { options, ...ruleSet } = boundaries
  const folders = ['src', 'simulator']
  const resolve = options?.enhancedResolveOptions ?? {}
  const result = await cruise(
    folders,
    { ...options, baseDir, validate: true, ruleSet },
    { ...resolve, symlinks: false },
  )
  assert.ok(typeof result.output === 'object')
  return result.output
}

test('each rule fires on the violation seeded for it', async (t) => {
  const result = await cruised(tree(t, Object.assign({}, innocent, ...Object.values(violations))))
  const fired = new Set(result.summary.violations.map(({ rule }) => rule.name))
  const rules = (boundaries.forbidden ?? []).map(({ name }) => name ?? '')
  assert.deepEqual([...fired].sort(), [...rules].sort())
  assert.deepEqual(Object.keys(violations).sort(), [...rules].sort(), 'every rule needs a seeded violation')
  for (const [rule, files] of Object.entries(violations)) {
    const isSeeded = result.summary.violations.some(({ rule: { name }, from }) => name === rule && isAbout(from, files))
    assert.ok(isSeeded, `${rule} fired, but not for ${Object.keys(files).join(', ')}`)
  }
})

/** A violation is reported from a file, or from a folder when the rule is about folders. */
function isAbout(from: string, files: Readonly<Record<string, string>>): boolean {
  return Object.keys(files).some((file) => file === from || path.dirname(file) === from)
}

test('a tree that keeps the rules passes', async (t) => {
  const result = await cruised(tree(t, innocent))
  assert.deepEqual(result.summary.violations, [])
})

test('the command of the check, which also judges the rules themselves, takes them', () => {
  const depcruise = path.join(cloneDir, 'node_modules', '.bin', 'depcruise')
  const args = ['--config', 'boundaries.mjs', '--output-type', 'null', 'bin']
  const result = spawnSync(process.execPath, [depcruise, ...args], { cwd: cloneDir, encoding: 'utf8' })
  assert.equal(result.status, 0, result.stderr)
})

test('the real run looks at every source file', async () => {
  const result = await cruised(cloneDir)
  const seen = new Set(result.modules.map(({ source }) => source))
  const tracked = execFileSync('git', ['ls-files', 'src/*.ts', 'simulator/*.ts'], {
    cwd: cloneDir,
    encoding: 'utf8',
  }).split('\n')
  assert.deepEqual(
    tracked.filter((file) => file !== '' && !seen.has(file)),
    [],
  )
})
