import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { newId } from '#kernel/ids'
import { actorWith, impression, setStage, town } from './fixtures.ts'
import { forgetOld } from './retention.ts'
import { readInteractions, subscribeInteractions } from './stream.ts'

const dayMs = 86_400_000

/** Asks until the counters have come as far as a receipt says. */
async function counted(ask: () => Promise<{ body: { position: number } }>, position: number) {
  for (;;) {
    const reply = await ask()
    if (reply.body.position >= position) return reply.body as typeof reply.body & { items: Record<string, unknown>[] }
    await sleep(10)
  }
}

test('counters follow the stream, and a replay into a fresh table counts the same', async (t) => {
  const { as, takeIn, count, clock } = await setStage(t)
  count()
  const operator = as(actorWith('operator'))
  const [mug, lamp] = [newId(), newId()]
  await takeIn({ events: [impression({ subject: mug }), impression({ subject: mug }), impression({ subject: lamp })] })
  clock.passes(90_000)
  const { position } = await takeIn({ events: [{ id: newId(), type: 'view', subject: mug }, impression()] })
  const byType = await counted(() => operator.get('/v1/event-counters'), position)
  assert.deepEqual(byType.items, [
    { type: 'impression', count: 4 },
    { type: 'view', count: 1 },
  ])
  const bySubject = await counted(() => operator.get('/v1/event-counters?by=subject&type=impression'), position)
  assert.deepEqual(bySubject.items[0], { subject: mug, count: 2 })
  const minutes = await counted(() => operator.get(`/v1/event-counters?by=minute&subject=${mug}`), position)
  assert.deepEqual(
    minutes.items.map((item) => item['count']),
    [1, 2],
  )
  const replay = await operator.post('/v1/event-counters/rebuild', {})
  assert.deepEqual([replay.body.events, replay.body.isIdentical, replay.body.before], [5, true, replay.body.after])
  assert.equal((await as(actorWith()).get('/v1/event-counters')).status, 403)
  assert.equal((await operator.get('/v1/event-counters?from=2026-12-31T23:59:60Z')).body.errors[0].pointer, '/from')
})

test('a replay finds a counter that is wrong, and puts it right', async (t) => {
  const { db, as, takeIn, count } = await setStage(t)
  count()
  const operator = as(actorWith('operator'))
  const { position } = await takeIn({ events: [impression(), impression()] })
  await counted(() => operator.get('/v1/event-counters'), position)
  await sql`update interactions.counters set count = 7`.execute(db)
  assert.equal((await operator.post('/v1/event-counters/rebuild', {})).body.isIdentical, false)
  assert.deepEqual((await operator.get('/v1/event-counters')).body.items, [{ type: 'impression', count: 2 }])
  assert.equal((await operator.post('/v1/event-counters/rebuild', {})).body.isIdentical, true)
})

test('what is older than its term is forgotten with its counters, and a replay still agrees', async (t) => {
  const { db, as, takeIn, count, clock } = await setStage(t)
  count()
  const operator = as(actorWith('operator'))
  await takeIn({ events: [impression(), impression(), 'malformed'] })
  clock.passes(91 * dayMs)
  const { position } = await takeIn({ events: [impression()] })
  await counted(() => operator.get('/v1/event-counters'), position)
  await forgetOld(db, town, clock.now())
  assert.deepEqual(
    (await readInteractions(db, town, { after: 0, limit: 9 })).map(({ pos }) => pos),
    [3],
  )
  const { body } = await operator.post('/v1/event-counters/rebuild', {})
  assert.deepEqual([body.events, body.isIdentical], [1, true])
  assert.deepEqual((await operator.get('/v1/event-quarantine')).body.items, [])
  assert.deepEqual(await violations(db), [])
})

test('a subscriber hears of every event once, in order, whichever process took it in', async (t) => {
  const { db, takeIn, another } = await setStage(t)
  const other = another()
  await takeIn({ events: [impression(), impression()] })
  const heard: number[] = []
  let isFirst = true
  const following = subscribeInteractions({ db, town, name: 'test', after: 1 }, (events) => {
    if (isFirst) {
      isFirst = false
      throw new Error('the first page is refused, and comes again')
    }
    heard.push(...events.map(({ pos }) => pos))
  })
  t.after(() => following.stop())
  for (let turn = 0; turn < 10; turn += 1) await (turn % 2 === 0 ? takeIn : other)({ events: [impression()] })
  while (heard.at(-1) !== 12) await sleep(10)
  assert.deepEqual(
    heard,
    Array.from({ length: 11 }, (_, index) => index + 2),
  )
})
