import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor, Submit } from '#kernel/commands'
import { type Database, sql, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { setSuspended } from '#modules/identity'
import { actorFor, anton, at, command, furnish, lan, mug, offered, submitOneByOne, town } from './fixtures.ts'
import { applyToListings } from './listings.ts'
import { findPage, listCards } from './reading.ts'
import { listingReports } from './reports.ts'

const seller = actorFor(anton)
const operator = actorFor({ id: newId() }, ['operator'])

type Market = { db: Database; submit: Submit; act: (actor: Actor, type: string, input: object) => Promise<string> }

async function market(t: TestContext): Promise<Market> {
  const db = await testDatabase(t)
  await furnish(db)
  const submit = submitOneByOne(db)
  const act: Market['act'] = async (actor, type, input) => {
    const [verdict] = await submit([command(actor, type, input as { [name: string]: never })]) // JSON
    return verdict!.status === 'accepted' ? 'accepted' : verdict!.refusal.slug
  }
  return { db, submit, act }
}

async function listed(db: Database): Promise<string[]> {
  const page: { items: { id: string }[] } = JSON.parse(await listCards(db, town, { limit: 50 }))
  return page.items.map(({ id }) => id)
}

test('what is taken down is not listed, and its seller neither archives it nor puts it up again', async (t) => {
  const { db, submit, act } = await market(t)
  const offerId = await offered(submit, seller)
  assert.equal(await act(seller, 'bar', { offerId }), 'not-allowed')
  assert.equal(await act(operator, 'bar', { offerId }), 'accepted')
  assert.deepEqual(await listed(db), [])
  assert.equal((await findPage(db, town, offerId))?.isBarred, true)
  await sql`delete from offers.listings`.execute(db)
  assert.equal((await findPage(db, town, offerId))?.isBarred, true, 'nor before its listing is written')
  assert.equal(await act(seller, 'archive', { offerId }), 'offer-barred')
  assert.equal(await act(seller, 'put', mug({ offerId, rev: 2, title: 'A better mug', stock: undefined })), 'accepted')
  assert.deepEqual(await listed(db), [])
})

test('a thing that is taken down gets no new variants', async (t) => {
  const { submit, act } = await market(t)
  const offerId = newId()
  await offered(submit, seller, { offerId, groupId: offerId, variant: { size: 'S' } })
  await act(operator, 'bar', { offerId })
  assert.equal(await act(seller, 'put', mug({ groupId: offerId, variant: { size: 'M' } })), 'invalid-input')
})

test('what is allowed again is as it was before', async (t) => {
  const { db, submit, act } = await market(t)
  const offerId = await offered(submit, seller)
  await act(operator, 'bar', { offerId })
  assert.equal(await act(seller, 'allow', { offerId, status: 'active' }), 'not-allowed')
  assert.equal(await act(operator, 'allow', { offerId, status: 'active' }), 'accepted')
  assert.deepEqual(await listed(db), [offerId])
})

test('the listings of a suspended seller are not shown until the seller is back', async (t) => {
  const { db, submit } = await market(t)
  const theirs = await offered(submit, seller)
  const others = await offered(submit, actorFor(lan))
  for (const [isSuspended, type] of [
    [true, 'identity.suspended'],
    [false, 'identity.restored'],
  ] as const) {
    await setSuspended(db, { town, party: anton.id, isSuspended })
    const told = { id: newId(), n: 0, pos: 9, type, subject: anton.id, actor: operator.party, user: null, at, data: {} }
    await transaction(db, (tx) => applyToListings(tx, town, [told]))
    assert.deepEqual((await listed(db)).sort(), (isSuspended ? [others] : [others, theirs]).sort())
  }
})

test('a report names the thing by any of its variants, and nobody reports their own', async (t) => {
  const { db, submit } = await market(t)
  const head = newId()
  await offered(submit, seller, { offerId: head, groupId: head, variant: { size: 'S' } })
  const second = await offered(submit, seller, { groupId: head, variant: { size: 'M' } })
  const { admit } = listingReports({ db, town: { id: town } as never, submit }) // only the id is read
  const admission = await admit!({ about: { type: 'listing', id: second }, by: actorFor(lan) })
  assert.deepEqual([admission.about, admission.respondent], [{ type: 'listing', id: head }, anton.id])
  await assert.rejects(admit!({ about: { type: 'listing', id: head }, by: seller }), /yours/)
  await assert.rejects(admit!({ about: { type: 'party', id: head }, by: operator }))
  await assert.rejects(admit!({ about: { type: 'listing', id: 'nothing' }, by: operator }))
})
