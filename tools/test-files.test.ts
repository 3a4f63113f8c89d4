import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findTestFiles } from './test-files.ts'

test('a test file needs a database when anything it imports does, types and soaks aside', (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'lakeside-files-'))
  t.after(() => rmSync(root, { recursive: true }))
  const files = {
    'src/kernel/testing.ts': '',
    'src/kernel/postgres.ts': '',
    'src/kernel/migrate.test.ts': `import { testDatabase } from './testing.ts'`,
    'src/modules/tasks/index.ts': `export { tasks } from './tasks.ts'`,
    'src/modules/tasks/tasks.ts': `import { back } from './tasks.test.ts'`,
    'src/modules/tasks/fixtures.ts': `import {\n  testDatabase,\n} from '#kernel/testing'`,
    'src/modules/tasks/tasks.test.ts': `import { fill } from './fixtures.ts'`,
    'src/modules/tasks/rules.test.ts': `import type { Server } from '#kernel/postgres'\nimport { x } from './gone.ts'`,
    'src/businesses/bikes/rules.test.ts': `import { tasks } from '#modules/tasks'`,
    'src/businesses/bikes/storm.soak.test.ts': `import '#kernel/testing'`,
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  assert.deepEqual(findTestFiles(root), {
    unit: ['src/modules/tasks/rules.test.ts'],
    database: ['src/businesses/bikes/rules.test.ts', 'src/kernel/migrate.test.ts', 'src/modules/tasks/tasks.test.ts'],
  })
})
