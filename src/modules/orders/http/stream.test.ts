import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CloudEvent } from 'cloudevents'
import { WebSocket } from 'undici'
import type { Actor } from '#kernel/commands'
import type { App } from '#kernel/http'
import { until } from '#kernel/until'
import { shop } from './routes.fixtures.ts'

type Streamed = { actor: Actor; upTo: number | string; headers?: Record<string, string>; query?: string }

/** Opens a stream; what it answers reads on until so many events have come, or one of a type, and tells what came. */
async function streamed(t: TestContext, app: App, { actor, upTo, headers = {}, query = '' }: Streamed) {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const stopping = new AbortController()
  t.after(() => stopping.abort())
  const reply = await fetch(`http://127.0.0.1:${address.port}/v1/events/stream${query}`, {
    headers: { authorization: `Bearer ${actor.party}`, ...headers }, signal: stopping.signal,
  }) // prettier-ignore
  assert.equal(reply.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const isEnough = (): boolean =>
    typeof upTo === 'string' ? text.includes(`event: ${upTo}\n`) : (text.match(/^event: /gm) ?? []).length >= upTo
  const read = async (): Promise<{ types: string[]; ids: string[] }> => {
    while (!isEnough()) {
      const { value, done } = await reader.read()
      if (done) break
      text += value
    }
    stopping.abort()
    const types = [...text.matchAll(/^event: (.*)$/gm)].map(([, type]) => type!)
    const ids = [...text.matchAll(/^id: (.*)\nevent: /gm)].map(([, id]) => id!)
    return { types, ids }
  }
  return read
}

test('a stream brings what concerns the caller as it is committed, and nothing else', async (t) => {
  const { app, as, buyer, seller, stranger, placing } = await shop(t)
  const [mine, theirs] = await Promise.all([
    streamed(t, app, { actor: buyer, upTo: 2 }),
    streamed(t, app, { actor: stranger, upTo: 1 }),
  ])
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  await as(seller).post(`/v1/orders/${orderId}/actions/ship`, {})
  await as(stranger).post('/v1/orders', { ...placing(), expectMinor: 1 })
  assert.deepEqual((await mine()).types, ['stall.paid', 'stall.shipped'])
  assert.deepEqual((await theirs()).types, ['command.refused'])
})

test('a stream that broke goes on where it ended: nothing twice, nothing lost', async (t) => {
  const { app, as, buyer, seller, placing } = await shop(t)
  const from = '0'
  const orders: string[] = []
  for (let count = 0; count < 4; count += 1) orders.push((await as(buyer).post('/v1/orders', placing())).body.orderId)
  const first = await (await streamed(t, app, { actor: buyer, upTo: 3, headers: { 'last-event-id': from } }))()
  assert.deepEqual(first.types.slice(0, 3), ['ledger.issued', 'stall.paid', 'stall.paid'])
  const resume = await streamed(t, app, { actor: buyer, upTo: 4, headers: { 'last-event-id': first.ids[2]! } })
  await as(seller).post(`/v1/orders/${orders[0]}/actions/ship`, {})
  await as(buyer).post(`/v1/orders/${orders[0]}/actions/confirm`, {})
  const second = await resume()
  assert.deepEqual(second.types, ['stall.paid', 'stall.paid', 'stall.shipped', 'stall.completed'])
  const ids = [...first.ids.slice(0, 3), ...second.ids]
  assert.equal(new Set(ids).size, ids.length)
})

test('a stream may begin a while ago, for who has just read what it tells of; a cursor says it better', async (t) => {
  const { app, as, buyer, seller, placing, engine } = await shop(t)
  await engine.moveClock(3_600_000)
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  const opened = await Promise.all(
    ['?backMs=60000', '?backMs=60000&after=0', ''].map((query) =>
      streamed(t, app, { actor: buyer, upTo: 'stall.shipped', query }),
    ),
  )
  await as(seller).post(`/v1/orders/${orderId}/actions/ship`, {})
  const told = await Promise.all(opened.map(async (read) => (await read()).types))
  assert.deepEqual(told, [
    ['stall.paid', 'stall.shipped'],
    ['ledger.issued', 'stall.paid', 'stall.shipped'],
    ['stall.shipped'],
  ])
  const tooLong = await as(buyer).get('/v1/events/stream?backMs=60001')
  assert.deepEqual([tooLong.status, tooLong.body.errors[0].pointer], [422, '/backMs'])
})

test('streams that join in the middle of the load each get every event once, in order', async (t) => {
  const { app, as, buyer, seller, offer } = await shop(t)
  const offerId = await offer(seller, { priceMinor: 1, stock: 10_000 })
  const body = { business: 'stall', lines: [{ offerId, qty: 1 }], expectMinor: 1 }
  const state = { placed: 0, isOver: false }
  const placing = async (): Promise<void> => {
    while (!state.isOver) {
      await as(buyer).post('/v1/orders', body)
      state.placed += 1
    }
  }
  const load = Promise.all([placing(), placing(), placing()])
  const headers = { 'last-event-id': '0' }
  const joining: Promise<() => Promise<{ types: string[]; ids: string[] }>>[] = []
  for (let joined = 0; joined < 40; joined += 1) {
    await sleep(10)
    joining.push(streamed(t, app, { actor: seller, headers, upTo: 'stall.cancelled' }))
  }
  state.isOver = true
  await load
  const { orderId } = (await as(buyer).post('/v1/orders', body)).body
  await as(buyer).post(`/v1/orders/${orderId}/actions/cancel`, {})
  for (const read of await Promise.all(joining)) {
    const { types, ids } = await read()
    assert.equal(types.filter((type) => type === 'stall.paid').length, state.placed + 1)
    const positions = ids.map((id) => Number(id.split('.')[0]))
    assert.deepEqual(
      positions,
      positions.toSorted((one, other) => one - other),
    )
    assert.equal(new Set(ids).size, ids.length)
  }
})

test('a stream needs a credential and a cursor of the log', async (t) => {
  const { app, as, buyer } = await shop(t)
  assert.equal((await as(null).get('/v1/events/stream')).status, 401)
  const wrong = await app.inject({
    url: '/v1/events/stream?after=x',
    headers: { authorization: `Bearer ${buyer.party}` },
  })
  assert.deepEqual([wrong.statusCode, wrong.json().errors[0].pointer], [422, '/after'])
})

/** Opens a socket; what it answers waits for so many messages that match. */
async function socketOf(
  t: TestContext,
  app: App,
  { actor, query = '', protocols = [] }: { actor: Actor; query?: string; protocols?: string[] },
) {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const headers = { authorization: `Bearer ${actor.party}` }
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}/v1/events/socket${query}`, { headers, protocols })
  t.after(() => socket.close())
  const messages: Record<string, unknown>[] = []
  socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))))
  let closed: string | undefined
  socket.addEventListener('close', ({ code, reason }) => {
    closed = `closed with ${code} ${reason}`
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  const heard = (): Record<string, unknown>[] => {
    assert.equal(closed, undefined, `after ${JSON.stringify(messages)}`)
    return messages
  }
  const events = async (count: number): Promise<Record<string, unknown>[]> => {
    const told = (): Record<string, unknown>[] => heard().filter((one) => 'type' in one)
    return until(told, ({ length }) => length >= count)
  }
  /** Where the stream begins, as it says itself. */
  const begun = async (): Promise<Record<string, unknown>> => until(() => heard()[0])
  return { socket, events, begun }
}

test('a socket brings the same events to the same people, and goes on from a cursor', async (t) => {
  const { app, as, buyer, seller, stranger, placing } = await shop(t)
  await app.ready()
  const mine = await socketOf(t, app, { actor: buyer })
  const theirs = await socketOf(t, app, { actor: stranger })
  await theirs.begun()
  assert.deepEqual(Object.keys(await mine.begun()), ['cursor'])
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  const [paid] = await mine.events(1)
  assert.deepEqual([paid!['type'], paid!['subject']], ['stall.paid', orderId])
  mine.socket.close()
  await as(seller).post(`/v1/orders/${orderId}/actions/ship`, {})
  const again = await socketOf(t, app, { actor: buyer, query: `?after=${String(paid!['cursor'])}` })
  assert.deepEqual(
    (await again.events(1)).map(({ type }) => type),
    ['stall.shipped'],
  )
  await as(stranger).post('/v1/orders', { ...placing(), expectMinor: 1 })
  assert.deepEqual(
    (await theirs.events(1)).map(({ type }) => type),
    ['command.refused'],
  )
})

test('a socket without a credential is not opened, and one with too much to say is closed', async (t) => {
  const { app, buyer } = await shop(t)
  await app.ready()
  const { socket } = await socketOf(t, app, { actor: buyer })
  socket.send('x'.repeat(2_000))
  await once(socket, 'close')
  await assert.rejects(socketOf(t, app, { actor: { ...buyer, party: 'nobody' } }), ({ type }) => type === 'error')
})

test('CloudEvents are ones by the standard’s own library: on the stream, on the socket, by the page', async (t) => {
  const { app, as, buyer, placing } = await shop(t)
  await app.ready()
  const socket = await socketOf(t, app, { actor: buyer, protocols: ['cloudevents.json'], query: '?after=0' })
  assert.equal(socket.socket.protocol, 'cloudevents.json')
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  const headers = { authorization: `Bearer ${buyer.party}`, accept: 'application/cloudevents-batch+json' }
  const reply = await app.inject({ url: '/v1/events?limit=1', headers })
  assert.equal(reply.headers['content-type'], 'application/cloudevents-batch+json')
  const next = /<(.*)>; rel="next"/.exec(String(reply.headers['link']))?.[1]
  const rest = await app.inject({ url: next!, headers })
  const paged = [...reply.json(), ...rest.json()]
  const told = await socket.events(paged.length)
  assert.deepEqual(told, paged)
  for (const one of paged) assert.equal(new CloudEvent(one).validate(), true)
  const last = paged.at(-1)
  assert.deepEqual([last.type, last.subject, last.source], ['stall.paid', orderId, 'https://town.example'])
  assert.equal(new Set(paged.map(({ id }: { id: string }) => id)).size, paged.length)
  const accept = { accept: 'text/event-stream, application/cloudevents+json', 'last-event-id': '0' }
  const { types } = await (await streamed(t, app, { actor: buyer, upTo: paged.length, headers: accept }))()
  assert.deepEqual(
    types,
    paged.map(({ type }: { type: string }) => type),
  )
})
