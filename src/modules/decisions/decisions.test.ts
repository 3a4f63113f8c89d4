import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { sql, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { StoredEvent } from '#kernel/events'
import type { Context } from '#kernel/module'
import { until } from '#kernel/until'
import { outcomesProjection } from './books/attribution.ts'
import { findDecision, openInputs } from './books/reading.ts'
import { setSwitch } from './books/declaring.ts'
import { createPolicy } from './core/policy.ts'
import { createDecider } from './decider.ts'
import { checkout, operator, setStage, softmaxSpec, town } from './fixtures.ts'
import { decisionsPersonalData } from './personal-data.ts'
import { forgetOld } from './retention.ts'

const context = { amount: 1200, channel: 'web', isNew: true }
const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))

test('whatever goes wrong, the safe default stands with the reason, is recorded, and nothing is thrown', async (t) => {
  let isSlow = false
  const stage = await setStage(t, (point, row) => ({
    ...createPolicy(point, row),
    weigh: (situation) => {
      if (!isSlow) throw new Error('the model is broken')
      for (const until = performance.now() + 15; performance.now() < until;);
      return createPolicy(point, row).weigh(situation)
    },
  }))
  const declared = checkout({
    budgetMs: 10,
    guards: [{ name: 'too-much', when: [{ of: 'context', feature: 'amount', is: '>', value: 50_000 }] }],
  })
  const { decide } = stage.decider
  assert.deepEqual(
    [decide('none.such', { context, options }).fallback, decide('none.such', { context, options }).chosen],
    ['unknown-point', []],
  )
  await stage.open(declared, softmaxSpec)
  const asked: [string, Parameters<typeof decide>[1]][] = [
    ['no-options', { context, options: [] }],
    ['wrong-context', { context: { ...context, amount: 'much' }, options }],
    ['wrong-context', { context: { ...context, extra: 1 }, options }],
    ['wrong-context', { context, options: [{ id: 'other', features: {} }] }],
    ['wrong-context', { context, options: [...options, ...options] }],
    ['policy-failed', { context, options: [{ id: 'pass' }] as never }],
    ['all-blocked', { context: { ...context, amount: 60_000 }, options }],
    ['policy-failed', { context, options }],
  ]
  const found = []
  for (const [fallback, asking] of asked) {
    const decided = decide('checkout.fraud', asking)
    assert.deepEqual([decided.fallback, decided.chosen, decided.pChosen], [fallback, ['ask'], 1])
    assert.equal(decided.reasons.length, 1)
    assert.equal(await decided.recorded, true)
    found.push(decided.id)
  }
  isSlow = true
  assert.equal(decide('checkout.fraud', { context, options }).fallback, 'too-slow')
  const row = await findDecision(stage.db, town, found.at(-1)!)
  assert.deepEqual([row?.fallback, row?.policy, row?.reasons], ['policy-failed', null, ['the model is broken']])
})

test('a switch is felt in another process, for one point or for all, and back', async (t) => {
  const stage = await setStage(t)
  await stage.open(checkout(), softmaxSpec)
  const other = createDecider({ db: stage.db, town, clock: stage.clock, vault: stage.vault })
  await other.start()
  t.after(() => other.stop())
  const fallback = () => other.decide('checkout.fraud', { context, options }).fallback
  const place = { db: stage.db, town, by: operator }
  for (const [point, isOff] of [
    ['checkout.fraud', true],
    ['checkout.fraud', false],
    ['all', true],
  ] as const) {
    await setSwitch(place, point, isOff)
    await until(fallback, (told) => told === (isOff ? 'switched-off' : null))
  }
})

