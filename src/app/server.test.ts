import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { newId } from '../kernel/ids.ts'
import { buildPages } from './pages-build.ts'
import { served } from './server.fixtures.ts'

type Operation = { summary?: string; security?: unknown[]; parameters?: { name: string }[] }

test('every route is closed to strangers, except those that are meant for them', async (t) => {
  const { app } = await served(t)
  const { paths }: { paths: Record<string, Record<string, Operation>> } = (await app.inject('/openapi.json')).json()
  const open: string[] = []
  for (const [url, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const reply = await app.inject({
        method: method.toUpperCase() as 'GET',
        url: url.replace(/\{\w+\}/g, newId()),
        headers: { 'idempotency-key': newId(), ...(method === 'get' ? {} : { 'content-type': 'application/json' }) },
        ...(method === 'get' ? {} : { payload: '{}' }),
      })
      const isOpen = reply.statusCode !== 401
      assert.equal(isOpen, operation.security?.length === 0, `${method} ${url} answers ${reply.statusCode}`)
      assert.ok(reply.statusCode < 500, `${method} ${url} answers ${reply.statusCode}: ${reply.body}`)
      assert.ok(operation.summary, `${method} ${url} has no summary`)
      if (isOpen) open.push(`${method} ${url}`)
    }
  }
  assert.deepEqual(open.sort(), [
    'delete /v1/session',
    'get /v1/auth/passkey/generate-authenticate-options',
    'get /v1/businesses',
    'get /v1/businesses/{name}',
    'get /v1/businesses/{name}/differences',
    'get /v1/businesses/{name}/tariffs',
    'get /v1/businesses/{name}/versions',
    'get /v1/businesses/{name}/versions/{version}',
    'get /v1/categories',
    'get /v1/feed',
    'get /v1/feed/also',
    'get /v1/feed/because',
    'get /v1/fees/menus',
    'get /v1/files/{id}',
    'get /v1/hours/{party}',
    'get /v1/offers',
    'get /v1/offers/{id}',
    'get /v1/parties/{id}',
    'get /v1/places/{party}',
    'get /v1/reviews',
    'get /v1/reviews/rating',
    'get /v1/sandbox/clock',
    'get /v1/sandbox/personas',
    'get /v1/search/suggestions',
    'get /v1/town',
    'get /v1/town/look',
    'get /v1/trust',
    'post /bank/{page}',
    'post /v1/auth/passkey/verify-authentication',
    'post /v1/auth/request-password-reset',
    'post /v1/auth/reset-password',
    'post /v1/auth/send-verification-email',
    'post /v1/auth/sign-in/email',
    'post /v1/auth/sign-up/email',
    'post /v1/auth/verify-email',
    'post /v1/events/anonymous',
    'post /v1/invitations/read',
    'post /v1/payments/webhooks/{provider}',
    'post /v1/sandbox/clock',
    'post /v1/sandbox/newcomers',
    'post /v1/sandbox/personas/{slug}/token',
    'post /v1/sandbox/provider/faults',
    'post /v1/sandbox/provider/release',
    'post /v1/searches/clicks',
    'post /v1/tokens/exchange',
  ])
})

test('health tells each part, and how far readers are behind', async (t) => {
  const { app } = await served(t)
  const { status, checks } = (await app.inject('/health')).json()
  assert.equal(status, 'ok')
  assert.deepEqual([checks.database.isOk, checks.engine.isWriter, checks.engine.bisections], [true, true, 0])
  assert.ok('orders.order-party' in checks.projections.behind)
})

test('health fails when nobody writes the books', async (t) => {
  const { app, town } = await served(t)
  await town.engine.stop()
  const reply = await app.inject('/health')
  assert.deepEqual([reply.statusCode, reply.json().checks.engine.isOk], [503, false])
})

