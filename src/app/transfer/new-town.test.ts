import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { type Database, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { testDatabase } from '#kernel/testing'
import { getTown } from '#kernel/towns'
import { createDiskStore } from '#modules/files'
import { createCatalogue } from '#modules/orders'
import { changeSettings, operatorId, readSettings } from '#modules/town'
import { seedDemo } from '../demo/seed.ts'
import { enterOperator } from '../operator-link.ts'
import { served } from '../server.fixtures.ts'
import { makeLiveTown } from './new-town.ts'

type Listed = { id: string; title: string; priceMinor: number; available: number; pictures: string[] }

async function offersOf(db: Database, sellers: readonly string[]): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    select o.id, o.title, o.price_minor, c.available, o.pictures from offers.offers o
    join identity.parties p on p.town = o.town and p.id = o.seller
    join capacity.public_cells c on c.town = o.town and c.name = o.business || '/' || o.id
    where o.town = 1 and p.slug = any(${sellers}::text[]) order by o.id`.execute(db)
  return rows
}

async function countOf(db: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(db)
  return rows[0]!.count
}

test('going live takes settings, businesses, rates and the shops that agreed along, and no order and no play money', async (t) => {
  const { town } = await served(t)
  const { context } = town
  await seedDemo(context)
  await enterOperator(context)
  const operator = { party: operatorId, kind: 'person' as const, grants: ['operator'] }
  const by = operator
  const change = { name: 'Seeheim', accent: '#1d5f8a', contact: 'town@example.org', about: { en: 'A town' } }
  await changeSettings(context.db, { town: context.town, rev: 0, change, by, now: 1 })
  const posted = { business: 'kiosk', version: 1 }
  const { rows: books } = await sql<{ manifest: object }>`
    select manifest from orders.businesses where business = 'market' order by version limit 1`.execute(context.db)
  const manifest = { ...books[0]!.manifest, ...posted }
  const commands = [
    { business: 'orders', type: 'publish', input: { manifest } },
    { business: 'orders', type: 'setTariff', input: { business: 'market', rates: { commissionBps: 300 } } },
    { business: 'orders', type: 'switch', input: { business: 'campaigns', isOn: false } },
  ]
  for (const command of commands) {
    const [verdict] = await context.submit([{ id: newId(), actor: operator, ...command }])
    assert.equal(verdict?.status, 'accepted', JSON.stringify(verdict))
  }
  const { rows: firms } = await sql<{ slug: string }>`
    select p.slug from identity.parties p where p.kind = 'firm' and exists (
      select from offers.offers o where o.seller = p.id and o.business = 'market' and cardinality(o.pictures) > 0)
    order by p.slug limit 2`.execute(context.db)
  const shops = firms.map(({ slug }) => slug)
  assert.equal(shops.length, 2)

  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-live-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const from = { config: context.config, db: context.db, town: await getTown(context.db, 1) }
  const to = { db, config: { ...context.config, dataDir } }
  const moved = await makeLiveTown({ from, to, shops })

  const live = await getTown(db, 1)
  assert.deepEqual([live.name, live.isSandbox, live.currency], ['Seeheim', false, 'EUR'])
  assert.notDeepEqual(live.codeSecret, from.town.codeSecret)
  const { accent, contact, about } = await readSettings(db, 1)
  assert.deepEqual({ accent, contact, about }, { accent: '#1d5f8a', contact: 'town@example.org', about: { en: 'A town' } })
  const catalogue = createCatalogue({ db, town: live })
  await catalogue.refresh()
  assert.deepEqual(
    [catalogue.rates('market', Date.now() + 1_000)['commissionBps'], catalogue.isOn('campaigns'), catalogue.isOn('market')],
    [300, false, true],
  )
  assert.ok(catalogue.version('kiosk', 1) !== undefined)

  const offers = await offersOf(db, shops)
  assert.ok(offers.length > 0)
  assert.deepEqual(offers, await offersOf(context.db, shops))
  assert.equal(moved.offers, await countOf(db, 'offers.offers'))
  const files = createDiskStore(path.join(dataDir, 'files'))
  for (const picture of offers.flatMap(({ pictures }) => pictures)) assert.ok(await files.find(picture), picture)
  assert.ok(moved.people.length >= 1)
  for (const table of ['orders.orders', 'ledger.transfers', 'identity.personas', 'identity.passwords', 'payments.saved_keys'])
    assert.equal(await countOf(db, table), 0, table)
  assert.ok((await countOf(context.db, 'ledger.transfers')) > 0)
  const { rows: others } = await sql`
    select slug from identity.parties where slug <> 'operator' and slug <> all(${shops}::text[])
      and id <> all(${moved.people.map(({ id }) => id)}::uuid[])`.execute(db)
  assert.deepEqual(others, [])
  await assert.rejects(makeLiveTown({ from, to, shops }), /there is a town in that database already/)
}) // prettier-ignore
