import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { newId } from '#kernel/ids'
import { actorWith, impression, sender, setStage, town } from './fixtures.ts'
import { createPseudonyms, openFields } from './pseudonyms.ts'
import { readInteractions } from './stream.ts'

const all = { after: 0, limit: 10_000 }

test('an id is stored once: sent again, and twice in one request, it answers the first', async (t) => {
  const { db, takeIn } = await setStage(t)
  const [one, other] = [impression(), impression()]
  const first = await takeIn({ events: [one, other, one] })
  assert.deepEqual([first.stored, first.duplicates], [2, [{ index: 2, id: one['id'] }]])
  const again = await takeIn({ events: [impression(), { ...other, data: { place: 'home' } }] })
  assert.deepEqual([again.stored, again.duplicates], [1, [{ index: 1, id: other['id'] }]])
  const stored = await readInteractions(db, town, all)
  assert.deepEqual([stored.length, stored[1]!.data], [3, { place: 'search' }], 'the first stands')
  assert.deepEqual(await violations(db), [])
})

test('a reference of the sender stands for one id, apart for every sender', async (t) => {
  const { takeIn } = await setStage(t)
  const event = impression({ id: 'till 4, line 17' })
  assert.equal((await takeIn({ events: [event] })).stored, 1)
  assert.deepEqual((await takeIn({ events: [event] })).duplicates.length, 1)
  assert.equal((await takeIn({ events: [event], sender: newId() })).stored, 1)
})

test('two processes that get the same events store each once, and positions are without gaps', async (t) => {
  const { db, takeIn, another } = await setStage(t)
  const other = another()
  const events = Array.from({ length: 300 }, () => impression())
  const receipts = await Promise.all(
    Array.from({ length: 12 }, (_, turn) => {
      const some = events.slice((turn % 6) * 50, (turn % 6) * 50 + 50)
      return (turn % 2 === 0 ? takeIn : other)({ events: turn % 3 === 0 ? events : some })
    }),
  )
  assert.equal(
    receipts.reduce((sum, { stored }) => sum + stored, 0),
    300,
  )
  const positions = (await readInteractions(db, town, all)).map(({ pos }) => pos)
  assert.deepEqual(
    positions,
    Array.from({ length: 300 }, (_, index) => index + 1),
  )
  assert.deepEqual(await violations(db), [])
})

test('a malformed event is quarantined with its place and reason, and its neighbours are stored', async (t) => {
  const { as, db } = await setStage(t)
  const person = as(actorWith())
  const bad: [unknown, string][] = [
    ['text', ''],
    [impression({ type: 'glance' }), '/type'],
    [impression({ version: 9 }), '/version'],
    [{ type: 'impression' }, '/id'],
    [impression({ subject: 'somewhere' }), '/subject'],
    [impression({ data: { place: 'search', colour: 'red' } }), '/data/colour'],
    [impression({ type: 'search', data: {} }), '/data/query'],
    [impression({ type: 'dwell', data: { ms: -1 } }), '/data/ms'],
    [impression({ at: '2020-01-01T00:00:00Z' }), '/at'],
    [impression({ at: new Date(Date.now() + 3_600_000).toISOString() }), '/at'],
    [impression({ person: newId() }), '/person'],
    [impression({ data: { place: 'a\0b' } }), '/data/place'],
    [impression({ session: '\ud800' }), '/session'],
  ]
  const events = bad.flatMap(([event]) => [event, impression()])
  const { status, body } = await person.post('/v1/events', { events })
  assert.deepEqual([status, body.stored, body.duplicates], [200, bad.length, []])
  const found = body.quarantined.map(({ index, pointer }: { index: number; pointer: string }) => [index, pointer])
  assert.deepEqual(
    found,
    bad.map(([, pointer], index) => [index * 2, pointer]),
  )
  await person.post('/v1/events', { events })
  const { body: page } = await as(actorWith('operator')).get('/v1/event-quarantine?limit=5')
  assert.equal(page.items.length, 5)
  const { rows } = await sql<{ count: number }>`select count(*) as count from interactions.quarantine`.execute(db)
  assert.equal(rows[0]!.count, bad.length, 'sent again it lies there once')
  assert.ok(page.items.every(({ event, reason }: { event: string; reason: string }) => event !== null && reason !== ''))
  assert.equal((await person.get('/v1/event-quarantine')).status, 403)
})

