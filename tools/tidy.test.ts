import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { type SourceFile, tidyRules } from './tidy.ts'

const cloneDir = path.join(import.meta.dirname, '..')

function complaints(rule: string, files: Readonly<Record<string, string>>): string[] {
  const listed = Object.entries(files).map(([file, text]): SourceFile => ({ file, text }))
  return tidyRules[rule]?.(listed) ?? [`there is no rule ${rule}`]
}

test('a file is named in kebab-case after what is inside', () => {
  const found = complaints('namesSayWhatIsInside', {
    'src/modules/tasks/taskList.ts': '',
    'src/modules/tasks/utils.ts': '',
    'src/modules/helpers/tasks.ts': '',
    'src/modules/tasks/task-list.test.ts': '',
    'src/modules/tasks/README.md': '',
  })
  assert.deepEqual(found, [
    'src/modules/tasks/taskList.ts: file names are in kebab-case',
    'src/modules/tasks/utils.ts: "utils" says nothing about what is inside',
    'src/modules/helpers/tasks.ts: "helpers" says nothing about what is inside',
  ])
})

test('a file has at most 300 lines of at most 120 columns; generated row types are exempt', () => {
  const long = 'x\n'.repeat(301)
  const wide = `ok\n${'x'.repeat(121)}\n`
  const text = `const a = '${'x'.repeat(121)}'\n// don't ${'x'.repeat(121)}\n`
  assert.deepEqual(
    complaints('sizesAreBounded', {
      'src/a.ts': long,
      'src/b.sql': wide,
      'src/modules/m/tables.ts': long,
      'src/c.ts': text,
    }),
    ['src/a.ts: 301 lines, at most 300', 'src/b.sql:2: 121 columns', 'src/c.ts:2: 130 columns'],
  )
})

test('words that tell of unfinished work are refused', () => {
  const bad = ['// TODO later', '// FIXME', 'fine for now', 'a simplified version', 'throw "not implemented"']
  const worse = ['in a real system this', 'const mocked = 1', `open('/home/ada/x')`, 'see (/root/x)']
  const text = [...bad, ...worse].join('\n')
  const found = complaints('nothingIsUnfinished', {
    'src/a.ts': text,
    'docs/b.md': 'TODO #12 is fine',
    'src/c.ts': 'todos',
  })
  assert.deepEqual(found.map((complaint) => complaint.split(':')[1]).map(Number), [1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a module has a README with the sections that its files call for', () => {
  const readme = '# tasks\n\nWork with a place and a time.\n\n## Tables\n'
  const files = { 'src/modules/tasks/migrations/0001-a.sql': '', 'src/modules/tasks/invariants.sql': '' }
  assert.deepEqual(complaints('modulesAreDescribed', { ...files, 'src/modules/tasks/README.md': readme }), [
    'src/modules/tasks/README.md: lacks the section "## Invariants", though the folder has them',
  ])
  assert.deepEqual(complaints('modulesAreDescribed', files), ['src/modules/tasks: has no README.md'])
  const wrong = `# Chores\n\n## Words\n${'x\n'.repeat(60)}`
  assert.deepEqual(complaints('modulesAreDescribed', { 'src/businesses/tasks/README.md': wrong }), [
    'src/businesses/tasks/README.md:1: begins with "# tasks"',
    'src/businesses/tasks/README.md: says its purpose before the first section',
    'src/businesses/tasks/README.md: 63 lines, at most 60',
  ])
})

test('SQL names no table of another module, but may use its public views and the kernel', () => {
  const migrations = {
    'src/modules/ledger/migrations/0001-a.sql': '',
    'src/modules/price-lists/migrations/0001-a.sql': '',
  }
  const found = complaints('sqlStaysAtHome', {
    ...migrations,
    'src/modules/tasks/a.ts': 'sql`select 1 from ledger.accounts a join price_lists.lists l using (id)`',
    'src/modules/tasks/b.ts': 'sql`select 1 from ledger.public_balances, kernel.events` // from ledger.accounts',
    'src/modules/tasks/c.ts': 'ledger.accounts.map((account) => `${account} of ledger.accounts`)',
    'src/modules/ledger/d.ts': 'sql`update ledger.accounts set balance = 0`',
    'src/businesses/bikes/e.ts': 'sql`insert into ledger.accounts values (1)`',
    'src/kernel/f.sql': '-- from ledger.accounts\nselect from ledger.accounts',
  })
  assert.deepEqual(found, [
    'src/modules/tasks/a.ts: SQL names ledger.accounts of another module',
    'src/modules/tasks/a.ts: SQL names price_lists.lists of another module',
    'src/businesses/bikes/e.ts: SQL names ledger.accounts of another module',
    'src/kernel/f.sql: SQL names ledger.accounts of another module',
  ])
})

test('a public name is declared once', () => {
  const found = complaints('publicNamesAreUnique', {
    'src/modules/a/problems.ts': `export const gone = defineProblem('gone', {})`,
    'src/modules/b/problems.ts': `export const gone = defineProblem(\n  'gone', {})`,
    'src/modules/b/events.ts': `defineEvent('b.gone')`,
    'src/modules/b/b.test.ts': `defineEvent('b.gone')`,
  })
  assert.deepEqual(found, [
    'src/modules/a/problems.ts, src/modules/b/problems.ts: the problem "gone" is declared 2 times',
  ])
})

test('the tree is tidy', () => {
  const tracked = execFileSync(
    'git',
    ['ls-files', '-z', '--', 'src', 'web', 'simulator', 'e2e', 'bench', 'tools', 'bin', 'docs', '*.md'],
    {
      cwd: cloneDir,
      encoding: 'utf8',
    },
  )
  const files = [...new Set(tracked.split('\0'))].filter((file) => /\.(ts|tsx|mjs|sql|css|md)$/.test(file))
  assert.ok(files.length > 100, 'git should list the tree')
  const read = files.map((file): SourceFile => ({ file, text: readFileSync(path.join(cloneDir, file), 'utf8') }))
  const found = Object.values(tidyRules).flatMap((rule) => rule(read))
  assert.equal(found.length, 0, found.join('\n'))
})
