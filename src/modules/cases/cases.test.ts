import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { createParties } from '#modules/identity'
import { about, people, report, reported, serve, town } from './fixtures.ts'
import { openCase } from './opening.ts'
import { casesPersonalData } from './personal-data.ts'
import { openCases } from './reading.ts'

test('reports of several people about one thing are one case, and a person counts once', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  assert.equal(await reported(served, 'ben'), id)
  assert.equal(await reported(served), id)
  const { body } = await served.ask('operator', `/v1/cases/${id}`)
  assert.equal(body.reports, 2)
  assert.deepEqual(
    body.statements.map((one: { name: string }) => one.name),
    ['ada', 'ben'],
  )
  assert.equal(body.statements[0].words, 'It leaks.')
})

test('who opens the same case at once finds one case', async (t) => {
  const served = await serve(t)
  const all = await Promise.all(Array.from({ length: 8 }, () => reported(served)))
  assert.equal(new Set(all).size, 1)
  const [row] = await openCases(served.db, town, { limit: 10 })
  assert.equal(row?.reports, 1)
})

test('of a kind that does not gather each person has a case of their own', async (t) => {
  const { place, db } = await serve(t)
  const open = (party: string) => openCase(place, { kind: 'test-contest', about, by: { party }, words: 'Look again.' })
  const first = await open(people.ada)
  assert.deepEqual(await open(people.ada), { id: first.id, isNew: false })
  assert.equal((await open(people.ben)).isNew, true)
  const byTown = await openCase(place, { kind: 'test-contest', about, by: null, facts: { title: 'Found by itself' } })
  assert.equal(byTown.isNew, true)
  assert.equal((await openCases(db, town, { kind: 'test-contest', limit: 10 })).length, 3)
})

test('words are sealed where they lie, and are read by who said them and who rules', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  await reported(served, 'ben')
  const { rows } = await sql<{ sealed: string }>`select sealed from cases.statements`.execute(served.db)
  assert.ok(rows.every(({ sealed }) => sealed.startsWith('sealed:')))
  const { body } = await served.ask('ben', `/v1/cases/${id}`)
  assert.equal(body.side, 'reporter')
  assert.equal(body.statements.length, 1)
  assert.equal(body.statements[0].words, 'It leaks.')
})

test('only its parties and those who rule know of a case', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  for (const who of ['ben', 'seller'] as const) {
    assert.equal((await served.ask(who, `/v1/cases/${id}`)).status, 404)
    assert.equal((await served.ask(who, `/v1/cases/${id}/statements`, { words: 'I too.' })).status, 404)
    assert.equal((await served.ask(who, `/v1/cases/${id}/ruling`, { ruling: 'keep' })).status, 403)
    assert.equal((await served.ask(who, '/v1/cases')).status, 403)
    assert.deepEqual((await served.ask(who, '/v1/cases/mine')).body.items, [])
  }
  assert.equal((await served.ask('arbiter', `/v1/cases/${id}`)).status, 200)
  assert.equal((await served.ask('ada', '/v1/cases/mine')).body.items[0].id, id)
})

test('the respondent is told by the ruling, sees the reasons, and not who reported', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  const ruled = await served.ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'remove', words: 'It leaks.' })
  assert.equal(ruled.status, 200)
  const { body } = await served.ask('seller', `/v1/cases/${id}`)
  assert.equal(body.side, 'respondent')
  assert.equal(body.rulings[0].words, 'It leaks.')
  assert.deepEqual(
    body.statements.map(({ party, name, words, reason }: Record<string, { name: string }>) => ({
      party, name, words, reason: reason?.name,
    })),
    [{ party: null, name: null, words: null, reason: 'false' }],
  ) // prettier-ignore
  assert.equal(JSON.stringify(body).includes(people.ada), false)
})

test('a report that came to nothing is not told to the respondent', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  await served.ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'keep' })
  assert.equal((await served.ask('seller', `/v1/cases/${id}`)).status, 404)
})

test('a case is ruled once, by the same key once, with words where they are needed', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  const url = `/v1/cases/${id}/ruling`
  const silent = await served.ask('operator', url, { ruling: 'remove' })
  assert.deepEqual([silent.status, silent.body.errors[0].pointer], [422, '/words'])
  assert.equal((await served.ask('operator', url, { ruling: 'burn' })).body.errors[0].pointer, '/ruling')
  const key = newId()
  for (let n = 0; n < 2; n += 1) {
    assert.equal((await served.ask('operator', url, { ruling: 'keep', key })).status, 200)
  }
  assert.equal(served.ruled.length, 1)
  const second = await served.ask('arbiter', url, { ruling: 'keep' })
  assert.deepEqual([second.status, second.body.type], [409, '/problems/case-ruled'])
})

test('a ruling whose act is refused leaves the case open', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  const refused = await served.ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'remove', words: 'refuse' })
  assert.equal(refused.status, 404)
  assert.equal((await served.ask('operator', `/v1/cases/${id}`)).body.state, 'open')
})

test('nobody rules in their own case', async (t) => {
  const served = await serve(t)
  const { body } = await served.ask('operator', '/v1/cases', report)
  const own = await served.ask('operator', `/v1/cases/${body.id}/ruling`, { ruling: 'keep' })
  assert.deepEqual([own.status, own.body.type], [403, '/problems/own-case'])
  assert.equal((await served.ask('arbiter', `/v1/cases/${body.id}/ruling`, { ruling: 'keep' })).status, 200)
})

