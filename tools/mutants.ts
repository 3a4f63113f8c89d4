/**
 * `npm run mutants [NAME…]`: removes named guards one at a time, each in a copy of the sources, and runs the tests that
 * are to notice. A guard whose removal no test notices is not proved, and fails the run.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { mutants } from './mutants/guards.ts'
import type { Mutant } from './mutants/mutant.ts'

const root = path.join(import.meta.dirname, '..')
/** What is copied: also what is not committed yet, since that is what the tests see at this minute. */
const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--']
const copied = [
  'bin', 'src', 'web', 'simulator', 'tools', 'client', 'e2e', 'docs/examples', 'package.json', 'package-lock.json',
  'tsconfig.json',
] // prettier-ignore
/** A mutant may hang instead of failing; that is noticed too. */
const timeoutMs = 240_000

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !mutants.some((mutant) => mutant.name === name))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; known are ${mutants.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

let survivors = 0
for (const mutant of mutants) {
  if (wanted.length > 0 && !wanted.includes(mutant.name)) continue
  const startedAt = performance.now()
  const fate = tryOut(mutant)
  if (fate !== 'noticed') survivors += 1
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `${fate === 'noticed' ? 'noticed ' : 'SURVIVED'} ${mutant.name} ${seconds} s${fate === 'noticed' ? '' : `: ${fate}`}`,
  )
}
console.log(survivors === 0 ? 'every guard is proved' : `${survivors} guards are not proved`)
process.exitCode = survivors === 0 ? 0 : 1

/** Runs the test of a guard with it, which must pass, and without it, which must fail. */
function tryOut(mutant: Mutant): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'lakeside-mutant-'))
  try {
    copySources(copy)
    if (!passes(copy, mutant)) return `${mutant.test.file} fails with the guard in its place`
    const fault = mutate(copy, mutant)
    if (fault !== null) return fault
    return passes(copy, mutant) ? `${mutant.test.file} passes without it` : 'noticed'
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function passes(copy: string, { test }: Mutant): boolean {
  const flags = ['--test', '--test-reporter=tap', '--test-concurrency=2', `--test-name-pattern=${test.name}`]
  const run = spawnSync(process.execPath, [...flags, test.file], {
    cwd: copy,
    encoding: 'utf8',
    timeout: timeoutMs,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  })
  // A pattern that matches nothing passes as well: at least one test must have run.
  return run.status === 0 && /^# pass [1-9]/m.test(run.stdout)
}

function copySources(copy: string): void {
  const files = execFileSync('git', [...listing, ...copied], { cwd: root })
  for (const file of files
    .toString()
    .split('\0')
    .filter((name) => name !== '' && existsSync(path.join(root, name)))) {
    cpSync(path.join(root, file), path.join(copy, file), { recursive: true })
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
}

/** Takes the guard out; a guard that is not found exactly once has moved, and the list must follow. */
function mutate(copy: string, { file, guard, without }: Mutant): string | null {
  const target = path.join(copy, file)
  const text = readFileSync(target, 'utf8')
  const times = text.split(guard).length - 1
  if (times !== 1) return `the guard stands ${times} times in ${file}`
  writeFileSync(
    target,
    text.replace(guard, () => without),
  )
  return null
}
