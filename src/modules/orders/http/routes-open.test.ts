import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import type { Manifest } from '#modules/flows'
import { accepted, command } from '../engine/fixtures.ts'
import { shop } from './routes.fixtures.ts'

const said = { required: ['what'], properties: { what: { type: 'string', maxLength: 50 } } } as const

/** Somebody wants something fetched; any runner may take it. */
const errands: Manifest = {
  business: 'errands',
  version: 1,
  title: 'Errands',
  roles: { sender: { bind: 'actor.id' }, runner: { grant: 'runner' } },
  flow: {
    initial: 'new',
    states: {
      new: { on: { place: { by: ['sender'], do: [{ set: { what: 'input.what' } }], input: said, target: 'waiting' } } },
      waiting: {
        on: { take: { by: ['runner'], do: [{ assign: { runner: 'actor.id' } }], target: 'taken' } },
        after: { P1D: { target: 'dropped' } },
      },
      taken: { on: { done: { by: ['sender'], target: 'done' } }, after: { P1D: { target: 'done' } } },
      done: { final: 'done' },
      dropped: { final: 'undone' },
    },
  },
}

async function square(t: TestContext) {
  const it = await shop(t)
  accepted(await it.engine.submit([command(it.operator, 'orders.publish', { input: { manifest: errands } })]))
  const runners = (await it.people(2, 0)).map((actor): Actor => ({ ...actor, grants: ['runner'] })) as [Actor, Actor]
  for (const runner of runners) it.as(runner)
  const { orderId } = (await it.as(it.buyer).post('/v1/orders', { business: 'errands', input: { what: 'bread' } })).body
  const idsOf = async (actor: Actor, filter = ''): Promise<string[]> => {
    await it.caughtUp()
    return (await it.as(actor).get(`/v1/orders${filter}`)).body.items.map(({ id }: { id: string }) => id)
  }
  return { ...it, runners, orderId: orderId as string, idsOf }
}

test('work that waits is in the list of everyone who may take it, until somebody has', async (t) => {
  const { as, buyer, stranger, runners, orderId, idsOf } = await square(t)
  const [first, second] = runners
  assert.deepEqual(await idsOf(first), [orderId])
  assert.deepEqual(await idsOf(second, '?role=runner'), [orderId])
  assert.deepEqual(await idsOf(second, '?role=sender'), [])
  assert.deepEqual(await idsOf(stranger), [])
  const [listed] = (await as(first).get('/v1/orders')).body.items
  assert.deepEqual([listed.mine, listed.open], [[], ['runner']])
  assert.equal((await as(first).post(`/v1/orders/${orderId}/actions/take`, {})).body.state, 'taken')
  assert.deepEqual(await idsOf(first), [orderId])
  assert.deepEqual(await idsOf(second), [])
  assert.deepEqual(await idsOf(buyer), [orderId])
  const late = await as(second).post(`/v1/orders/${orderId}/actions/take`, {})
  assert.deepEqual([late.status, late.body.type], [409, '/problems/not-now'])
})

test('work that is over leaves the lists of those who could have taken it', async (t) => {
  const { engine, runners, orderId, idsOf } = await square(t)
  assert.deepEqual(await idsOf(runners[0]), [orderId])
  await engine.moveClock(86_400_000)
  assert.deepEqual(await idsOf(runners[0]), [])
})

test('who could take it sees what it is about, not what was written in it', async (t) => {
  const { as, buyer, runners, orderId } = await square(t)
  const [first, second] = runners
  const before = await as(first).get(`/v1/orders/${orderId}`)
  assert.deepEqual([before.status, before.body.data, before.body.mine], [200, null, []])
  assert.deepEqual(before.body.actions.map(({ type }: { type: string }) => type), ['take']) // prettier-ignore
  assert.deepEqual((await as(buyer).get(`/v1/orders/${orderId}`)).body.data, { what: 'bread' })
  const story = await as(first).get(`/v1/orders/${orderId}/events`)
  assert.deepEqual(story.body.items[0].data, { from: null, to: 'waiting', rev: 1 })
  const stream = await as(second).get('/v1/events?limit=200')
  assert.deepEqual(stream.body.items.map(({ type }: { type: string }) => type), ['errands.waiting']) // prettier-ignore
  await as(first).post(`/v1/orders/${orderId}/actions/take`, {})
  assert.deepEqual((await as(first).get(`/v1/orders/${orderId}`)).body.data, { what: 'bread' })
  assert.equal((await as(second).get(`/v1/orders/${orderId}`)).status, 404)
  assert.deepEqual((await as(second).get('/v1/events?limit=200')).body.items, [])
})

test('an order that does not exist has no roles to take', async (t) => {
  const { as, runners } = await square(t)
  assert.equal((await as(runners[0]).get(`/v1/orders/${newId()}`)).status, 404)
})
