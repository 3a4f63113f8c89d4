import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { createProjection } from '#kernel/events-projection'
import { catalogueAuditProjection } from '../catalogue/audit.ts'
import { shop } from './routes.fixtures.ts'

const library = JSON.parse(
  readFileSync(new URL('../../../../docs/examples/tool-library.json', import.meta.url), 'utf8'),
) as JsonObject

/** The library with one thing written another way. */
// oxlint-disable-next-line typescript/no-explicit-any -- mistakes are what no type allows
function changed(change: (copy: Record<string, any>) => void): JsonObject {
  const copy = structuredClone(library)
  change(copy)
  return copy
}

test('the operator posts a manifest, and it can be ordered at once', async (t) => {
  const { as, operatorActor, buyer } = await shop(t)
  const check = await as(operatorActor).post('/v1/businesses?check', library)
  assert.deepEqual([check.status, check.body.isPublished, check.body.townDebits], [200, false, []])
  assert.equal((await as(buyer).get('/v1/businesses/tools')).status, 404)
  const posted = await as(operatorActor).post('/v1/businesses', library)
  assert.deepEqual([posted.status, posted.body.isPublished], [201, true])
  const shown = await as(null).get('/v1/businesses/tools')
  assert.deepEqual([shown.body.version, shown.body.beginnings[0].type], [1, 'rent'])
  const again = await as(operatorActor).post('/v1/businesses', library)
  assert.deepEqual([again.status, again.body.type], [409, '/problems/version-not-next'])
})

test('a manifest with many mistakes is refused with each at its place, and nobody else may post one', async (t) => {
  const { as, operatorActor, buyer } = await shop(t)
  const wrong = changed((copy) => {
    copy['capacity'].days.cells = 'cellRange(offer.id, input.day, input.nights)'
    copy['money'].earn[0].to = 'landlord'
    copy['flow'].states.out.on.return.target = 'nowhere'
    copy['flow'].states.booked.after = {}
    copy['delays'].due = 'terms.endsAt +'
  })
  const refused = await as(operatorActor).post('/v1/businesses', wrong)
  assert.deepEqual([refused.status, refused.body.type], [422, '/problems/manifest-invalid'])
  const pointers = refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)
  for (const pointer of [
    '/capacity/days/cells', '/money/earn/0/to', '/flow/states/out/on/return/target', '/flow/states/booked', '/delays/due',
  ]) assert.ok(pointers.includes(pointer), `${pointer} is told among ${pointers.join(' ')}`) // prettier-ignore
  for (const actor of [buyer, null]) {
    const stranger = await as(actor).post('/v1/businesses', library)
    assert.equal(stranger.status, actor === null ? 401 : 403)
  }
})

test('a manifest that debits the town’s accounts needs the word of the operator', async (t) => {
  const { as, operatorActor } = await shop(t)
  const generous = changed((copy) => copy['money'].hold.push({ from: '@marketing', to: 'pot', amount: '100' }))
  const refused = await as(operatorActor).post('/v1/businesses', generous)
  assert.deepEqual([refused.body.type, refused.body.errors[0].pointer], ['/problems/approval-needed', '/money/hold/2'])
  assert.equal((await as(operatorActor).post('/v1/businesses?approve=town-debits', generous)).status, 201)
})

