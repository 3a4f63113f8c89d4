import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { setStage, town } from './fixtures.ts'
import { createStrangers, type StrangerEvent } from './strangers.ts'
import { readInteractions } from './stream.ts'

const all = { after: 0, limit: 10_000 }

function event(given: Partial<StrangerEvent> = {}): StrangerEvent {
  return { type: 'click', subject: newId(), data: { place: 'search', position: 2, decision: newId() }, ...given }
}

test('a stranger’s events are nobody’s: no person, no visit, nothing personal', async (t) => {
  const { db, app } = await setStage(t)
  const shown = event({ type: 'impression' })
  const events = [shown, event({ ...shown, type: 'click' }), event({ ...shown, type: 'basket' })]
  const reply = await app.inject({ method: 'POST', url: '/v1/events/anonymous', payload: { events } })
  assert.deepEqual([reply.statusCode, reply.json()], [202, {}])
  const stored = await readInteractions(db, town, all)
  assert.deepEqual(
    stored.map(({ type, person, session, personal }) => [type, person, session, personal]),
    ['impression', 'click', 'basket'].map((type) => [type, null, null, null]),
  )
  assert.ok(stored.every(({ subject, data }) => subject === shown.subject && data['decision'] === shown.data.decision))
})

test('a place of a page counts once, from whatever address it is told', async (t) => {
  const { db, app } = await setStage(t)
  const told = event()
  for (const remoteAddress of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) {
    await app.inject({ method: 'POST', url: '/v1/events/anonymous', remoteAddress, payload: { events: [told] } })
  }
  assert.equal((await readInteractions(db, town, all)).length, 1)
})

test('what is malformed is refused, and nothing is quarantined; whoever asks not to be followed is not', async (t) => {
  const { db, app } = await setStage(t)
  const send = async (events: unknown, headers = {}) =>
    (await app.inject({ method: 'POST', url: '/v1/events/anonymous', payload: { events } as object, headers }))
      .statusCode
  for (const wrong of [[], [{ ...event(), type: 'search' }], [{ ...event(), person: newId() }], [{ type: 'click' }]]) {
    assert.equal(await send(wrong), 422)
  }
  assert.equal(await send(Array.from({ length: 201 }, () => event())), 422)
  assert.equal(await send([event()], { 'sec-gpc': '1' }), 202)
  assert.deepEqual(await readInteractions(db, town, all), [])
  const { rows } = await db.pool.query('select 1 from interactions.quarantine')
  assert.equal(rows.length, 0)
})

test('one address chooses one thing three times a day, and a hundred and fifty in all; tomorrow again', () => {
  let now = 0
  const { admit } = createStrangers({ now: () => now })
  const subject = newId()
  const same = Array.from({ length: 50 }, () => event({ subject }))
  assert.equal(admit('192.0.2.1', same).length, 3)
  assert.equal(admit('192.0.2.1', same).length, 0)
  assert.equal(admit('192.0.2.2', same).length, 3)
  assert.equal(
    admit(
      '192.0.2.1',
      Array.from({ length: 1_000 }, () => event()),
    ).length,
    147,
  )
  assert.equal(
    admit(
      '192.0.2.1',
      Array.from({ length: 5_000 }, () => event({ type: 'impression' })),
    ).length,
    1_900,
  )
  now = 86_400_000
  assert.equal(admit('192.0.2.1', same).length, 3)
})

test('a customer’s whole network of IPv6 is one address', () => {
  const { admit } = createStrangers({ now: () => 0 })
  const subject = newId()
  const from = (address: string): number => admit(address, [event({ subject }), event({ subject })]).length
  assert.equal(from('2001:db8::1'), 2)
  assert.equal(from('2001:db8:0:0:9:9:9:9'), 1)
  assert.equal(from('2001:db8:0:1::1'), 2)
  assert.equal(from('::ffff:192.0.2.9'), 2)
  assert.equal(from('192.0.2.9'), 1)
  assert.deepEqual([from('somewhere'), from('somewhere')], [2, 1])
})