test('forgetting a person blanks what was looked at and keeps the choice, its probability and its value', async (t) => {
  const stage = await setStage(t)
  await stage.open(checkout(), softmaxSpec)
  const subject = newId()
  const decided = stage.decider.decide('checkout.fraud', { context, options, subject })
  await decided.recorded
  const asked = stage.as(operator)
  await asked.post(`/v1/decisions/${decided.id}/outcomes`, { metric: 'paid', value: 1 })
  const { rows } = await sql<{ inputs: string }>`select inputs from decisions.records`.execute(stage.db)
  assert.ok(!rows[0]!.inputs.includes('1200'), 'what was looked at lies sealed')
  assert.deepEqual((await asked.get(`/v1/decisions/${decided.id}`)).body.context.amount, { value: 1200, eventId: null })
  const { erase } = decisionsPersonalData({ ...stage, town: { id: town } } as unknown as Context)
  await stage.vault.destroy(subject)
  const [opened] = await openInputs(stage.vault, [(await findDecision(stage.db, town, decided.id))!])
  assert.equal(opened, undefined, 'without the key a backup forgets as well')
  await transaction(stage.db, async (tx) => erase!(tx, subject))
  const after = (await asked.get(`/v1/decisions/${decided.id}`)).body
  assert.deepEqual([after.context, after.subject, after.pChosen, after.value, after.chosen], [
    null, null, decided.pChosen, 1, [...decided.chosen],
  ]) // prettier-ignore
  const late = stage.decider.decide('checkout.fraud', { context, options, subject })
  assert.equal(await late.recorded, true, 'a decision about the erased is recorded as nobody’s')
  assert.equal((await findDecision(stage.db, town, late.id))?.inputs, null)
})

test('outcomes: joined, told twice, late, after the window, for nothing, of no metric: each a clear answer', async (t) => {
  const stage = await setStage(t)
  await stage.open(checkout(), softmaxSpec)
  const { post, get } = stage.as(operator)
  const { id, at } = stage.decider.decide('checkout.fraud', { context, options })
  await stage.decider.recorder.idle()
  const tell = (body: object, decision = id) => post(`/v1/decisions/${decision}/outcomes`, body)
  const eventId = newId()
  const loss = { metric: 'lost', value: 3, eventId, at: new Date(at).toISOString() }
  const first = await tell({ metric: 'paid', value: 10 })
  assert.deepEqual([first.status, first.body], [201, { status: 'joined', isLate: false, value: 10 }])
  assert.deepEqual((await tell({ metric: 'paid', value: 5 })).body, { status: 'already', isLate: false, value: 10 })
  assert.equal((await tell(loss)).body.value, 4)
  assert.deepEqual((await tell(loss)).body, { status: 'already', isLate: false, value: 4 })
  stage.clock.passes(8 * 3_600_000)
  const late = { ...loss, eventId: newId(), value: 1 }
  assert.deepEqual((await tell(late)).body, { status: 'joined', isLate: true, value: 2 })
  const after = await tell({ metric: 'lost', value: 1 })
  assert.deepEqual([after.status, after.body.type], [409, '/problems/outcome-outside-window'])
  assert.equal((await tell({ metric: 'paid', value: 1 }, newId())).status, 404)
  const wrong = await tell({ metric: 'joy', value: 1 })
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/metric'])
  assert.equal((await tell({ ...loss, at: new Date(at - 1000).toISOString() })).body.errors[0].pointer, '/at')
  const read = (await get(`/v1/decisions/${id}`)).body
  assert.deepEqual(read.outcomes.map((one: { metric: string }) => one.metric).toSorted(), ['lost', 'lost', 'paid'])
  assert.equal(read.value, 2)
})

/** As many as a page of the log has. */
function chunksOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / 2_000) }, (_, index) =>
    all.slice(index * 2_000, (index + 1) * 2_000),
  )
}

test('events of the log become outcomes of the newest decision that fits: 99.5 % and more, none of another', async (t) => {
  const stage = await setStage(t)
  const paid = { source: 'log', type: 'market.paid', match: [{ event: 'actor', decision: 'subject' }], value: 'amount' }
  const metric = { name: 'paid', weight: 0.5, windowMs: 60_000, counts: 'first', from: paid } as const
  await stage.open(checkout({ metrics: [metric as never] }), softmaxSpec)
  const subjects = Array.from({ length: 20_000 }, () => newId())
  const decided: { at: number }[] = []
  for (const some of chunksOf(subjects)) {
    for (const subject of some) decided.push(stage.decider.decide('checkout.fraud', { context, options, subject }))
    await stage.decider.recorder.idle()
  }
  const event = (actor: string, at: number): StoredEvent => ({
    id: newId(), n: 1, pos: 1, type: 'market.paid', subject: null, actor, user: null, at, data: { amount: 8 },
  }) // prettier-ignore
  const within = decided.map(({ at }, index) => event(subjects[index]!, at + 1 + (index % 59_000)))
  const after = decided.slice(0, 20).map(({ at }, index) => event(subjects[index]!, at + 60_001))
  const { apply } = outcomesProjection({ town, registry: stage.decider.registry, clock: stage.clock })
  const told = async (events: readonly StoredEvent[]): Promise<void> => transaction(stage.db, (tx) => apply(tx, events))
  await told([...after, event(newId(), stage.clock.now())])
  for (const some of chunksOf(within)) await told(some)
  await told(within.slice(0, 2_000))
  const { rows } = await sql<{ joined: number; value: number }>`
    select count(*) as joined, sum(value) as value from decisions.records where value is not null`.execute(stage.db)
  assert.ok(rows[0]!.joined >= 0.995 * subjects.length)
  assert.equal(rows[0]!.value, 4 * rows[0]!.joined)
})

