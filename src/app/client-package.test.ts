import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { newId } from '../kernel/ids.ts'
import { served } from './server.fixtures.ts'

const root = path.join(import.meta.dirname, '..', '..')
const clientDir = path.join(root, 'client')

/** A project elsewhere that has the built client among its packages. */
function projectWithClient(t: TestContext): string {
  const project = mkdtempSync(path.join(os.tmpdir(), 'lakeside-client-'))
  t.after(() => rmSync(project, { recursive: true, force: true }))
  const packages = path.join(project, 'node_modules')
  mkdirSync(path.join(packages, '@lakeside'), { recursive: true })
  execFileSync(process.execPath, [path.join(clientDir, 'build.mjs'), path.join(packages, '@lakeside', 'client')])
  symlinkSync(path.join(root, 'node_modules', 'openapi-fetch'), path.join(packages, 'openapi-fetch'))
  return project
}

test('the example of the README runs in a project that has nothing but the built package', async (t) => {
  const { app } = await served(t)
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { 'idempotency-key': newId() }
  const came = await app.inject({ method: 'POST', url: '/v1/sandbox/newcomers', headers, payload: { count: 1 } })
  const { token }: { token: string } = came.json().items[0]
  const project = projectWithClient(t)
  const example = /```js\n([^]*?)```/.exec(readFileSync(path.join(clientDir, 'README.md'), 'utf8'))?.[1] ?? ''
  const given = Object.entries({ baseUrl, token, nowhere: newId() }).map(
    ([name, value]) => `const ${name} = ${JSON.stringify(value)}\n`,
  )
  writeFileSync(path.join(project, 'example.mjs'), given.join('') + example)
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: project })
  assert.match(stdout, /^[a-z-]+ 4\d\d \[/)
})

test('the built package is whole, and small enough for the first load of a page', (t) => {
  const folder = path.join(projectWithClient(t), 'node_modules', '@lakeside', 'client')
  const files = readdirSync(folder)
  for (const file of ['index.js', 'index.d.ts', 'schema.generated.d.ts', 'openapi.json', 'README.md', 'LICENSE']) {
    assert.ok(files.includes(file), file)
  }
  const scripts = files.filter((file) => file.endsWith('.js'))
  const bytes = scripts.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0)
  assert.ok(bytes < 16 * 1024, `${bytes} bytes of script before anything is minified`)
  for (const file of scripts) assert.doesNotMatch(readFileSync(path.join(folder, file), 'utf8'), /node:|require\(/)
})
