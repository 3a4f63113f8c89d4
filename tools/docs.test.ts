import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { freePort } from '../src/kernel/postgres-supervisor.ts'

const cloneDir = path.join(import.meta.dirname, '..')

/** Commands of the documents that are not run here, each with the reason. Every other one is run and must succeed. */
const notRun: Readonly<Record<string, string>> = {
  'npm start': 'tools/launcher.test.ts runs it, stops it and kills it',
  'node bin/lakeside.mjs decisions --standalone': 'serves until it is stopped; the tutorial’s test starts and stops it',
  'npm test': 'it is what runs this',
  'npm run check': 'a part of what runs this',
  'npm run soak': 'takes as long as it is given',
  'npm run mutants': 'changes the tree it runs in',
  'npm run bench': 'measures, which needs a quiet machine',
  'npm run quality': 'needs public data sets that are not in the repository',
  'npm run scenarios': 'a step of its own in npm test',
  'git clone': 'this is the clone',
}

/** A command that does not end would hold up everything. */
const timeoutMs = 120_000

interface Block {
  readonly file: string
  readonly line: number
  readonly command: string
}

/** Each line of each `sh` block; a line that ends in a backslash goes on. */
function commandsOf(file: string): Block[] {
  const text = readFileSync(path.join(cloneDir, file), 'utf8')
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap((match) => {
    const first = text.slice(0, match.index).split('\n').length + 1
    const lines = (match[1] ?? '').replaceAll('\\\n', ' ').split('\n')
    return lines.flatMap((command, index) =>
      command.trim() === '' || command.startsWith('#') ? [] : [{ file, line: first + index, command: command.trim() }],
    )
  })
}

function documents(): string[] {
  return execFileSync('git', ['ls-files', '*.md'], { cwd: cloneDir, encoding: 'utf8' }).split('\n').filter(Boolean)
}

function reasonNotToRun(command: string): string | undefined {
  const words = command.replaceAll(/\b[A-Z_]+=\S+ /g, '')
  return Object.entries(notRun).find(([start]) => words === start || words.startsWith(`${start} `))?.[1]
}

const blocks = documents().flatMap(commandsOf)

test('every script that the documents name exists', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(path.join(cloneDir, 'package.json'), 'utf8'),
  )
  const named = documents().flatMap((file) =>
    [...readFileSync(path.join(cloneDir, file), 'utf8').matchAll(/\bnpm (?:run ([a-z][a-z-]*)|(start|test)\b)/g)].map(
      (match) => ({
        file,
        script: match[1] ?? match[2] ?? '',
      }),
    ),
  )
  assert.ok(named.some(({ file, script }) => file === 'README.md' && script === 'start'))
  assert.deepEqual(
    named.filter(({ script }) => scripts[script] === undefined),
    [],
  )
})

test('every link between the documents leads somewhere', () => {
  const dead = documents().flatMap((file) =>
    [...readFileSync(path.join(cloneDir, file), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map((match) => path.join(path.dirname(file), match[1] ?? ''))
      .filter((target) => statSync(path.join(cloneDir, target), { throwIfNoEntry: false }) === undefined)
      .map((target) => `${file} → ${target}`),
  )
  assert.deepEqual(dead, [])
})

for (const { file, line, command } of blocks.filter((block) => reasonNotToRun(block.command) === undefined)) {
  test(`${file}:${line} works as it stands: ${command}`, async (t) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-docs-'))
    chmodSync(folder, 0o711)
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const { NODE_TEST_CONTEXT: _, LAKESIDE_PARENT_FD: __, ...inherited } = process.env
    const env = { ...inherited, DATA_DIR: path.join(folder, 'data'), PORT: String(await freePort()) }
    const result = spawnSync('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: cloneDir,
      env,
      encoding: 'utf8',
      timeout: timeoutMs,
    })
    assert.equal(result.status, 0, `${result.stdout}${result.stderr}`)
  })
}