test('an override keeps both choices, submits the command that undoes, comes once, and teaches twice', async (t) => {
  const stage = await setStage(t)
  const reverse = { business: 'market', commands: { hold: { type: 'hold', input: { why: 'fraud' } } } }
  await stage.open(checkout({ reverse }), {
    kind: 'beta-thompson', prior: { a: 1, b: 1 }, exploration: 0, arms: { pass: { a: 1e6, b: 1 } },
  }) // prettier-ignore
  const { post, get } = stage.as(operator)
  const reference = newId()
  const { id, chosen } = stage.decider.decide('checkout.fraud', { context, options, reference })
  await stage.decider.recorder.idle()
  assert.deepEqual(chosen, ['pass'])
  const url = `/v1/decisions/${id}/override`
  assert.equal((await post(url, { to: 'pass', why: 'same' })).body.errors[0].pointer, '/to')
  assert.equal((await post(url, { to: 'fly', why: 'no' })).body.errors[0].pointer, '/to')
  const key = newId()
  const done = await post(url, { to: 'hold', why: 'A known thief' }, key)
  assert.deepEqual(
    [done.status, done.body.chosen, done.body.override.to, done.body.mode],
    [200, ['pass'], 'hold', 'human'],
  )
  assert.deepEqual((await post(url, { to: 'hold', why: 'A known thief' }, key)).status, 200)
  assert.equal((await post(url, { to: 'ask', why: 'Again' })).status, 409)
  assert.deepEqual(
    stage.commands.map(({ type, orderId }) => [type, orderId]),
    [['hold', reference]],
  )
  const learnt = await post('/v1/decisions/points/checkout.fraud/policies/first/learn', {})
  assert.deepEqual([learnt.status, learnt.body.lessons, learnt.body.overrides], [201, 2, 1])
  const { items } = (await get('/v1/decisions/points/checkout.fraud/policies')).body
  assert.deepEqual(items[0].spec.arms, { pass: { a: 1, b: 2 }, hold: { a: 2, b: 1 } })
})

test('why: the change that is told flips the choice when it is tried, and a smaller one does not', async (t) => {
  const stage = await setStage(t)
  const when = [{ of: 'context', feature: 'amount', is: '>=', value: 1000 }] as const
  await stage.open(checkout(), { kind: 'rule', rules: [{ when, choose: 'hold' }], otherwise: 'pass' })
  const subject = newId()
  const decided = stage.decider.decide('checkout.fraud', { context, options, subject })
  await decided.recorded
  const person = stage.as({ party: subject, kind: 'person', grants: [] })
  const { status, body } = await person.get(`/v1/decisions/${decided.id}/why`)
  assert.deepEqual(
    [status, body.chosen, body.flip],
    [200, ['hold'], { feature: 'amount', from: 1200, to: 999, chosen: 'pass' }],
  )
  const retry = (amount: number) =>
    stage.decider.decide('checkout.fraud', { context: { ...context, amount }, options }).chosen[0]
  assert.deepEqual([retry(999), retry(1000)], ['pass', 'hold'])
})

