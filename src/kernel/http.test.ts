import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import Type from 'typebox'
import type { Actor } from './commands.ts'
import { type App, actorOf, createHttp } from './http.ts'
import { cursorOf, pageOf, pageQuery } from './http-pages.ts'
import { anyRefusal, notFound, problems, sendRefusal } from './http-problems.ts'
import { log } from './log.ts'
import { createMetrics, measureHttp } from './metrics.ts'
import { describeApi } from './openapi.ts'
import { Problem, defineProblem } from './problem.ts'

const ann: Actor = { party: 'ann', kind: 'person', grants: [] }
const olga: Actor = { party: 'olga', kind: 'person', grants: ['operator'] }
const taken = defineProblem('shelf-taken', { title: 'The shelf is taken', status: 409 })
const key = { 'idempotency-key': 'k' }

const Shelf = Type.Object(
  { name: Type.String({ minLength: 1 }), places: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 3 }) },
  { additionalProperties: false },
)

async function server(t: TestContext, options: { isStrict?: boolean } = {}): Promise<App> {
  const app = createHttp({
    log,
    isStrict: options.isStrict ?? true,
    authenticate: async (token, actingAs) => {
      if (token === 'ann') return actingAs === null ? ann : { ...ann, party: actingAs, user: 'ann' }
      return token === 'olga' ? olga : null
    },
  })
  t.after(() => app.close())
  await describeApi(app, { version: '1' })
  measureHttp(app, createMetrics())
  app.post(
    '/shelves',
    { schema: { body: Shelf, response: { 201: Shelf, ...problems(taken) } } },
    async (request, reply) => {
      const { name } = request.body
      if (name === 'taken') throw new Problem(taken, { detail: 'By Ann.', extra: { by: 'ann' } })
      if (name === 'unlisted') throw new Problem(notFound)
      if (name === 'bug') throw new Error('password=hunter2')
      if (name === 'outage') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
      return reply.code(201).send(name === 'wrong reply' ? { name, places: [0] } : request.body)
    },
  )
  app.get('/open', { config: { access: 'open' } }, async ({ actor }) => ({ party: actor?.party ?? null }))
  app.get('/mine', {}, async (request) => ({ party: actorOf(request).party }))
  app.get('/ruled', { config: { access: 'operator' } }, async () => ({}))
  app.get(
    '/list',
    { config: { access: 'open' }, schema: { querystring: pageQuery({ old: Type.Optional(Type.Boolean()) }) } },
    async ({ query }) => query,
  )
  app.post(
    '/refuse',
    { config: { access: 'open', idempotency: 'none' }, schema: { response: problems(anyRefusal) } },
    async (_request, reply) => sendRefusal(reply, { slug: 'sold-out', status: 409, detail: 'None left.' }),
  )
  return app
}

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` })

test('a wrong body is refused with a pointer to every wrong field', async (t) => {
  const app = await server(t)
  const reply = await app.inject({
    method: 'POST',
    url: '/shelves',
    headers: { ...bearer('ann'), ...key },
    payload: { places: [1, 0, 'x'], colour: 'red' },
  })
  assert.equal(reply.statusCode, 422)
  assert.equal(reply.headers['content-type'], 'application/problem+json')
  const body = reply.json()
  assert.equal(body.type, '/problems/invalid-input')
  assert.equal(body.instance, `/requests/${String(reply.headers['x-request-id'])}`)
  assert.deepEqual(body.errors.map((error: { pointer: string }) => error.pointer).sort(), [
    '/colour',
    '/name',
    '/places/1',
    '/places/2',
  ])
})

test('bodies that no table can hold are refused at the place where they are wrong', async (t) => {
  const app = await server(t)
  const cases: readonly (readonly [string, string])[] = [
    ['{"name":"a\\u0000b","places":[1]}', '/name'],
    ['{"name":"\\ud800","places":[1]}', '/name'],
    ['{"name":"a","places":[9007199254740993]}', '/places/0'],
    [`{"name":${'['.repeat(40)}${']'.repeat(40)}}`, `/name${'/0'.repeat(31)}`],
    ['{"a/~\\u0000":1}', '/a~1~0\0'],
  ]
  for (const [payload, pointer] of cases) {
    const reply = await app.inject({
      method: 'POST',
      url: '/shelves',
      headers: { ...bearer('ann'), ...key, 'content-type': 'application/json' },
      payload,
    })
    assert.equal(reply.statusCode, 422, payload)
    assert.equal(reply.json().errors[0].pointer, pointer)
  }
})

test('what is not JSON, too large or of another type is a problem, not a failure', async (t) => {
  const app = await server(t)
  const headers = { ...bearer('ann'), ...key, 'content-type': 'application/json' }
  const post = (payload: string, more: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/shelves', headers: { ...headers, ...more }, payload })
  const broken = await post('{"name":')
  assert.deepEqual([broken.statusCode, broken.json().type], [400, '/problems/malformed-request'])
  const poisoned = await post('{"__proto__":{"x":1}}')
  assert.deepEqual([poisoned.statusCode, poisoned.json().type], [400, '/problems/malformed-request'])
  const large = await post(`"${'x'.repeat(1024 * 1024)}"`)
  assert.deepEqual([large.statusCode, large.json().type], [413, '/problems/body-too-large'])
  const text = await post('name', { 'content-type': 'text/plain' })
  assert.deepEqual([text.statusCode, text.json().type], [415, '/problems/unsupported-media'])
})

test('a problem carries its slug, detail and further members', async (t) => {
  const app = await server(t)
  const reply = await app.inject({
    method: 'POST',
    url: '/shelves',
    headers: { ...bearer('ann'), ...key },
    payload: { name: 'taken', places: [] },
  })
  assert.equal(reply.statusCode, 409)
  const { instance, ...rest } = reply.json()
  assert.match(instance, /^\/requests\//)
  assert.deepEqual(rest, {
    by: 'ann',
    type: '/problems/shelf-taken',
    title: 'The shelf is taken',
    status: 409,
    detail: 'By Ann.',
  })
})

test('a refusal of a manifest is a problem with its slug in words as title', async (t) => {
  const app = await server(t)
  const reply = await app.inject({ method: 'POST', url: '/refuse' })
  assert.deepEqual([reply.statusCode, reply.json().type, reply.json().title], [409, '/problems/sold-out', 'Sold out'])
})

test('our own bug answers 500 without a word of what happened', async (t) => {
  const app = await server(t)
  const reply = await app.inject({
    method: 'POST',
    url: '/shelves',
    headers: { ...bearer('ann'), ...key },
    payload: { name: 'bug', places: [] },
  })
  assert.equal(reply.statusCode, 500)
  assert.doesNotMatch(reply.body, /hunter2|Error|at /)
})

test('in tests an unlisted problem and a reply that differs from its schema are bugs', async (t) => {
  const app = await server(t)
  const lax = await server(t, { isStrict: false })
  for (const [name, laxStatus] of [
    ['unlisted', 404],
    ['wrong reply', 201],
  ] as const) {
    const post = {
      method: 'POST',
      url: '/shelves',
      headers: { ...bearer('ann'), ...key },
      payload: { name, places: [] },
    } as const
    assert.equal((await app.inject(post)).statusCode, 500, name)
    assert.equal((await lax.inject(post)).statusCode, laxStatus, name)
  }
})

test('a dependency that is away answers 503 and when to come back', async (t) => {
  const app = await server(t)
  const reply = await app.inject({
    method: 'POST',
    url: '/shelves',
    headers: { ...bearer('ann'), ...key },
    payload: { name: 'outage', places: [] },
  })
  assert.deepEqual([reply.statusCode, reply.headers['retry-after']], [503, '1'])
})

test('routes are closed unless they say otherwise', async (t) => {
  const app = await server(t)
  const status = async (url: string, headers: Record<string, string> = {}): Promise<number> =>
    (await app.inject({ url, headers })).statusCode
  assert.equal(await status('/mine'), 401)
  assert.equal(await status('/mine', bearer('nobody')), 401)
  assert.equal(await status('/mine', { authorization: 'Basic YTpi' }), 401)
  assert.equal(await status('/mine', bearer('ann')), 200)
  assert.equal(await status('/open'), 200)
  assert.equal(await status('/open', bearer('expired')), 200)
  assert.equal(await status('/ruled', bearer('ann')), 403)
  assert.equal(await status('/ruled', bearer('olga')), 200)
})

test('a person acts for the party named in Lakeside-Party', async (t) => {
  const app = await server(t)
  const reply = await app.inject({ url: '/mine', headers: { ...bearer('ann'), 'lakeside-party': 'shop' } })
  assert.deepEqual(reply.json(), { party: 'shop' })
})

test('a POST without an Idempotency-Key is refused', async (t) => {
  const app = await server(t)
  const reply = await app.inject({
    method: 'POST',
    url: '/shelves',
    headers: bearer('ann'),
    payload: { name: 'a', places: [] },
  })
  assert.deepEqual([reply.statusCode, reply.json().type], [400, '/problems/idempotency-key-missing'])
})

test('an unknown address is a problem too', async (t) => {
  const app = await server(t)
  for (const url of ['/nowhere', '/%zz']) {
    const reply = await app.inject({ url })
    assert.equal(reply.headers['content-type'], 'application/problem+json', url)
    assert.ok([400, 404].includes(reply.statusCode), url)
  }
})

test('a list takes at most 200 items a page and names a wrong query', async (t) => {
  const app = await server(t)
  assert.deepEqual((await app.inject('/list')).json(), { limit: 50 })
  assert.deepEqual((await app.inject('/list?limit=7&old=true')).json(), { limit: 7, old: true })
  const reply = await app.inject('/list?limit=201')
  assert.deepEqual([reply.statusCode, reply.json().errors[0].pointer], [422, '/limit'])
  assert.equal((await app.inject('/list?colour=red')).json().errors[0].pointer, '/colour')
  assert.equal((await app.inject('/list?cursor=%00')).statusCode, 422)
})

test('a cursor comes back as it went out, and a forged one is refused', () => {
  const cursor = cursorOf(Type.Tuple([Type.Integer(), Type.String()]))
  assert.deepEqual(cursor.decode(cursor.encode([5, 'x'])), [5, 'x'])
  for (const text of ['', 'x', Buffer.from('[5]').toString('base64url'), Buffer.from('{').toString('base64url')]) {
    assert.throws(
      () => cursor.decode(text),
      (error) => error instanceof Problem && error.details.errors?.[0]?.pointer === '/cursor',
    )
  }
  const page = pageOf([1, 2, 3], { limit: 2, item: (row) => row * 10, cursor: String })
  assert.deepEqual(page, { items: [10, 20], nextCursor: '2' })
  assert.deepEqual(pageOf([1, 2], { limit: 2, item: (row) => row, cursor: String }).nextCursor, null)
})

test('metrics count by route pattern and are not shown to strangers', async (t) => {
  const app = await server(t)
  await app.inject('/open')
  const scraped = await app.inject('/metrics')
  assert.match(scraped.body, /http_request_duration_seconds_count\{method="GET",route="\/open",status="200"\} 1/)
  const stranger = await app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })
  assert.equal(stranger.statusCode, 403)
  const proxied = await app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })
  assert.equal(proxied.statusCode, 403)
  const rebound = await app.inject({ url: '/metrics', headers: { host: 'evil.example:8080' } })
  assert.equal(rebound.statusCode, 403)
  for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080']) {
    assert.equal((await app.inject({ url: '/metrics', headers: { host } })).statusCode, 200, host)
  }
})

test('the API describes itself with the problems of every route', async (t) => {
  const app = await server(t)
  const document = (await app.inject('/openapi.json')).json()
  assert.equal(document.openapi, '3.1.0')
  assert.match(document.paths['/shelves'].post.responses['409'].description, /shelf-taken/)
  assert.deepEqual((await app.inject('/problems/shelf-taken')).json(), {
    slug: 'shelf-taken',
    title: 'The shelf is taken',
  })
})

test('a stop does not wait for connections on which nobody asks anything', { timeout: 4_000 }, async (t) => {
  const app = await server(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const socket = connect(address.port, '127.0.0.1')
  await once(socket, 'connect')
  await (await fetch(`http://127.0.0.1:${address.port}/open`)).text()
  const closed = once(socket, 'close')
  await app.close()
  await closed
})
