/**
 * Runs benches by name, each in a process of its own, one after the other, and prints one table at the end.
 *
 *   npm run bench                                  all of them, which takes a quarter of an hour
 *   npm run bench -- orders floor                  some; a name stands for all that begin with it
 *   npm run bench -- orders --locked               flags go to the benches
 *   npm run bench -- orders --compare REV          what changed since a revision, beyond noise [--rounds 5]
 *
 * Each figure is a line of JSON with the conditions it was taken under, kept in `bench/results.jsonl`.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { compareWith } from './compare.ts'
import type { Figure } from './machine.ts'
import { figuresIn, tableOf } from './table.ts'

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

/** Runs one bench, passing on what it prints. @returns its figures, `undefined` when it failed */
async function run(name: string, flags: readonly string[]): Promise<Figure[] | undefined> {
  const file = path.join(import.meta.dirname, `${inFile[name] ?? name}.bench.ts`)
  const args = inFile[name] === undefined ? flags : [name, ...flags]
  const child = spawn(process.execPath, [...nodeFlags, file, ...args], { stdio: ['inherit', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    process.stdout.write(text)
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  return code === 0 ? figuresIn(output) : undefined
}

async function main(): Promise<number> {
  const { values, positionals, tokens } = parseArgs({
    options: { compare: { type: 'string' }, rounds: { type: 'string', default: '5' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const unknown = positionals.filter((name) => !all.includes(name))
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}. There are: ${all.join(', ')}`)
    return 2
  }
  const flags = tokens.flatMap((token) =>
    token.kind === 'option' && !['compare', 'rounds'].includes(token.name) ? [token.rawName] : [],
  )
  const names = positionals.length > 0 ? positionals : all
  if (typeof values.compare === 'string') {
    console.log(compareWith(values.compare, [...positionals, ...flags], Number(values.rounds)))
    return 0
  }
  const figures: Figure[] = []
  const failed: string[] = []
  for (const name of names) {
    const found = await run(name, flags)
    if (found === undefined) failed.push(name)
    else figures.push(...found)
  }
  console.log(`\n${tableOf(figures)}`)
  if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
}

process.exitCode = await main()