test('a person sees what was decided about themselves, and nobody but operators declares or decides', async (t) => {
  const stage = await setStage(t)
  await stage.open(checkout(), softmaxSpec)
  const [one, other] = [newId(), newId()]
  for (const subject of [one, other]) stage.decider.decide('checkout.fraud', { context, options, subject })
  await stage.decider.recorder.idle()
  const { get, post, put } = stage.as({ party: one, kind: 'person', grants: [] })
  const { items } = (await get(`/v1/decisions?subject=${other}`)).body
  assert.deepEqual(
    items.map((row: { subject: string }) => row.subject),
    [one],
  )
  const theirs = (await stage.as(operator).get(`/v1/decisions?subject=${other}`)).body.items[0].id
  assert.equal((await get(`/v1/decisions/${theirs}`)).status, 404)
  assert.equal((await get(`/v1/decisions/${theirs}/why`)).status, 404)
  assert.equal((await post('/v1/decisions', { point: 'checkout.fraud', context, options })).status, 403)
  assert.equal((await put('/v1/decisions/switches/all', { isOff: true })).status, 403)
  assert.equal((await get('/v1/decisions/export')).status, 403)
})

test('over HTTP: declared, decided once a key, listed in pages, exported, refused with the field that is wrong', async (t) => {
  const stage = await setStage(t)
  const { get, post, put } = stage.as(operator)
  const { name: _, ...declaration } = checkout()
  const url = '/v1/decisions/points/shop.hold'
  assert.deepEqual((await put(url, declaration)).body, { version: 1, isNew: true })
  assert.deepEqual((await put(url, declaration)).body, { version: 1, isNew: false })
  assert.equal((await put(url, { ...declaration, safeDefault: 'fly' })).body.errors[0].pointer, '/safeDefault')
  const bad = await post(`${url}/policies`, { name: 'sharp', spec: { ...softmaxSpec, weights: { nothing: 1 } } })
  assert.deepEqual([bad.status, bad.body.type], [422, '/problems/policy-unfit'])
  for (const name of ['linear-thompson', 'logistic']) {
    const more = name === 'logistic' ? { temperature: 1 } : { scale: 1, draws: 20 }
    assert.equal((await post(`${url}/policies`, { name, spec: { kind: name, ...more } })).status, 201)
  }
  const made = await post(`${url}/policies`, { name: 'sharp', spec: softmaxSpec })
  const stages = { version: made.body.version, stage: 'live' }
  assert.equal((await put(`${url}/policies/sharp/stage`, stages)).status, 200)
  const key = newId()
  const body = { point: 'shop.hold', context, options }
  const first = await post('/v1/decisions', body, key)
  assert.deepEqual([first.status, first.body.isRecorded, first.body.policy.name], [201, true, 'sharp'])
  const again = await post('/v1/decisions', body, key)
  assert.deepEqual([again.status, again.body.chosen, again.body.pChosen], [200, first.body.chosen, first.body.pChosen])
  for (let i = 0; i < 4; i++) await post('/v1/decisions', body)
  assert.equal((await post('/v1/decisions', { ...body, point: 'no.such' })).status, 404)
  const page = (await get('/v1/decisions?limit=3')).body
  const rest = (await get(`/v1/decisions?limit=3&cursor=${page.nextCursor}`)).body
  assert.equal(new Set([...page.items, ...rest.items].map(({ id }) => id)).size, 5)
  assert.equal((await get('/v1/decisions/export')).text.trim().split('\n').length, 5)
  assert.equal((await get('/v1/decisions/export?format=csv')).text.trim().split('\n').length, 6)
  assert.deepEqual((await get(url)).body.isOff, false)
  const few = await post(`${url}/replay`, { policy: 'sharp', since: '2020-01-01T00:00:00Z' })
  assert.deepEqual([few.status, few.body.type], [409, '/problems/too-few-decisions'])
})

test('what is older than its point keeps it is forgotten, with its outcomes', async (t) => {
  const stage = await setStage(t)
  await stage.open(checkout(), softmaxSpec)
  const { id } = stage.decider.decide('checkout.fraud', { context, options })
  await stage.decider.recorder.idle()
  await stage.as(operator).post(`/v1/decisions/${id}/outcomes`, { metric: 'paid', value: 1 })
  const dayMs = 86_400_000
  const forget = (days: number) => forgetOld({ db: stage.db, town }, [checkout()], stage.clock.now() + days * dayMs)
  await forget(89)
  assert.notEqual(await findDecision(stage.db, town, id), undefined)
  await forget(91)
  assert.equal(await findDecision(stage.db, town, id), undefined)
  const { rows } = await sql<{ count: number }>`select count(*) as count from decisions.outcomes`.execute(stage.db)
  assert.equal(rows[0]?.count, 0)
})