test('versions are listed and compared, and a business is switched off and on', async (t) => {
  const { as, operatorActor, buyer, placing } = await shop(t)
  const operator = as(operatorActor)
  await operator.post('/v1/businesses', library)
  const second = changed((copy) => {
    copy['version'] = 2
    copy['rates'].depositMinor = 3_000
    delete copy['description']
  })
  assert.equal((await operator.post('/v1/businesses', second)).status, 201)
  const versions = await as(buyer).get('/v1/businesses/tools/versions')
  assert.deepEqual(versions.body.items.map(({ version }: { version: number }) => version), [2, 1]) // prettier-ignore
  const { body } = await as(buyer).get('/v1/businesses/tools/differences?from=1&to=2')
  assert.deepEqual(body.items, [
    { pointer: '/version', kind: 'changed', before: 1, after: 2 },
    { pointer: '/description', kind: 'removed', before: library['description'] },
    { pointer: '/rates/depositMinor', kind: 'changed', before: 2_000, after: 3_000 },
  ])
  assert.deepEqual((await as(buyer).get('/v1/businesses/tools/versions/1')).body.manifest, library)
  assert.equal((await as(buyer).get('/v1/businesses/tools/differences?from=1&to=9')).status, 404)
  assert.equal((await as(buyer).post('/v1/businesses/stall/switch', { isOn: false })).status, 403)
  await operator.post('/v1/businesses/stall/switch', { isOn: false })
  assert.equal((await as(buyer).post('/v1/orders', placing())).body.type, '/problems/business-off')
  await operator.post('/v1/businesses/stall/switch', { isOn: true })
  assert.equal((await as(buyer).post('/v1/orders', placing())).status, 201)
})

test('a rate that needs notice changes by a tariff only, and no sooner', async (t) => {
  const { as, operatorActor, clock } = await shop(t)
  const operator = as(operatorActor)
  const fair = changed((copy) => {
    Object.assign(copy, { business: 'fair', noticeDays: { depositMinor: 14 } })
    Object.assign(copy['rates'], { handlingMinor: 0 })
  })
  const posted = await operator.post('/v1/businesses', fair)
  assert.equal(posted.status, 201, JSON.stringify(posted.body))
  const tariffs = '/v1/businesses/fair/tariffs'
  const rates = { depositMinor: 100 }
  const hasty = await operator.post(tariffs, { rates })
  assert.deepEqual([hasty.status, hasty.body.type], [409, '/problems/notice-too-short'])
  const soon = new Date(clock.now() + 14 * 86_400_000 - 60_000).toISOString()
  assert.equal((await operator.post(tariffs, { rates, effectiveAt: soon })).status, 409)
  const later = new Date(clock.now() + 14 * 86_400_000 + 60_000).toISOString()
  assert.equal((await operator.post(tariffs, { rates, effectiveAt: later })).status, 201)
  assert.deepEqual((await operator.get(tariffs)).body.items, [{ effectiveAt: later, rates }])
  assert.equal((await operator.post(tariffs, { rates: { handlingMinor: 1 } })).status, 201)
  const byTheWay = { ...fair, version: 2, rates: { handlingMinor: 0, depositMinor: 900 } }
  const sly = await operator.post('/v1/businesses', byTheWay)
  assert.deepEqual([sly.body.type, sly.body.errors[0].pointer], ['/problems/notice-needed', '/rates/depositMinor'])
  const shorter = await operator.post('/v1/businesses', { ...fair, version: 2, noticeDays: { depositMinor: 1 } })
  assert.equal(shorter.body.type, '/problems/notice-needed')
  const wrong = await operator.post(tariffs, { rates: { nobody: 1 }, effectiveAt: '1969-01-01T00:00:00Z' })
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/effectiveAt'])
})

test('what an operator does with a line of business stands in the audit log, once', async (t) => {
  const { as, operatorActor, db, town, engine } = await shop(t)
  await as(operatorActor).post('/v1/businesses', library)
  await as(operatorActor).post('/v1/businesses/tools/switch', { isOn: false })
  await as(operatorActor).post('/v1/businesses/tools/tariffs', { rates: { depositMinor: 1_000 } })
  const reader = createProjection({ db, town: town.id, feed: engine.feed, ...catalogueAuditProjection(town.id) })
  for (let times = 0; times < 2; times += 1) await reader.catchUp()
  const { rows } = await sql<{ act: string; party: string; subject: string }>`
    select act, party, subject from audit.entries where town = ${town.id} order by id`.execute(db)
  const by = { party: operatorActor.party, subject: 'tools' }
  assert.deepEqual(rows, [
    { act: 'businesses.published', ...by },
    { act: 'businesses.switched', ...by },
    { act: 'businesses.tariff-set', ...by },
  ])
})
