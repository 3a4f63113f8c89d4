/**
 * Runs benches by name, each in a process of its own, one after the other: `npm run bench -- orders floor`.
 * Without a name it runs them all. Each prints lines of JSON and appends them to `bench/results.jsonl`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'

/** Benches that share a file; every other `NAME.bench.ts` is a bench of its own. */
const inFile: Readonly<Record<string, string>> = {
  orders: 'engine',
  'orders-hot': 'engine',
  advance: 'engine',
  transfers: 'engine',
  'orders-http': 'http',
  'list-http': 'http',
  'detail-http': 'http',
  'search-http': 'http',
  'my-orders-http': 'http',
}
/** A batch of a thousand lives in the young generation; 16 MB of it would be copied several times over. */
const nodeFlags = ['--max-semi-space-size=64']

const files = globSync('*.bench.ts', { cwd: import.meta.dirname }).map((file) => path.basename(file, '.bench.ts'))
const all = [...Object.keys(inFile), ...files.filter((file) => !Object.values(inFile).includes(file)).sort()]

const asked = process.argv.slice(2)
const flags = asked.filter((argument) => argument.startsWith('--'))
const names = asked.filter((argument) => !argument.startsWith('--'))
const unknown = names.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${all.join(', ')}`)
  process.exit(2)
}
for (const name of names.length > 0 ? names : all) {
  const file = path.join(import.meta.dirname, `${inFile[name] ?? name}.bench.ts`)
  const args = inFile[name] === undefined ? flags : [name, ...flags]
  const { status } = spawnSync(process.execPath, [...nodeFlags, file, ...args], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
