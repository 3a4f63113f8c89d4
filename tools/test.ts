/**
 * `npm test`: everything a change must pass. `npm run check`: the part that needs no database, for while one works.
 *
 * Each step prints a line with its seconds; the first that fails prints its output and ends the run.
 */
import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { findTestFiles } from './test-files.ts'
import { type Step, runSteps } from './test-run.ts'

const root = path.join(import.meta.dirname, '..')

/** Two at a time: the machines this runs on have two cores, and each file may have a server to share. */
const concurrency = 2
/** A test that hangs is a failure, not a long wait. */
const timeoutMs = 300_000

function tool(name: string, command: string, ...args: readonly string[]): Step {
  return { name, command: path.join(root, 'node_modules', '.bin', command), args }
}

function tests(name: string, files: readonly string[], atOnce = concurrency): Step[] {
  const flags = ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`, `--test-timeout=${timeoutMs}`]
  return files.length === 0 ? [] : [{ name, command: process.execPath, args: [...flags, ...files], isTests: true }]
}

function script(name: string, file: string, ...args: readonly string[]): Step[] {
  return existsSync(path.join(root, file)) ? [{ name, command: process.execPath, args: [file, ...args] }] : []
}

/** The tools are written in JavaScript with a `node` line of their own: this puts ours first. */
process.env['PATH'] = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`

const files = findTestFiles(root)
const check: readonly Step[] = [
  tool('types', 'tsc', '--noEmit', '--pretty', 'false', '-p', 'tsconfig.json'),
  tool('types of the web', 'tsc', '--noEmit', '--pretty', 'false', '-p', 'web/tsconfig.json'),
  tool('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  tool('format', 'oxfmt', '--check'),
  tool(
    'boundaries',
    'depcruise',
    '--config',
    'boundaries.mjs',
    'src',
    ...['simulator', 'web'].filter((folder) => existsSync(path.join(root, folder))),
  ),
  tool('unused', 'knip', '--no-progress', '--no-config-hints'),
  ...tests('unit tests', files.unit),
]
const rest: readonly Step[] = [
  { name: 'web app', command: process.execPath, args: ['src/app/cli.ts', 'build-pages'] },
  ...script('tables', 'tools/gen-tables.ts', '--check'),
  ...tests('db tests', files.database),
  ...script('scenarios', 'tools/scenarios.ts'),
  // One after the other: a browser, a town and its server keep two cores busy.
  ...tests('journeys', globSync('e2e/**/*.test.ts', { cwd: root }).sort(), 1),
]
process.exitCode = await runSteps(root, process.argv[2] === 'check' ? check : [...check, ...rest])
