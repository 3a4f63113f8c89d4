import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { declareCaseKinds, findCase, findCaseKind } from '#modules/cases'
import { transaction } from '#kernel/db'
import { contests } from './books/contest.ts'
import { findDecision } from './books/reading.ts'
import { checkout, operator, setStage, type Stage, town } from './fixtures.ts'

const context = { amount: 1200, channel: 'web', isNew: true }
const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
const held = { kind: 'rule', rules: [], otherwise: 'hold' } as const
const reverse = { business: 'market', commands: { pass: { type: 'release', input: {} } } }
const person = (party = newId(), more: Partial<Actor> = {}): Actor => ({ party, kind: 'person', grants: [], ...more })

async function setCase(stage: Stage, subject: string): Promise<string> {
  const kind = contests({ ...stage, town: { id: town } } as never) // a context has more
  declareCaseKinds(stage.db, [kind])
  await migrateJobs(stage.db.url)
  await stage.open(checkout({ reverse }), held)
  const decided = stage.decider.decide('checkout.fraud', { context, options, subject, reference: newId() })
  await decided.recorded
  return decided.id
}

/** What an operator's ruling does, in the transaction of the ruling. */
function rule({ db }: Stage, id: string, ruling: string): Promise<void> {
  return transaction(db, async (tx) => {
    const found = await findCase(tx, { town, id })
    const { facts, respondent } = found!
    await findCaseKind(db, 'decision-contest')!.rule({
      tx, id: newId(), caseId: id, about: { type: 'decision', id: found!.aboutId }, respondent, facts, ruling,
      before: null, words: 'Looked at the order', by: operator,
    }) // prettier-ignore
  })
}

test('whoever a decision is about has it looked at, once; a ruling overrides it, undoes the act, and policies learn', async (t) => {
  const stage = await setStage(t)
  const ada = person()
  const id = await setCase(stage, ada.party)
  const asAda = stage.as(ada)
  const url = `/v1/decisions/${id}/contest`
  assert.equal((await asAda.post(url, { words: 'Me?', instead: 'fly' })).body.errors[0].pointer, '/instead')
  assert.equal((await asAda.post(url, { words: ' ' })).status, 422)
  const first = await asAda.post(url, { words: 'I have bought here for years', instead: 'pass' })
  assert.deepEqual([first.status, first.body.isNew], [201, true])
  const second = await asAda.post(url, { words: 'Hello?' })
  assert.deepEqual([second.status, second.body], [200, { id: first.body.id, isNew: false }])
  const found = await findCase(stage.db, { town, id: first.body.id })
  const other = stage.decider.decide('checkout.fraud', { context, options, subject: ada.party })
  await other.recorded
  const listed = async (query: string): Promise<[string, string[]][]> => {
    const { items } = (await stage.as(operator).get(`/v1/decisions?${query}`)).body
    return items.map((one: { id: string; contests: { case: string }[] }) => [one.id, one.contests.map((c) => c.case)])
  }
  assert.deepEqual(await listed('isContested=true'), [[id, [first.body.id]]], 'the list says so')
  assert.deepEqual(await listed('isContested=false'), [[other.id, []]])
  assert.deepEqual([found?.aboutId, found?.facts['chosen'], found?.facts['page']], [
    id, ['hold'], `/operator/decisions/${id}`,
  ]) // prettier-ignore
  await rule(stage, first.body.id, 'overruled')
  const row = await findDecision(stage.db, town, id)
  assert.deepEqual([row?.chosen, row?.override?.to, row?.override?.by], [['hold'], 'pass', operator.party])
  assert.deepEqual(stage.commands.map(({ type, orderId }) => [type, orderId]), [['release', row?.reference]]) // prettier-ignore
})

test('a ruling that upholds changes nothing; one that cannot say what instead asks for an override first', async (t) => {
  const stage = await setStage(t)
  const ada = person()
  const id = await setCase(stage, ada.party)
  const { body } = await stage.as(ada).post(`/v1/decisions/${id}/contest`, { words: 'Why?' })
  await assert.rejects(rule(stage, body.id, 'overruled'), /not valid/)
  await rule(stage, body.id, 'upheld')
  assert.equal((await findDecision(stage.db, town, id))?.override, null)
  await stage.as(operator).post(`/v1/decisions/${id}/override`, { to: 'ask', why: 'Seen' })
  await rule(stage, body.id, 'overruled')
  assert.equal((await findDecision(stage.db, town, id))?.override?.to, 'ask')
})

test('who acts for somebody may contest for them; for strangers, operators too, there is no such decision', async (t) => {
  const stage = await setStage(t)
  const [shop, ada] = [newId(), newId()]
  const id = await setCase(stage, shop)
  const url = `/v1/decisions/${id}/contest`
  for (const stranger of [person(), person(ada), operator]) {
    assert.equal((await stage.as(stranger).post(url, { words: 'Mine' })).status, 404)
  }
  assert.equal((await stage.as(person(shop, { user: ada, kind: 'firm' })).post(url, { words: 'Ours' })).status, 201)
  assert.equal((await stage.as(person()).post(`/v1/decisions/${newId()}/contest`, { words: 'None' })).status, 404)
})
