/** Being forgotten: what stands in the way, what goes, and that the books stay exact. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import type { App } from '#kernel/http'
import { violations } from '#kernel/invariants'
import { verifyBooks } from '#modules/orders'
import { createTownProcess, type TownProcess } from '../src/app/context.ts'
import { createServer } from '../src/app/server.ts'
import { stateOf } from './attack-state.ts'
import { type AttackTown, openTown, secretAddress } from './attack-town.ts'

const leave = { method: 'POST', url: '/v1/me/erasure', payload: { confirm: 'buyer' } }

/** The text of every row of every table, as whoever has a backup could read it. */
async function everything({ town }: AttackTown): Promise<string> {
  const { db } = town.context
  const names = [...(await stateOf(db)).keys()]
  const texts = await Promise.all(
    names.map(async (name) => (await sql<{ t: string }>`select t::text as t from ${sql.raw(name)} t`.execute(db)).rows),
  )
  return JSON.stringify(texts)
}

test('a person is erased when nothing is open, and nobody can read what the person wrote', async (t) => {
  const town = await openTown(t)
  const { send, order, ids, settled, must } = town
  const { db } = town.town.context
  const id = await order()
  const early = await send('buyer', leave)
  assert.deepEqual([early.status, early.body.type], [409, '/problems/erasure-hindered'])
  assert.deepEqual(early.body.hindrances.map(({ kind }: { kind: string }) => kind).sort(), ['money', 'open-order'])
  await must('buyer', `/v1/orders/${id}/actions/cancel`, {})
  const [{ balanceMinor }] = (await send('buyer', { method: 'GET', url: '/v1/wallet' })).body.accounts
  const payload = { to: ids.seller, amountMinor: balanceMinor, currency: 'EUR' }
  await must('buyer', '/v1/wallet/transfers', payload)
  await settled()
  const outlook = await send('buyer', { method: 'GET', url: '/v1/me/erasure' })
  assert.deepEqual(outlook.body.hindrances, [])
  assert.ok(outlook.body.kept.every(({ years }: { years: number }) => years > 0))
  assert.equal((await send('buyer', { ...leave, payload: { confirm: 'seller' } })).status, 422)
  const seen = (await send('seller', { method: 'GET', url: `/v1/orders/${id}` })).body
  assert.equal(seen.data.address, secretAddress)

  assert.equal((await send('buyer', leave)).status, 200)
  assert.equal((await send('buyer', { method: 'GET', url: '/v1/me' })).status, 401, 'signed out at once')
  const after = (await send('seller', { method: 'GET', url: `/v1/orders/${id}` })).body
  assert.deepEqual(
    { ...after, data: { ...after.data, address: secretAddress } },
    seen,
    'the order is as it was, but for it',
  )
  assert.equal(after.data.address, null)
  const { body: profile } = await send(null, { method: 'GET', url: `/v1/parties/${ids.buyer}` })
  assert.deepEqual([profile.name, profile.slug, profile.about], ['Erased', `erased-${ids.buyer}`, ''])
  const text = await everything(town)
  for (const word of [secretAddress, 'buyer of the town']) assert.ok(!text.includes(word), word)
  const { body: audit } = await send('operator', {
    method: 'GET',
    url: `/v1/audit?act=parties.erased&subject=${ids.buyer}`,
  })
  assert.equal(audit.items.length, 1)
  assert.deepEqual((await verifyBooks(db)).differences, [])
  assert.deepEqual(await violations(db), [])
})

test('a backup that is brought back forgets again before anybody is served from it', async (t) => {
  const { town, ids, app } = await openTown(t)
  const { db, config } = town.context
  writeFileSync(path.join(config.dataDir, 'erased-parties'), `${ids.courier}\n${ids.buyer}\n`)
  const body = (await (await reopened(t, town)).inject(`/v1/parties/${ids.courier}`)).json()
  assert.deepEqual([body.name, body.slug], ['Erased', `erased-${ids.courier}`])
  assert.equal((await app.inject(`/v1/parties/${ids.seller}`)).json().name, 'seller of the town')
  const { rows } = await sql<{ acts: number }>`
    select count(*)::int as acts from audit.entries where act = 'parties.erased'`.execute(db)
  assert.equal(rows[0]?.acts, 2)
  await (await reopened(t, town)).inject('/v1/businesses')
  const again = await sql<{ acts: number }>`
    select count(*)::int as acts from audit.entries where act = 'parties.erased'`.execute(db)
  assert.equal(again.rows[0]?.acts, 2, 'once')
})

/** Another process of the same town, as after a start. */
async function reopened(t: TestContext, { context: { config, db, town } }: TownProcess): Promise<App> {
  const process = await createTownProcess({ config, db, town })
  const app = await createServer(process, { isStrict: true })
  t.after(async () => {
    await app.close()
    await process.stop()
  })
  await app.ready()
  return app
}

test('an order that the town’s lists do not know yet hinders an erasure as well', async (t) => {
  const town = await openTown(t)
  const { send, order, town: process } = town
  await Promise.all(process.readers.map((reader) => reader.stop()))
  await order()
  const { body } = await send('buyer', leave)
  assert.ok(
    body.hindrances.some(({ kind }: { kind: string }) => kind === 'open-order'),
    JSON.stringify(body),
  )
})

test('a seller with offers, the last owner of a shop and the only operator cannot go just so', async (t) => {
  const { send, offer } = await openTown(t)
  await offer()
  const kinds = async (who: 'seller' | 'owner' | 'operator'): Promise<string[]> => {
    const headers = { 'lakeside-party': '' }
    const { body } = await send(who, { method: 'GET', url: '/v1/me/erasure', headers })
    return body.hindrances.map(({ kind }: { kind: string }) => kind).sort()
  }
  assert.deepEqual(await kinds('seller'), ['money', 'offer'])
  assert.deepEqual(await kinds('owner'), ['last-owner', 'money'])
  assert.deepEqual(await kinds('operator'), ['last-operator'])
  const shop = await send('owner', { method: 'POST', url: '/v1/me/erasure', payload: { confirm: 'shop' } })
  assert.deepEqual([shop.status, shop.body.type], [403, '/problems/only-persons'])
})
