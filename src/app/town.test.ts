import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { machineNow } from '../kernel/clock.ts'
import { sql } from '../kernel/db.ts'
import { newId } from '../kernel/ids.ts'
import { createParties, issueToken } from '../modules/identity/index.ts'
import { beginSetup, operatorId } from '../modules/town/index.ts'
import type { TownProcess } from './context.ts'
import { operatorLines, setupLink } from './operator-link.ts'
import { served } from './server.fixtures.ts'
import { operated } from './town.fixtures.ts'
import { startWorker } from './worker.ts'

async function acts({ context: { db } }: TownProcess): Promise<string[]> {
  const { rows } = await sql<{ act: string }>`select act from audit.entries where town = 1 order by id`.execute(db)
  return rows.map(({ act }) => act)
}

test('what is given of a town is changed, is on record, and is told at once', async (t) => {
  const { app, ask, town } = await operated(t)
  const before = (await app.inject('/v1/town')).json()
  assert.deepEqual([before.rev, before.name, before.look, before.isOpen], [0, 'Lakeside', null, true])
  const change = { name: ' Seeheim ', timeZone: 'Asia/Shanghai', defaultLanguage: 'zh', accent: '#1d5f8a', about: { zh: '湖边小镇' } } // prettier-ignore
  const { status, body } = await ask('PATCH', '/v1/town', { rev: 0, ...change })
  assert.equal(status, 200)
  assert.deepEqual(
    [body.rev, body.name, body.timeZone, body.currency, body.defaultLanguage, body.about],
    [1, 'Seeheim', 'Asia/Shanghai', 'EUR', 'zh', { zh: '湖边小镇' }],
  )
  assert.equal(body.look.palette[6], '#1d5f8a')
  assert.deepEqual((await app.inject('/v1/town')).json(), body)
  assert.equal(town.context.town.name, 'Seeheim')
  assert.ok((await acts(town)).includes('town.settings-changed'))
  assert.equal((await ask('GET', '/v1/me')).body.town.name, 'Seeheim')
})

test('another process of the town knows a change within seconds, and reckons days by the new zone', async (t) => {
  const { ask, town } = await operated(t)
  const { engine, context } = town
  assert.ok(engine.catalogue.newest('market') !== undefined)
  const flow = engine.catalogue.newest('market')
  await sql`update kernel.towns set name = 'Elsewhere', time_zone = 'Pacific/Auckland' where id = 1`.execute(context.db)
  while (context.town.name !== 'Elsewhere') await sleep(20)
  assert.notEqual(engine.catalogue.newest('market'), flow)
  assert.equal((await ask('GET', '/v1/town')).body.timeZone, 'Pacific/Auckland')
})

test('of two who change the same settings the second is told', async (t) => {
  const { ask } = await operated(t)
  const both = await Promise.all(['One', 'Two'].map((name) => ask('PATCH', '/v1/town', { rev: 0, name })))
  assert.deepEqual(
    both.map(({ status }) => status).toSorted((one, other) => one - other),
    [200, 409],
  )
  assert.equal(both.find(({ status }) => status === 409)?.body.type, '/problems/settings-changed')
  const { body } = await ask('PATCH', '/v1/town', { rev: 1, contact: 'town@example.org' })
  assert.deepEqual([body.rev, body.contact], [2, 'town@example.org'])
  assert.equal((await ask('PATCH', '/v1/town', { rev: 1, contact: '' })).status, 409)
})