test('without consent an event is nobody’s: no pseudonym, no session, nothing personal', async (t) => {
  const { db, takeIn, agree, vault } = await setStage(t)
  const search = (): object => ({
    id: newId(),
    type: 'search',
    session: 'visit',
    data: { query: 'a blue mug', found: 3 },
  })
  await takeIn({ events: [search()] })
  agree(sender, 'advertising')
  await takeIn({ events: [search()] })
  agree(sender, 'analytics')
  await takeIn({ events: [search()] })
  const stored = await readInteractions(db, town, all)
  assert.deepEqual(
    stored.slice(0, 2).map(({ person, session, personal, data }) => [person, session, personal, data]),
    [
      [null, null, null, { found: 3 }],
      [null, null, null, { found: 3 }],
    ],
  )
  const pseudonym = (await createPseudonyms(vault).of([sender])).get(sender)
  const [, , named] = stored
  assert.deepEqual([named?.person, named?.session, named?.data], [pseudonym, 'visit', { found: 3 }])
  assert.deepEqual(await openFields(vault, sender, [named!]), [{ query: 'a blue mug' }])
  assert.doesNotMatch(JSON.stringify(named), new RegExp(sender), 'nothing leads to the person')
})

test('who is erased is found by nobody, and what was personal opens as nothing', async (t) => {
  const { db, takeIn, agree, vault, another } = await setStage(t)
  agree(sender, 'analytics')
  await takeIn({ events: [{ id: newId(), type: 'search', data: { query: 'a blue mug' } }, { type: sender }] })
  const before = await readInteractions(db, town, all)
  await vault.destroy(sender)
  assert.equal((await createPseudonyms(vault).of([sender])).size, 0)
  assert.deepEqual(await openFields(vault, sender, before), [{ query: null }])
  assert.deepEqual(await readInteractions(db, town, all), before, 'the stream itself has not changed')
  const { rows } = await sql<{ event: string }>`select event from interactions.quarantine`.execute(db)
  assert.deepEqual(await vault.open([{ purpose: 'interactions/quarantine', sealed: rows[0]!.event }]), [null])
  const other = { events: [impression({ person: sender })], sender: newId(), isCollector: true }
  await another()(other)
  assert.equal((await readInteractions(db, town, all)).at(-1)!.person, null, 'told of later, they stay nobody')
})

test('a collector tells of others; anybody else only of themselves', async (t) => {
  const { db, as, agree } = await setStage(t)
  const person = newId()
  agree(person, 'analytics')
  const events = [impression({ person }), impression({ person: null })]
  const refused = await as(actorWith()).post('/v1/events', { events })
  assert.deepEqual([refused.body.stored, refused.body.quarantined[0].pointer], [1, '/person'])
  const taken = await as(actorWith('collector')).post('/v1/events', { events: [impression({ person })] })
  assert.equal(taken.body.stored, 1)
  const stored = await readInteractions(db, town, all)
  assert.deepEqual(
    stored.map((event) => event.person === null),
    [true, false],
  )
})

test('whatever is sent, each event is stored, a duplicate or quarantined, and nothing else happens', async (t) => {
  const { as, db } = await setStage(t)
  const person = as(actorWith())
  const odd = fc.oneof(
    fc.jsonValue({ noUnicodeString: false }),
    fc.record({ id: fc.string({ unit: 'binary' }), type: fc.constantFrom('view', 'search', 'toString', '__proto__x') }),
    fc.record(
      {
        id: fc.uuid({ version: 7 }), type: fc.constantFrom('view', 'dwell', 'basket'), subject: fc.option(fc.uuid()),
        version: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.double()), session: fc.string({ maxLength: 70 }),
        at: fc.oneof(fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), fc.string()),
        data: fc.dictionary(fc.string(), fc.jsonValue()),
      },
      { requiredKeys: ['id', 'type'] },
    ),
  ) // prettier-ignore
  let stored = 0
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 30 }), async (events) => {
      const { status, body } = await person.post('/v1/events', { events })
      if (status === 400)
        return assert.match(JSON.stringify(events), /__proto__|constructor/, 'poisoned bodies are refused')
      assert.equal(status, 200, JSON.stringify(body))
      stored += body.stored
      assert.equal(body.stored + body.duplicates.length + body.quarantined.length, events.length)
    }),
    { numRuns: 150 },
  )
  assert.ok(stored > 0)
  assert.equal((await readInteractions(db, town, all)).length, stored)
  assert.deepEqual(await violations(db), [])
})