test('either side may ask once that a case is looked at again, and the second ruling stands', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  const again = { words: 'Please look at the picture.' }
  assert.equal((await served.ask('ada', `/v1/cases/${id}/reopening`, again)).status, 409)
  await served.ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'remove', words: 'It leaks.' })
  assert.equal((await served.ask('seller', `/v1/cases/${id}/reopening`, again)).status, 204)
  assert.equal((await served.ask('operator', `/v1/cases/${id}`)).body.state, 'open')
  await served.ask('arbiter', `/v1/cases/${id}/ruling`, { ruling: 'keep' })
  assert.equal(served.ruled.at(-1)?.before, 'remove')
  const third = await served.ask('seller', `/v1/cases/${id}/reopening`, again)
  assert.deepEqual([third.status, third.body.type], [409, '/problems/case-final'])
})

test('whoever says too much in a day is asked to go on tomorrow', async (t) => {
  const { ask } = await serve(t)
  const open = (n: number) => ask('ada', '/v1/cases', { ...report, about: { type: 'thing', id: `mug-${n}` } })
  for (let n = 0; n < 30; n += 1) assert.equal((await open(n)).status, 201)
  assert.deepEqual([(await open(30)).status, (await ask('ben', '/v1/cases', report)).status], [429, 201])
})

test('what a kind does not admit, its reasons and unknown kinds are refused at their place', async (t) => {
  const { ask } = await serve(t)
  const open = (change: object) => ask('ada', '/v1/cases', { ...report, ...change })
  assert.equal((await open({ about: { type: 'thing', id: 'gone' } })).status, 404)
  assert.equal((await open({ reason: 'boring' })).body.errors[0].pointer, '/reason')
  assert.equal((await open({ kind: 'nothing' })).body.errors[0].pointer, '/kind')
  assert.equal((await open({ kind: 'test-contest' })).body.errors[0].pointer, '/kind')
})

test('every act is in the audit log and on its way to the event log, without words', async (t) => {
  const served = await serve(t)
  const id = await reported(served)
  await served.ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'keep' })
  await served.ask('ada', `/v1/cases/${id}/reopening`, { words: 'Look again.' })
  const { rows } = await sql<{ act: string }>`select act from audit.entries order by id`.execute(served.db)
  assert.deepEqual(
    rows.map(({ act }) => act),
    ['cases.opened', 'cases.ruled', 'cases.reopened'],
  )
  const jobs = await sql<{ payload: { type: string } }>`
    select payload from graphile_worker._private_jobs order by id`.execute(served.db)
  assert.deepEqual(
    jobs.rows.map(({ payload }) => payload.type),
    ['cases.opened', 'cases.ruled', 'cases.reopened'],
  )
  assert.equal(JSON.stringify(jobs.rows).includes('It leaks'), false)
})

test('a person takes their words along, and they are forgotten with their key', async (t) => {
  const { db, place, ...served } = await serve(t)
  await reported({ db, place, ...served })
  const data = casesPersonalData({ ...place, town: { id: town } } as never) // only these members are read
  const told: object[] = []
  for await (const one of data.sections['cases']!(people.ada)) told.push(one)
  assert.partialDeepStrictEqual(told, [{ words: 'It leaks.' }])
  await db.transaction().execute((tx) => data.erase!(tx, people.ada))
  const { rows } = await sql<{ sealed: string | null }>`select sealed from cases.statements`.execute(db)
  assert.deepEqual(rows, [{ sealed: null }])
})

test('pages of cases miss none and repeat none', async (t) => {
  const { ask, place } = await serve(t)
  for (let n = 0; n < 7; n += 1) {
    await openCase(place, { kind: 'test-contest', about: { type: 'thing', id: `t${n}` }, by: { party: people.ada } })
  }
  const seen: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await ask('operator', `/v1/cases?limit=3${cursor}`)
    seen.push(...body.items.map(({ about: { id } }: { about: { id: string } }) => id))
    if (body.nextCursor === null) break
    cursor = `&cursor=${body.nextCursor}`
  }
  assert.deepEqual(seen, ['t6', 't5', 't4', 't3', 't2', 't1', 't0'])
})

test('both sides are written to, in their language, where they have an address; a shop by its owners', async (t) => {
  const served = await serve(t)
  const { db } = served
  await createParties(db, town, [
    { id: newId(), kind: 'person', slug: 'owner', name: 'Olga', joinedAt: 1, actsFor: [people.seller] },
  ])
  const { rows: owners } = await sql<{ id: string }>`select id from identity.parties where slug = 'owner'`.execute(db)
  const addresses = { [people.ada]: 'ada@example.org', [owners[0]!.id]: 'owner@example.org' }
  for (const [party, email] of Object.entries(addresses)) {
    await sql`
      insert into identity.sign_ins (town, party, email, is_email_verified, created_at, updated_at)
      values (1, ${party}, ${email}, true, now(), now())`.execute(db)
  }
  await sql`update identity.parties set language = 'zh' where id = ${people.ada}`.execute(db)
  const id = await reported(served)
  await served.ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'remove', words: 'It leaks.' })
  const { rows } = await sql<{ recipient: string; subject: string; body: string }>`
    select recipient, subject, body from mail.letters order by recipient`.execute(db)
  assert.deepEqual(
    rows.map(({ recipient, subject }) => [recipient, subject]),
    [
      ['ada@example.org', '举报：移除'],
      ['owner@example.org', 'A report: It goes'],
    ],
  )
  assert.ok(rows.every(({ body }) => body.includes(`http://localhost/cases/${id}`) && body.includes('It leaks.')))
})
