import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { newId } from '#kernel/ids'
import { bearer, newParty, serve, town } from './fixtures.ts'
import { storePersonas } from './index.ts'

const [ada, olga] = [newParty({ slug: 'ada' }), newParty({ slug: 'olga', grants: ['operator'] })]
const remoteAddress = '192.0.2.7'

async function server(t: TestContext, isSandbox = true) {
  const served = await serve(t, [ada, olga], { isSandbox })
  const title = { en: 'Somebody' }
  await storePersonas(served.db, town, [
    { slug: 'ada', party: ada.id, title },
    { slug: 'olga', party: olga.id, title },
  ])
  const { headers } = await bearer(served.db, olga.id)
  const become = (slug: string, more: { visit?: string; headers?: Record<string, string> } = {}) =>
    served.app.inject({
      method: 'POST',
      url: `/v1/sandbox/personas/${slug}/token`,
      remoteAddress,
      ...(more.headers && { headers: more.headers }),
      ...(more.visit && { payload: { visit: more.visit } }),
    })
  const operate = (method: 'POST' | 'PUT' | 'DELETE' | 'GET', url: string, payload?: object) =>
    served.app.inject({
      method, url, headers: { ...headers, 'idempotency-key': newId() }, ...(payload && { payload }),
    }) // prettier-ignore
  return { ...served, headers, become, operate }
}

test('from elsewhere nobody is a persona, unless a link of the operator says so', async (t) => {
  const { app, become, operate, clock } = await server(t)
  assert.equal((await become('ada')).statusCode, 403)
  const made = (await operate('POST', '/v1/sandbox/visits', { label: 'Fair' })).json()
  assert.equal((await become('ada', { visit: made.secret })).statusCode, 200)
  assert.equal((await become('ada', { visit: `${made.secret}x` })).statusCode, 403)
  const { items } = (await app.inject({ url: `/v1/sandbox/personas?visit=${made.secret}`, remoteAddress })).json()
  assert.deepEqual(items.map(({ slug }: { slug: string }) => slug), ['ada']) // prettier-ignore
  assert.equal((await become('olga', { visit: made.secret })).statusCode, 404, 'no link makes an operator')
  assert.equal((await operate('DELETE', `/v1/sandbox/visits/${made.id}`)).statusCode, 204)
  assert.equal((await become('ada', { visit: made.secret })).statusCode, 403)
  const late = (await operate('POST', '/v1/sandbox/visits', { label: 'Fair', days: 1 })).json()
  clock.ms += 86_400_000
  assert.equal((await become('ada', { visit: late.secret })).statusCode, 403)
})

test('the operator opens a sandbox for everyone, but never the operators’ personas', async (t) => {
  const { become, operate, headers } = await server(t)
  assert.equal((await operate('PUT', '/v1/sandbox/personas/openness', { areOpen: true })).statusCode, 204)
  assert.deepEqual([(await become('ada')).statusCode, (await become('olga')).statusCode], [200, 404])
  assert.equal((await become('olga', { headers })).statusCode, 200, 'an operator is one already')
  assert.equal((await operate('PUT', '/v1/sandbox/personas/openness', { areOpen: false })).statusCode, 204)
  assert.equal((await become('ada')).statusCode, 403)
})

test('a name that a proxy header claims makes nobody local', async (t) => {
  const { app } = await server(t)
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'forwarded']) {
    const headers = { host: 'rebound.example', [name]: 'localhost' }
    assert.equal((await app.inject({ url: '/v1/sandbox/personas', headers })).statusCode, 403, name)
  }
})

test('a live town takes no visitors', async (t) => {
  const { operate } = await server(t, false)
  assert.equal((await operate('POST', '/v1/sandbox/visits', { label: 'Fair' })).statusCode, 403)
  assert.equal((await operate('PUT', '/v1/sandbox/personas/openness', { areOpen: true })).statusCode, 403)
})
