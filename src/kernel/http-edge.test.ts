import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import Type from 'typebox'
import { type App, type HttpOptions, createHttp } from './http.ts'
import { allowOrigins } from './http-headers.ts'
import { log } from './log.ts'
import { describeApi } from './openapi.ts'

async function server(t: TestContext, options: Partial<HttpOptions> = {}, origins: string[] = []): Promise<App> {
  const app = createHttp({
    log,
    isStrict: true,
    authenticate: async (token) => (token === 'forged' ? null : { party: token, kind: 'person', grants: [] }),
    ...options,
  })
  t.after(() => app.close())
  await allowOrigins(app, origins)
  app.get('/open', { config: { access: 'open' } }, async () => ({}))
  app.get('/mine', {}, async () => ({}))
  app.post('/sign-in', { config: { access: 'open', idempotency: 'none', rate: 'guarded' } }, async () => ({}))
  const deprecated = { since: '2026-01-01', sunset: '2026-12-31', instead: '/v1/new' }
  app.get('/old', { config: { access: 'open', deprecated }, schema: { response: { 200: Type.Object({}) } } }, async () => ({})) // prettier-ignore
  return app
}

const limits = { perMinute: 3, isExempt: () => false }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('a caller learns how much is left, and beyond it when to come back', async (t) => {
  const app = await server(t, { limits })
  const statuses: number[] = []
  for (let ask = 0; ask < 4; ask += 1) {
    const reply = await app.inject({ url: '/mine', headers: bearer('ann') })
    statuses.push(reply.statusCode)
    assert.equal(reply.headers['ratelimit-limit'], '3')
    assert.equal(reply.headers['ratelimit-remaining'], String(Math.max(0, 2 - ask)))
    assert.ok(Number(reply.headers['ratelimit-reset']) <= 60)
    if (ask < 3) continue
    assert.equal(reply.json().type, '/problems/too-many-requests')
    assert.ok(Number(reply.headers['retry-after']) >= 1)
  }
  assert.deepEqual(statuses, [200, 200, 200, 429])
  assert.equal((await app.inject({ url: '/mine', headers: bearer('bob') })).statusCode, 200)
})

test('guessing credentials is limited too, by the address it comes from', async (t) => {
  const app = await server(t, { limits })
  const statuses: number[] = []
  for (let guess = 0; guess < 17; guess += 1) {
    statuses.push((await app.inject({ url: '/mine', headers: bearer(`guess-${guess}`) })).statusCode)
  }
  assert.deepEqual(statuses.slice(14), [200, 429, 429])
  const elsewhere = await app.inject({ url: '/mine', headers: bearer('ann'), remoteAddress: '203.0.113.7' })
  assert.equal(elsewhere.statusCode, 200)
})

test('a route where guessing gains something allows few tries from an address', async (t) => {
  const app = await server(t, { limits: { ...limits, perMinute: 1_000 } })
  const post = { method: 'POST', url: '/sign-in' } as const
  for (let ask = 0; ask < 20; ask += 1) assert.equal((await app.inject(post)).statusCode, 200)
  assert.equal((await app.inject(post)).statusCode, 429)
  const proxied = await app.inject({ ...post, headers: { 'x-forwarded-for': '203.0.113.7' } })
  assert.equal(proxied.statusCode, 200)
})

test('who is exempt is not counted', async (t) => {
  const app = await server(t, { limits: { ...limits, isExempt: () => true } })
  for (let ask = 0; ask < 10; ask += 1) assert.equal((await app.inject('/open')).statusCode, 200)
})

test('answers of the API can neither run nor be framed, and https stays https', async (t) => {
  const app = await server(t)
  for (const url of ['/open', '/mine', '/nowhere']) {
    const { headers } = await app.inject(url)
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'", url)
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
    assert.equal(headers['strict-transport-security'], undefined)
  }
  const secured = await server(t, { isHttps: true })
  assert.equal((await secured.inject('/open')).headers['strict-transport-security'], 'max-age=31536000')
})

test('pages of other origins may call only when they are named, and never with cookies', async (t) => {
  const ask = (app: App, origin: string) =>
    app.inject({ method: 'OPTIONS', url: '/mine', headers: { origin, 'access-control-request-method': 'GET' } })
  const closed = await ask(await server(t), 'https://shop.example')
  assert.equal(closed.headers['access-control-allow-origin'], undefined)
  for (const [origins, origin, allowed] of [
    [['https://shop.example'], 'https://shop.example', 'https://shop.example'],
    [['https://shop.example'], 'https://evil.example', undefined],
    [['*'], 'https://evil.example', '*'],
  ] as const) {
    const reply = await ask(await server(t, {}, [...origins]), origin)
    const found = reply.headers['access-control-allow-origin']
    assert.equal(found === origin || found === '*' ? found : undefined, allowed)
    assert.equal(reply.headers['access-control-allow-credentials'], undefined)
  }
})

test('an outdated operation says since when, until when and what to use instead', async (t) => {
  const { headers } = await (await server(t)).inject('/old')
  assert.equal(headers['deprecation'], '@1767225600')
  assert.equal(headers['sunset'], 'Thu, 31 Dec 2026 00:00:00 GMT')
  assert.equal(headers['link'], '</v1/new>; rel="successor-version"')
  const described = createHttp({ log, authenticate: async () => null })
  t.after(() => described.close())
  await describeApi(described, { version: '1' })
  const deprecated = { since: '2026-01-01', sunset: '2026-12-31' }
  described.get('/v1/old', { config: { access: 'open', deprecated } }, async () => ({}))
  const { paths } = (await described.inject('/v1/openapi.json')).json()
  assert.deepEqual([paths['/v1/old'].get.deprecated, paths['/v1/old'].get['x-sunset']], [true, '2026-12-31'])
})
