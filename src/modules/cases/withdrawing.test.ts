import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { about, people, reported, serve, town } from './fixtures.ts'
import { openCase } from './opening.ts'
import { openCases } from './reading.ts'

test('a report is taken back until it is ruled, and the last one ends the case', async (t) => {
  const served = await serve(t)
  const { ask } = served
  const id = await reported(served)
  await reported(served, 'ben')
  const url = `/v1/cases/${id}/withdrawal`
  assert.equal((await ask('cai', url, {})).status, 404)
  assert.equal((await ask('ada', `/v1/cases/${id}`)).body.mayWithdraw, true)
  const key = newId()
  for (let n = 0; n < 2; n += 1) {
    const { status, body } = await ask('ada', url, { words: 'It was my own fault.', key })
    assert.deepEqual([status, body.state, body.reports, body.mayWithdraw], [200, 'open', 1, false])
  }
  assert.equal((await ask('ada', url, {})).body.type, '/problems/nothing-to-withdraw')
  const { body } = await ask('ben', url, {})
  assert.deepEqual([body.state, body.reports, body.ruling], ['withdrawn', 0, null])
  assert.deepEqual((await ask('operator', '/v1/cases?state=open')).body.items, [])
  const { body: whole } = await ask('operator', `/v1/cases/${id}`)
  assert.deepEqual(
    whole.statements.map(({ role, words, isWithdrawn }: Record<string, unknown>) => [role, words, isWithdrawn]),
    [
      ['report', 'It leaks.', true],
      ['report', 'It leaks.', true],
      ['withdrawal', 'It was my own fault.', false],
      ['withdrawal', null, false],
    ],
  )
  const late = await ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'keep' })
  assert.deepEqual([late.status, late.body.type, served.ruled.length], [409, '/problems/case-withdrawn', 0])
  assert.notEqual(await reported(served), id)
})

test('who took a report back may report again, and has left the ruling to the others', async (t) => {
  const served = await serve(t)
  const { ask } = served
  const id = await reported(served)
  await reported(served, 'ben')
  await ask('ada', `/v1/cases/${id}/withdrawal`, {})
  assert.equal(await reported(served), id)
  assert.equal((await ask('ada', `/v1/cases/${id}`)).body.reports, 2)
  await ask('ada', `/v1/cases/${id}/withdrawal`, {})
  await ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'keep' })
  const again = await ask('ada', `/v1/cases/${id}/reopening`, { words: 'Look again.' })
  assert.deepEqual([again.status, again.body.type], [409, '/problems/case-withdrawn'])
  assert.equal((await ask('ada', `/v1/cases/${id}/withdrawal`, {})).body.type, '/problems/case-ruled')
  assert.equal((await ask('ben', `/v1/cases/${id}/reopening`, { words: 'Look again.' })).status, 204)
})

test('a wish for another look is taken back by whoever had it, and the ruling stands', async (t) => {
  const served = await serve(t)
  const { ask } = served
  const id = await reported(served)
  await ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'remove', words: 'It leaks.' })
  await ask('seller', `/v1/cases/${id}/reopening`, { words: 'It does not.' })
  const foreign = await ask('ada', `/v1/cases/${id}/withdrawal`, {})
  assert.deepEqual([foreign.status, foreign.body.type], [409, '/problems/nothing-to-withdraw'])
  const { body } = await ask('seller', `/v1/cases/${id}/withdrawal`, { words: 'You are right.' })
  assert.deepEqual([body.state, body.ruling.name, body.mayReopen], ['ruled', 'remove', false])
})

test('a case that the town brought goes on when those who joined it have left', async (t) => {
  const served = await serve(t)
  const { place, ask, db } = served
  const { id } = await openCase(place, { kind: 'test-report', about, by: null, respondent: people.seller })
  assert.equal(await reported(served), id)
  await ask('ada', `/v1/cases/${id}/withdrawal`, {})
  assert.deepEqual(
    (await openCases(db, town, { limit: 10 })).map((row) => [row.id, row.reports]),
    [[id, 0]],
  )
})

test('each move of a case is told to those who may see it, and to nobody else', async (t) => {
  const served = await serve(t)
  const { ask, db } = served
  const id = await reported(served)
  await reported(served, 'ben')
  await ask('ada', `/v1/cases/${id}/statements`, { words: 'It still leaks.' })
  await ask('operator', `/v1/cases/${id}/ruling`, { ruling: 'remove', words: 'It leaks.' })
  await ask('seller', `/v1/cases/${id}/reopening`, { words: 'It does not.' })
  await ask('seller', `/v1/cases/${id}/withdrawal`, {})
  type Said = { type: string; audience: { parties: string[]; grants: string[] } }
  const { rows } = await sql<{ payload: Said }>`
    select payload from graphile_worker._private_jobs order by id`.execute(db)
  const byName = (one = '', other = ''): number => one.localeCompare(other)
  const names = new Map(Object.entries(people).map(([name, party]) => [party, name]))
  assert.deepEqual(
    rows.map(({ payload: { type, audience } }) => [
      type,
      audience.parties.map((party) => names.get(party)).toSorted(byName),
    ]),
    [
      ['cases.opened', ['ada']],
      ['cases.joined', ['ada', 'ben']],
      ['cases.answered', []],
      ['cases.ruled', ['ada', 'ben', 'seller']],
      ['cases.reopened', ['ada', 'ben', 'seller']],
      ['cases.withdrawn', ['ada', 'ben', 'seller']],
    ],
  )
  assert.ok(rows.every(({ payload }) => payload.audience.grants.join(',') === 'arbiter'))
})
