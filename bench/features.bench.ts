/**
 * Live features: `npm run bench -- features`. How fast events are folded, how long a read takes, how soon an event that
 * was stored is visible, how large a snapshot is, and how long a process takes to begin with it or without.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { createFeatures, type Features, featuresOf, shopping } from '#modules/features'
import { storeCategories } from '#modules/offers'
import { openScratchServer } from '../src/app/server-scratch.ts'
import { percentile, report } from './machine.ts'

const offers = Array.from({ length: 5_000 }, () => newId())
const perRequest = 500
const rounds = 200

const cleanUps: (() => unknown)[] = []
const db = await testDatabase({ after: (work) => void cleanUps.push(work) })
const { app, town, close } = await openScratchServer(db)
const { context } = town
await storeCategories(db, 1, [{ slug: 'home', parent: null, titles: { en: 'Home' } }])
const newcomers = await app.inject({
  method: 'POST', url: '/v1/sandbox/newcomers', headers: { 'idempotency-key': newId() }, payload: { count: 50 },
}) // prettier-ignore
const people: { party: string; token: string }[] = newcomers.json().items
const ask = (method: 'POST' | 'PUT', url: string, { token, payload }: { token: string; payload: object }) =>
  app.inject({ method, url, headers: { authorization: `Bearer ${token}`, 'idempotency-key': newId() }, payload })
for (const { token } of people) {
  for (const purpose of ['analytics', 'personalisation']) {
    await ask('PUT', `/v1/consents/${purpose}`, { token, payload: { isGiven: true, version: '1' } })
  }
}

let turn = 0
function event() {
  turn += 1
  const type = ['impression', 'impression', 'view', 'click'][turn % 4]
  return { id: newId(), type, subject: offers[(turn * 7919) % offers.length], session: `s${turn % 997}` }
}

async function send(count: number): Promise<number> {
  const events = Array.from({ length: count }, event)
  const reply = await ask('POST', '/v1/events', { token: people[turn % people.length]!.token, payload: { events } })
  return reply.json<{ position: number }>().position
}

const features = featuresOf(context)
async function level(of: Features, position: number): Promise<void> {
  while (of.figures().position.interactions < position) await breathe()
}

// From the answer to whoever sent it until it can be read.
await level(features, await send(1))
const waits: number[] = []
for (let i = 0; i < 300; i++) {
  const position = await send(1)
  const from = performance.now()
  await level(features, position)
  waits.push(performance.now() - from)
}
const ms = (values: number[], share: number): number => Number(percentile(values, share).toFixed(2))
report({ bench: 'features', case: 'stored until visible', p50Ms: ms(waits, 0.5), p99Ms: ms(waits, 0.99) })

let position = 0
for (let i = 0; i < rounds; i++) position = await send(perRequest)
await level(features, position)

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-features-'))
const opened = (): Features => createFeatures({ ...context, config: { dataDir } })
const bare = opened()
const bareFrom = performance.now()
bare.start()
await bare.begun
const beganMs = performance.now() - bareFrom
await bare.stop()
const again = opened()
const againFrom = performance.now()
again.start()
await again.begun
const beganAgainMs = performance.now() - againFrom
const bytes = statSync(path.join(dataDir, 'features', '1', 'features.snapshot')).size
report({
  bench: 'features', case: 'begin', events: position, withoutMs: Math.round(beganMs), withMs: Math.round(beganAgainMs),
  perSecondRead: Math.round((position * 1000) / beganMs), snapshotBytes: bytes, rows: again.figures().rows,
}) // prettier-ignore
await again.stop()

// Folding alone, without the database.
const { Fold } = await import('../src/modules/features/fold/fold.ts')
const { layoutOf } = await import('../src/modules/features/fold/layout.ts')
const folding = { features: features.features, layout: layoutOf(features.features), forgotten: new Set<string>() }
const seen = Array.from({ length: 200_000 }, (_, index) => ({
  ...event(), subject: offers[(index * 7919) % offers.length]!, type: ['impression', 'view', 'click'][index % 3]!,
  person: people[index % people.length]!.party, session: `s${index % 997}`, at: index, data: {},
})) // prettier-ignore
const fold = new Fold('interactions', folding)
fold.apply(seen, seen.length)
const times: number[] = []
for (let i = 0; i < 5; i++) {
  const from = performance.now()
  fold.apply(seen, seen.length)
  times.push(performance.now() - from)
}
report({ bench: 'features', case: 'fold', perSecond: Math.round((seen.length * 1000) / percentile(times, 0.5)) })

const reading = await features.read({ people: people.map(({ party }) => party) })
const reads = 200_000
let sum = 0
const timed = (work: (index: number) => number): number => {
  for (let i = 0; i < reads; i++) sum += work(i)
  const from = performance.now()
  for (let i = 0; i < reads; i++) sum += work(i)
  return Math.round(((performance.now() - from) * 1e6) / reads)
}
const rateNs = timed((index) => reading.number(shopping.views, offers[index % offers.length]!))
const ratioNs = timed((index) => reading.number(shopping.clickRate, offers[index % offers.length]!))
const shareNs = timed((index) =>
  reading.number(shopping.seenOffers, [people[index % people.length]!.party, offers[index % offers.length]!]),
)
if (Number.isNaN(sum)) throw new Error('a feature is no number')
report({ bench: 'features', case: 'read', rateNs, ratioNs, shareNs })
await close()
rmSync(dataDir, { recursive: true, force: true })
for (const work of cleanUps) work()
process.exit(0)