test('every wrong setting is named, and nothing of the change is done', async (t) => {
  const { ask } = await operated(t)
  const wrong: [object, string][] = [
    [{ name: '   ' }, '/name'],
    [{ name: 'x'.repeat(61) }, '/name'],
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ timeZone: '+02:00' }, '/timeZone'],
    [{ currency: 'XYZ' }, '/currency'],
    [{ languages: ['en', 'tlh'] }, '/languages/1'],
    [{ languages: ['zh'] }, '/defaultLanguage'],
    [{ languages: [] }, '/languages'],
    [{ accent: '#ffcc00' }, '/accent'],
    [{ accent: 'red' }, '/accent'],
    [{ logo: 'a'.repeat(64) }, '/logo'],
    [{ about: { tlh: 'nuqneH' } }, '/about/tlh'],
    [{ feesLink: 'javascript:alert(1)' }, '/feesLink'],
    [{ contact: 'nobody' }, '/contact'],
  ]
  for (const [change, pointer] of wrong) {
    const { status, body } = await ask('PATCH', '/v1/town', { rev: 0, ...change })
    assert.equal(status, 422, JSON.stringify(change))
    const pointers = body.errors.map((error: { pointer: string }) => error.pointer)
    assert.ok(pointers.includes(pointer), JSON.stringify(body.errors))
  }
  assert.equal((await ask('GET', '/v1/town')).body.rev, 0)
})

test('a logo is a picture of this town, and stands in what a browser installs', async (t) => {
  const { app, ask, token } = await operated(t)
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123456' } })
    .png()
    .toBuffer()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/png' }
  const { id } = (await app.inject({ method: 'POST', url: '/v1/files', headers, payload: picture })).json()
  assert.equal((await ask('PATCH', '/v1/town', { rev: 0, logo: id, name: 'Seeheim' })).body.logo, id)
  const manifest = await app.inject('/manifest.webmanifest')
  if (manifest.statusCode === 404) return // no build of the web app here
  assert.deepEqual([manifest.json().name, manifest.json().icons[0].src], ['Seeheim', `/v1/files/${id}`])
})

test('the currency changes only as long as nothing is priced or paid in another', async (t) => {
  const { ask, town } = await operated(t)
  assert.equal((await ask('PATCH', '/v1/town', { rev: 0, currency: 'CHF' })).body.currency, 'CHF')
  const actor = { party: operatorId, kind: 'provider' as const, grants: [] }
  const input = { to: operatorId, amountMinor: 100, currency: 'CHF' }
  const command = { id: newId(), actor, business: 'ledger', type: 'issue', input }
  const [verdict] = await town.context.submit([command], { isDerived: true })
  assert.equal(verdict?.status, 'accepted')
  const { status, body } = await ask('PATCH', '/v1/town', { rev: 1, currency: 'EUR', name: 'No' })
  assert.deepEqual([status, body.type, body.errors[0].pointer], [409, '/problems/currency-in-use', '/currency'])
  assert.match(body.detail, /CHF/)
  assert.equal((await ask('GET', '/v1/town')).body.name, 'Lakeside')
  assert.equal((await ask('PATCH', '/v1/town', { rev: 1, currency: 'CHF', name: 'Yes' })).status, 200)
})

test('only the operator changes a town', async (t) => {
  const { app, town } = await operated(t)
  const id = newId()
  await createParties(town.context.db, 1, [{ id, kind: 'person', slug: 'mia', name: 'Mia', joinedAt: machineNow() }])
  const { token } = await issueToken(town.context.db, { town: 1, party: id, label: '', now: machineNow() })
  for (const [method, url] of [['PATCH', '/v1/town'], ['GET', '/v1/town/setup'], ['PUT', '/v1/mail/server'], ['GET', '/v1/payments/provider'], ['POST', '/v1/backups'], ['GET', '/v1/backups/x.tar.gz/content']] as const) {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newId() }
    const reply = await app.inject({ method, url, headers, ...(method === 'GET' ? {} : { payload: {} }) })
    assert.equal(reply.statusCode, 403, url)
  }
}) // prettier-ignore

