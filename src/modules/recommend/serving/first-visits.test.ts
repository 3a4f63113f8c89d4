import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { createTownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { declarePoints, type Decider, deciderOf, findDecision } from '#modules/decisions'
import { createVault } from '#modules/privacy'
import { at, entry, knowledgeOf } from '../fixtures.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { coarse } from '../state/nearness.ts'
import { candidatesFor, type Scope } from './candidates.ts'
import { visitorOfTrail } from './features.ts'
import type { Asker } from './looking.ts'
import { makeFeed, type Maker, type Placed } from './pages.ts'
import { points } from './points.ts'

/** The town's own policies on a town of so many things; half of the shops are by the harbour, half on the hill. */
const harbour = { latitude: 47.36, longitude: 8.54 }
const hill = { latitude: 47.42, longitude: 8.54 }
const [december, july] = ['2026-12-02T07:00Z', '2027-07-01T07:00Z'].map(Date.parse) as [number, number]
const town = 1

type Stage = { db: Database; knowledge: Knowledge; decider: Decider; noted: string[]; maker: Maker }

async function setStage(t: TestContext): Promise<Stage> {
  const db = await testDatabase(t)
  await declarePoints({ db, town }, points)
  const vault = createVault({ db, town, master: randomBytes(32) })
  const decider = deciderOf({ db, town: { id: town }, clock: createTownClock(), vault })
  t.after(() => decider.stop())
  await decider.registry.refresh()
  const knowledge = knowledgeOf(0)
  knowledge.applyThings(
    Array.from({ length: 60 }, (_, thing) => entry(thing, { place: thing % 10 < 5 ? harbour : hill })),
  )
  const noted: string[] = []
  const lessons = { note: (...[, { id }]: Parameters<Maker['lessons']['note']>) => void noted.push(id) }
  return { db, knowledge, decider, noted, maker: { knowledge, decider, lessons } }
}

function stranger(knowledge: Knowledge, more: Partial<Asker> = {}): Asker {
  return { visitor: visitorOfTrail(knowledge, []), trail: [], at, subject: null, ...more }
}

/** Of the places of some pages, the share that is so. */
function shareOf({ maker }: Stage, asker: Asker, isSo: (placed: Placed) => boolean): number {
  const pages = Array.from({ length: 20 }, () => makeFeed(maker, asker, { limit: 12 })).flat()
  return pages.filter(isSo).length / pages.length
}

test('a stranger who looks around a place sees more of what is near, and that is the reason they are told', async (t) => {
  const stage = await setStage(t)
  const { knowledge } = stage
  const isByHarbour = ({ thing }: Placed): boolean => knowledge.catalogue.spot[thing] === harbour
  const from = (near?: typeof harbour): number =>
    shareOf(stage, stranger(knowledge, near && { near: coarse(near) }), isByHarbour)
  const [there, nowhere, above] = [from(harbour), from(), from(hill)]
  assert.ok(there > 0.85 && above < 0.15, `${there}, ${above}`)
  assert.ok(nowhere > 0.3 && nowhere < 0.7, `${nowhere}`)
  const told = ({ reasons }: Placed): boolean => reasons.some(({ feature }) => feature === 'near')
  const page = makeFeed(stage.maker, stranger(knowledge, { near: coarse(harbour) }), { limit: 12 })
  assert.deepEqual(
    page.filter((one) => isByHarbour(one) !== told(one)),
    [],
  )
  const plain = makeFeed(stage.maker, stranger(knowledge), { limit: 12 })
  assert.deepEqual(plain.filter(told), [])
})

test('a first page at breakfast in December is not that of July, for the season it is', async (t) => {
  const stage = await setStage(t)
  const { knowledge } = stage
  const { catalogue, hours } = knowledge
  const [winter, summer] = [catalogue.shelf[0]!, catalogue.shelf[1]!]
  for (let i = 0; i < 150; i += 1) {
    hours.noteBought(winter, december - 364 * 86_400_000)
    hours.noteBought(summer, july - 364 * 86_400_000)
  }
  const share = (moment: number, shelf: number): number =>
    shareOf(stage, stranger(knowledge, { at: moment }), ({ thing }) => catalogue.shelf[thing] === shelf)
  assert.ok(share(december, winter) > 2 * share(july, winter))
  assert.ok(share(july, summer) > 2 * share(december, summer))
  const page = makeFeed(stage.maker, stranger(knowledge, { at: december }), { limit: 12 })
  const first = page.find(({ thing }) => catalogue.shelf[thing] === winter)
  assert.ok(first?.reasons.some(({ feature }) => feature === 'season'))
})

test('where somebody stands is kept of nobody who did not consent: no lesson, no inputs', async (t) => {
  const stage = await setStage(t)
  const { db, knowledge, maker, noted, decider } = stage
  const things = knowledge.catalogue.things
  knowledge.applyThings(Array.from({ length: 58 }, (_, thing) => entry(thing, { isListed: false, place: harbour })))
  const person = newId()
  const near = coarse(harbour)
  const inputsOf = async (asker: Asker): Promise<boolean> => {
    const [{ decision } = { decision: '' }] = makeFeed(maker, asker, { limit: 1 })
    await decider.recorder.idle()
    const row = await findDecision(db, town, decision)
    assert.ok(row !== undefined)
    return row.inputs !== null
  }
  assert.equal(things.size, 60)
  assert.deepEqual([await inputsOf(stranger(knowledge, { near })), noted.length], [false, 0])
  assert.deepEqual([await inputsOf(stranger(knowledge)), noted.length], [true, 1])
  assert.deepEqual([await inputsOf(stranger(knowledge, { near, subject: person })), noted.length], [true, 2])
})

test('in a large town what is near is among the candidates, however little else speaks for it', () => {
  const knowledge = knowledgeOf(0)
  const far = { latitude: 46, longitude: 7 }
  knowledge.applyThings(Array.from({ length: 1_000 }, (_, thing) => entry(thing, { place: far, listedAt: at + thing })))
  const odd = entry(2_000, { place: harbour, listedAt: at - 10, categoryPath: ['all', 'odd'] })
  knowledge.applyThings([odd])
  for (let i = 0; i < 40; i += 1) knowledge.likings.learn(undefined, lookAt(knowledge, odd.id), false)
  const scope: Scope = { without: new Set() }
  const has = (asker: Asker): boolean =>
    candidatesFor(knowledge, asker, scope).some(({ thing }) => knowledge.catalogue.things.nameOf(thing) === odd.id)
  const beside = { latitude: harbour.latitude + 0.03, longitude: harbour.longitude }
  assert.deepEqual([has(stranger(knowledge)), has(stranger(knowledge, { near: coarse(beside) }))], [false, true])
})

function lookAt({ catalogue }: Knowledge, id: string): Parameters<Knowledge['likings']['learn']>[1] {
  const thing = catalogue.find(id)!
  return { thing, shelf: catalogue.shelf[thing]!, seller: catalogue.seller[thing]!, place: 0, priceDistance: undefined }
}

test('a place is rounded to about a kilometre before anything is reckoned with it', () => {
  assert.deepEqual(coarse({ latitude: 47.3664, longitude: -8.5449 }), { latitude: 47.37, longitude: -8.54 })
})
