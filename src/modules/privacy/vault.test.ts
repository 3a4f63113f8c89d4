import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { type Database, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import type { Vault } from '#kernel/vault'
import { createVault, MasterKeyError, readMasterKey } from './index.ts'

async function setUp(t: TestContext): Promise<{ db: Database; vault: Vault; master: Buffer; clock: { ms: number } }> {
  const db = await testDatabase(t)
  const master = randomBytes(32)
  const clock = { ms: 0 }
  return { db, master, clock, vault: createVault({ db, town: 1, master, now: () => clock.ms }) }
}

const purpose = 'order/1'
const address = { purpose, field: '/address', value: '1 Lakeside Walk' }

test('what people seal is opened by the set, each under a key of their own that is made once', async (t) => {
  const { db, vault, master } = await setUp(t)
  const parties = Array.from({ length: 40 }, () => newId())
  const values = fc.sample(fc.string({ unit: 'grapheme' }), 400)
  const items = values.map((value, index) => ({ party: parties[index % 40]!, purpose, field: `/${index}`, value }))
  const halves = await Promise.all([vault.seal(items.slice(0, 250)), vault.seal(items.slice(250))])
  const sealed = halves.flat()
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from privacy.keys`.execute(db)
  assert.equal(rows[0]!.count, 40)
  const another = createVault({ db, town: 1, master })
  for (const one of [vault, another]) {
    assert.deepEqual(await one.open(sealed.map((text) => ({ purpose, sealed: text }))), values)
  }
  assert.deepEqual(await another.seal(items), sealed, 'another process seals alike')
})

test('an erased person’s seals open as null, in this process at once and in another within a second', async (t) => {
  const { db, vault, master, clock } = await setUp(t)
  const [gone, stays] = [newId(), newId()]
  const another = createVault({ db, town: 1, master, now: () => clock.ms })
  const texts = await vault.seal([gone, stays].map((party) => ({ ...address, party })))
  const asked = texts.map((sealed) => ({ purpose, sealed }))
  assert.deepEqual(await another.open(asked), [address.value, address.value])
  await vault.destroy(gone)
  assert.deepEqual(await vault.open(asked), [null, address.value])
  clock.ms += 1_000
  assert.deepEqual(await another.open(asked), [null, address.value])
  assert.deepEqual(await vault.openWithin([{ purpose, value: { data: [texts[0]!, 'plain'] } }]), [
    { data: [null, 'plain'] },
  ])
  const { rows } = await sql<{ wrapped: Buffer | null }>`
    select wrapped from privacy.keys where party = ${gone}`.execute(db)
  assert.deepEqual(rows, [{ wrapped: null }])
})

test('an erased person gets no other key, not even one who never had any', async (t) => {
  const { vault } = await setUp(t)
  const [had, never] = [newId(), newId()]
  await vault.seal([{ ...address, party: had }])
  for (const party of [had, never]) {
    await vault.destroy(party)
    await vault.destroy(party)
    await assert.rejects(vault.seal([{ ...address, party }]), (error) => {
      return error instanceof Problem && error.kind.slug === 'not-allowed'
    })
  }
})

test('a seal that was moved, made up or is of an unknown person stays the text it is', async (t) => {
  const { vault } = await setUp(t)
  const [text] = await vault.seal([{ ...address, party: newId() }])
  const strange = `sealed:1:${newId()}:%2Faddress:${'A'.repeat(80)}`
  assert.deepEqual(await vault.open([{ purpose: 'order/2', sealed: text! }]), [undefined])
  const value = { moved: text!, strange, note: 'sealed: no' }
  assert.deepEqual(await vault.openWithin([{ purpose: 'order/2', value }]), [value])
  const [shown] = vault.sealForShow([{ ...address, party: newId() }])
  assert.deepEqual(await vault.open([{ purpose, sealed: shown! }]), [undefined], 'for show only')
})

test('the master key is made once, for its owner alone, and missed aloud when it is gone', async (t) => {
  const { db } = await setUp(t)
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-key-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const sources = { masterKey: undefined, dataDir }
  const [one, other] = await Promise.all([readMasterKey(sources, db), readMasterKey(sources, db)])
  assert.deepEqual(one, other)
  const file = path.join(dataDir, 'master.key')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const vault = createVault({ db, town: 1, master: one })
  const [text] = await vault.seal([{ ...address, party: newId() }])
  const stranger = createVault({ db, town: 1, master: randomBytes(32) })
  await assert.rejects(stranger.open([{ purpose, sealed: text! }]), MasterKeyError)
  rmSync(file)
  await assert.rejects(readMasterKey(sources, db), MasterKeyError)
  assert.deepEqual(await readMasterKey({ ...sources, masterKey: one.toString('base64url') }, db), one)
  await assert.rejects(readMasterKey({ ...sources, masterKey: 'short' }, db), MasterKeyError)
})