test('a new town is closed until its one-time link was opened and the wizard is through', async (t) => {
  const { app, town } = await served(t)
  const { context } = town
  await beginSetup(context.db, 1, machineNow())
  assert.equal((await app.inject('/v1/town')).json().isOpen, false)
  const secretIn = (text: string): string => /#\/setup\/(\S+)/.exec(text)?.[1] ?? ''
  const first = secretIn((await operatorLines(context)).join())
  const second = secretIn(await setupLink(context))
  assert.notEqual(first, second)
  const open = (secret: string) => app.inject({ method: 'POST', url: '/v1/tokens/exchange', payload: { secret } })
  assert.equal((await open(first)).statusCode, 409) // a newer one was made
  const { token } = (await open(second)).json()
  assert.equal((await open(second)).json().type, '/problems/link-used')
  assert.doesNotMatch((await operatorLines(context)).join(), /#\/setup/)
  const ask = (method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) =>
    app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload && { payload }) })
  assert.deepEqual((await ask('GET', '/v1/town/setup')).json(), { step: 'you', done: [], hasAccount: false, finishedAt: null }) // prettier-ignore
  const account = { name: 'Ada', email: 'Ada@Example.org', password: 'correct horse' }
  assert.equal((await ask('POST', '/v1/me/account', account)).statusCode, 204)
  assert.equal((await ask('POST', '/v1/me/account', account)).json().type, '/problems/account-exists')
  await ask('PUT', '/v1/town/setup', { step: 'town', done: ['you'] })
  assert.deepEqual((await ask('GET', '/v1/town/setup')).json(), { step: 'town', done: ['you'], hasAccount: true, finishedAt: null }) // prettier-ignore
  const unused = secretIn(await setupLink(context))
  assert.ok((await ask('POST', '/v1/town/setup/finish')).json().finishedAt !== null)
  assert.equal((await app.inject('/v1/town')).json().isOpen, true)
  assert.equal((await open(unused)).statusCode, 409)
  assert.equal((await ask('PUT', '/v1/town/setup', { step: 'you', done: [] })).statusCode, 409)
  const signIn = { email: 'ada@example.org', password: 'correct horse' }
  const signedIn = await app.inject({ method: 'POST', url: '/v1/auth/sign-in/email', payload: signIn })
  assert.deepEqual([signedIn.statusCode, signedIn.json().party], [200, operatorId])
  assert.ok((await acts(town)).includes('town.opened'))
})

test('a backup that is asked for is made, listed, taken, and on record; only one at a time', async (t) => {
  const { ask, town } = await operated(t)
  const begun = await ask('POST', '/v1/backups')
  assert.deepEqual([begun.status, begun.body.kind, begun.body.finishedAt], [202, 'asked', null])
  assert.equal((await ask('POST', '/v1/backups')).body.type, '/problems/backup-running')
  const worker = await startWorker(town, town.context.db.url)
  t.after(() => worker.stop())
  const latest = async () => (await ask('GET', '/v1/backups')).body
  while ((await latest()).runs[0].finishedAt === null) await sleep(50)
  const { runs, items } = await latest()
  assert.deepEqual([runs[0].error, runs[0].file], [null, items[0].name])
  const taken = await ask('GET', `/v1/backups/${items[0].name}/content`)
  assert.deepEqual([taken.status, Number(taken.headers['content-length'])], [200, items[0].bytes])
  assert.equal((await ask('GET', '/v1/backups/..%2Fmaster.key/content')).status, 404)
  assert.equal((await ask('GET', '/v1/backups/none.tar.gz/content')).body.type, '/problems/backup-not-found')
  assert.deepEqual((await acts(town)).filter((act) => act.startsWith('backups')), ['backups.asked', 'backups.taken']) // prettier-ignore
  assert.equal(readdirSync(path.join(town.context.config.dataDir, 'backups')).length, 1)
})

test('the plan for the nights is kept under a rev', async (t) => {
  const { ask } = await operated(t)
  const plan = { rev: 0, isOn: true, hour: 4, keep: 7 }
  assert.deepEqual((await ask('PUT', '/v1/backups/plan', plan)).body.plan, { ...plan, rev: 1 })
  assert.equal((await ask('PUT', '/v1/backups/plan', plan)).status, 409)
  assert.equal((await ask('PUT', '/v1/backups/plan', { ...plan, hour: 24 })).status, 422)
})