test('the clock of a sandbox moves forward, for the operator and who sits at the machine', async (t) => {
  const { app, town } = await served(t)
  const move = (byMs: number, more: object = {}) =>
    app.inject({
      method: 'POST',
      url: '/v1/sandbox/clock',
      headers: { 'idempotency-key': newId() },
      payload: { byMs },
      ...more,
    })
  const before = town.context.clock.now()
  assert.equal((await move(3_600_000)).json().aheadMs, 3_600_000)
  assert.ok(town.context.clock.now() >= before + 3_600_000)
  assert.equal((await move(-1)).statusCode, 422)
  assert.equal((await move(1, { remoteAddress: '203.0.113.7' })).statusCode, 403)
  const proxied = await move(1, { headers: { 'idempotency-key': newId(), 'x-forwarded-for': '203.0.113.7' } })
  assert.equal(proxied.statusCode, 403)
})

test('a live town has no clock to move and no people out of nowhere', async (t) => {
  const { app } = await served(t, { isSandbox: false })
  const headers = { 'idempotency-key': newId() }
  const clock = await app.inject({ method: 'POST', url: '/v1/sandbox/clock', headers, payload: { byMs: 1 } })
  assert.deepEqual([clock.statusCode, clock.json().type], [409, '/problems/clock-forward-only'])
  const people = await app.inject({ method: 'POST', url: '/v1/sandbox/newcomers', headers, payload: { count: 1 } })
  assert.equal(people.statusCode, 403)
})

test('newcomers come once for a key, with their play money', async (t) => {
  const { app, town } = await served(t)
  const come = async () => {
    const payload = { count: 2, walletMinor: 500, grants: ['courier'] }
    const headers = { 'idempotency-key': 'class of 24' }
    const reply = await app.inject({ method: 'POST', url: '/v1/sandbox/newcomers', headers, payload })
    assert.equal(reply.statusCode, 201)
    return reply.json().items as { party: string; token: string }[]
  }
  const [first, again] = [await come(), await come()]
  assert.deepEqual(first.map(({ party }) => party), again.map(({ party }) => party)) // prettier-ignore
  const me = await app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${again[0]!.token}` } })
  assert.deepEqual(me.json().grants, ['courier'])
  assert.equal(town.engine.stats().stored, 2)
})

test('figures of the engine stand in the metrics', async (t) => {
  const { app } = await served(t)
  assert.match((await app.inject('/metrics')).body, /^lakeside_engine_is_writer 1$/m)
})

test('the reference of the API is a page of ours alone, with its script by gzip', async (t) => {
  const { app } = await served(t)
  const door = await app.inject('/docs')
  assert.deepEqual([door.statusCode, door.headers.location], [301, '/docs/'])
  const page = await app.inject('/docs/')
  assert.equal(page.statusCode, 200)
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'; script-src 'self' 'sha256-/)
  const [, source = ''] = /<script src="([^"]+)"/.exec(page.body) ?? []
  const { origin, pathname } = new URL(source, 'http://town/docs/')
  assert.equal(origin, 'http://town', 'no script comes from elsewhere')
  const script = await app.inject({ url: pathname, headers: { 'accept-encoding': 'gzip' } })
  assert.deepEqual([script.statusCode, script.headers['content-encoding']], [200, 'gzip'])
  assert.match(gunzipSync(script.rawPayload).toString(), /scalar/i)
  assert.equal((await app.inject('/docs/nothing')).statusCode, 404)
})

test('an address of the browser’s own is answered with the page, any other with a problem', async (t) => {
  await buildPages()
  const { app } = await served(t)
  const page = await app.inject({ url: '/somewhere/else', headers: { accept: 'text/html' } })
  assert.match(String(page.headers['content-type']), /^text\/html/)
  assert.match(String(page.headers['content-security-policy']), /default-src 'self'/)
  const script = await app.inject('/js/nothing.js')
  assert.deepEqual([script.statusCode, script.json().type], [404, '/problems/not-found'])
})
