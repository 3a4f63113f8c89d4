import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { accepted, balances, command, setStage, slugs, stockOf } from './fixtures.ts'
import { verifyBooks } from '../verify.ts'

function transfer(from: Actor, to: string, more: JsonObject = {}): ReturnType<typeof command> {
  return command(from, 'ledger.transfer', { input: { to, amountMinor: 10, currency: 'EUR', ...more } })
}

test('a transfer moves what the payer has, to a party that exists, once it says the right things', async (t) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t))
  const [one, other] = (await people(2, 15)) as [Actor, Actor]
  const [fresh] = (await people(1, 0)) as [Actor]
  const verdicts = await engine.submit([
    transfer(one, fresh.party, { note: 'for bread' }),
    transfer(one, other.party),
    transfer(one, one.party),
    transfer(other, newId()),
    transfer(other, one.party, { amountMinor: 0 }),
    transfer(other, one.party, { amountMinor: 0.5 }),
    transfer(other, 'nobody'),
    transfer(other, one.party, { currency: 'euro' }),
    { ...transfer(other, one.party), expectMinor: 11 },
    command(other, 'ledger.nothing'),
  ])
  assert.deepEqual(slugs(verdicts), [
    'accepted', 'insufficient-funds', 'transfer-to-self', 'party-not-found', 'input-invalid', 'input-invalid', 'input-invalid',
    'input-invalid', 'price-changed', 'command-unknown',
  ]) // prettier-ignore
  assert.deepEqual(await balances(db, [one, other, fresh]), [5, 15, 10])
  assert.deepEqual(await violations(db), [])
})

test('money enters through the provider’s account alone, by the operator or a provider', async (t) => {
  const { db, engine, operator, people } = await setStage(t, await testDatabase(t))
  const [one] = (await people(1, 0)) as [Actor]
  const issue = (actor: Actor): ReturnType<typeof command> =>
    command(actor, 'ledger.issue', { input: { to: one.party, amountMinor: 500, currency: 'EUR' } })
  const provider: Actor = { ...one, kind: 'provider' }
  assert.deepEqual(slugs(await engine.submit([issue(operator), issue(one), issue(provider)])), [
    'accepted',
    'not-yours',
    'accepted',
  ])
  const { rows } = await sql<{ name: string; balance: number }>`
    select name, balance from ledger.accounts where party is null`.execute(db)
  assert.deepEqual(rows, [{ name: '@issued:EUR', balance: -1_000 }])
  assert.deepEqual(await violations(db), [])
})

test('a mandate is its owner’s to give and to withdraw', async (t) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t))
  const [one] = (await people(1, 0)) as [Actor]
  const mandate = (isActive: boolean, more: JsonObject = {}): ReturnType<typeof command> =>
    command(one, 'ledger.mandate', {
      input: { business: 'stall', name: 'autopay', currency: 'EUR', limitMinor: 500, isActive, ...more },
    })
  assert.deepEqual(slugs(await engine.submit([mandate(true), mandate(true, { expiresAt: 5 })])), [
    'accepted',
    'mandate-expired',
  ])
  accepted(await engine.submit([mandate(false)]))
  const { rows } = await sql<{
    isActive: boolean
  }>`select is_active from ledger.mandates where party = ${one.party}`.execute(db)
  assert.deepEqual(rows, [{ isActive: false }])
})

test('stock is counted by its seller and the operator, and never below what is free', async (t) => {
  const { db, engine, operator, people, offer } = await setStage(t, await testDatabase(t))
  const [seller, stranger] = (await people(2, 0)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor: 100, stock: 5 })
  const adjust = (actor: Actor, input: JsonObject): ReturnType<typeof command> =>
    command(actor, 'capacity.adjust', { input: { reason: 'counted', ...input } })
  const verdicts = await engine.submit([
    adjust(seller, { offerId, delta: 3 }),
    adjust(operator, { cell: `stall/${offerId}`, delta: -2 }),
    adjust(seller, { offerId, delta: -7 }),
    adjust(stranger, { offerId, delta: 1 }),
    adjust(stranger, { cell: 'stall/budget', delta: 1 }),
    adjust(operator, { cell: 'stall/budget', delta: 40 }),
    adjust(seller, { offerId, cell: `stall/${offerId}`, delta: 1 }),
    adjust(seller, { offerId: newId(), delta: 1 }),
  ])
  assert.deepEqual(slugs(verdicts), [
    'accepted', 'accepted', 'below-zero', 'not-yours', 'offer-not-found', 'accepted', 'cell-or-offer', 'offer-not-found',
  ]) // prettier-ignore
  assert.deepEqual(await stockOf(db, offerId), { available: 6, held: 0, sold: 0 })
  assert.deepEqual(await violations(db), [])
})

test('a replay of the journal finds the books right, and finds a row that somebody changed', async (t) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t))
  const [one, other] = (await people(2, 100)) as [Actor, Actor]
  accepted(await engine.submit([transfer(one, other.party)]))
  assert.deepEqual(await verifyBooks(db), { transfers: 3, accounts: 3, pots: 0, differences: [] })
  await sql`update ledger.accounts set balance = balance + 1 where party = ${one.party}`.execute(db)
  const { differences } = await verifyBooks(db)
  assert.deepEqual(differences, [`1 wallet:${one.party}:EUR holds 91 in the books, 90 by the journal`])
  assert.deepEqual((await violations(db)).map(({ name }) => name), ['ledger.balances_match_the_journal', 'orders.money_sums_to_zero']) // prettier-ignore
})

test('the log and the journal cannot be changed or shortened', async (t) => {
  const { db, people } = await setStage(t, await testDatabase(t))
  await people(1, 100)
  await assert.rejects(sql`update kernel.events set type = 'nothing'`.execute(db), { code: 'LS002' })
  await assert.rejects(sql`delete from ledger.transfers`.execute(db), { code: 'LS002' })
  await assert.rejects(sql`truncate kernel.events`.execute(db), { code: 'LS002' })
})
