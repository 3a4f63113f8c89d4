import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { storePersonas } from '#modules/identity'
import { served } from '../server.fixtures.ts'

type Ran = { code: number; out: string; complaint: string }

const cli = path.join(import.meta.dirname, '..', 'cli.ts')

function lakeside(environment: Record<string, string>, ...args: readonly string[]): Promise<Ran> {
  const { NODE_TEST_CONTEXT: _context, LAKESIDE_TOKEN: _token, ...inherited } = process.env
  return new Promise((resolve) => {
    const env = { ...inherited, ...environment }
    execFile(process.execPath, [cli, 'api', ...args], { env }, (error, out, complaint) =>
      resolve({ code: Number(error?.code ?? 0), out, complaint }),
    )
  })
}

test('operations and their schemas are shown without a town', async () => {
  const { code, out } = await lakeside({}, 'endpoints', 'placeorder')
  assert.equal(code, 0)
  assert.match(out, /^placeOrder +POST +\/v1\/orders +Place an order\n$/)
  assert.equal(JSON.parse((await lakeside({}, 'schema', 'placeOrder')).out).path, '/v1/orders')
  assert.match((await lakeside({}, 'schema', 'nothing')).complaint, /nothing is called "nothing"/)
  assert.equal((await lakeside({}, 'fetch', '/v1/me')).code, 2)
  assert.equal((await lakeside({}, 'post', '/v1/orders', '--data', '{')).code, 2)
})

test('who sits at the machine of a sandbox is signed in; a problem goes to the error output', async (t) => {
  const { app, town } = await served(t)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { 'idempotency-key': 'one' }
  const payload = { count: 1, grants: ['operator'] }
  const came = await app.inject({ method: 'POST', url: '/v1/sandbox/newcomers', headers, payload })
  const { party, token }: { party: string; token: string } = came.json().items[0]
  await storePersonas(town.context.db, 1, [{ slug: 'olga', party, title: { en: 'Operator' } }])
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-api-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const here = { DATA_DIR: dataDir, LAKESIDE_URL: url }

  const me = await lakeside(here, 'get', '/v1/me')
  assert.equal(me.code, 0, me.complaint)
  assert.equal(JSON.parse(me.out).party.id, party)
  assert.equal(statSync(path.join(dataDir, 'api-tokens.json')).mode & 0o777, 0o600)
  const stranger = await lakeside(here, 'get', '/v1/me', '--as', 'none')
  assert.deepEqual([stranger.code, stranger.out], [1, ''])
  assert.equal(JSON.parse(stranger.complaint).type, '/problems/not-signed-in')
  const named = await lakeside({ ...here, LAKESIDE_TOKEN: token }, 'get', '/v1/me')
  assert.equal(JSON.parse(named.out).party.id, party)
  const nowhere = await lakeside(
    { ...here, LAKESIDE_TOKEN: token, LAKESIDE_URL: 'http://127.0.0.1:9' },
    'get',
    '/v1/me',
  )
  assert.deepEqual([nowhere.code, /does not answer/.test(nowhere.complaint)], [1, true])
})
