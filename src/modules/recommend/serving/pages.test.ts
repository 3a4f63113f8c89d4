import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import type { Decided, Decider } from '#modules/decisions'
import { at, did, entry, knowledgeOf, tell, thingId } from '../fixtures.ts'
import { costOf, type Spent } from '../fairness/budget.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { candidatesFor } from './candidates.ts'
import { visitorOfTrail } from './features.ts'
import type { Asker } from './looking.ts'
import { makeAlso, makeBecause, makeFeed, type Maker } from './pages.ts'
import { reasonsOf } from './reasons.ts'

/** Chooses the first ones, and notes what it was asked. */
function firstOnes(): { decider: Decider; asked: Parameters<Decider['decide']>[] } {
  const asked: Parameters<Decider['decide']>[] = []
  const decide = (...asking: Parameters<Decider['decide']>): Partial<Decided> => {
    asked.push(asking)
    const [, { options, length = 1 }] = asking
    const chosen = options.slice(0, length).map(({ id }) => id)
    return { id: newId(), chosen, conditional: chosen.map(() => 0.5), policy: null, at }
  }
  // Pages ask nothing else of a decider.
  return { decider: { decide, registry: { find: () => undefined } } as unknown as Decider, asked }
}

function asker(knowledge: Knowledge, trail: readonly number[] = []): Asker {
  return { visitor: visitorOfTrail(knowledge, trail), trail, at, subject: null }
}

const lessons = { note: () => undefined }

test('three things of a visit bring their shelf to the top of what is on offer, and go when they are not named', () => {
  const knowledge = knowledgeOf(200)
  const shelfOf = ({ thing }: { thing: number }): number => knowledge.catalogue.shelf[thing]!
  const scope = { without: new Set<number>() }
  const top = (trail: readonly number[]): number => {
    const found = candidatesFor(knowledge, asker(knowledge, trail), scope).slice(0, 10)
    return found.filter((one) => shelfOf(one) === knowledge.catalogue.shelf[1]).length
  }
  assert.ok(top([1, 6, 11]) > top([]), `${top([1, 6, 11])} against ${top([])}`)
})

test('a home page shows more than the shelf that somebody looked at, unless there is nothing else', () => {
  const { decider } = firstOnes()
  const shelvesOn = (knowledge: Knowledge): number[] => {
    const page = makeFeed({ knowledge, decider, lessons }, asker(knowledge, [1, 6, 11]), { limit: 12 })
    return page.map(({ thing }) => knowledge.catalogue.shelf[thing]!)
  }
  const many = knowledgeOf(200)
  for (const thing of [1, 6, 11, 16, 21]) for (let i = 0; i < 20; i += 1) tell(many, did('click', thing))
  const liked = shelvesOn(many).filter((shelf) => shelf === many.catalogue.shelf[1]).length
  assert.ok(liked >= 6 && liked <= 9, `${liked} of 12`)
  const one = knowledgeOf(200)
  const shelf = one.catalogue.shelf[1]!
  const others = Array.from({ length: 200 }, (_, thing) => thing).filter(
    (thing) => one.catalogue.shelf[thing] !== shelf,
  )
  one.applyThings(others.map((thing) => entry(thing, { isListed: false })))
  assert.deepEqual(new Set(shelvesOn(one)), new Set([shelf]))
  assert.equal(shelvesOn(one).length, 12)
})

test('a newcomer has its place on every page until it had its share, and what that costs is counted', () => {
  const knowledge = knowledgeOf(50)
  for (let i = 0; i < 300; i += 1) tell(knowledge, did('impression', i % 50))
  knowledge.applyThings([entry(77, { listedAt: at + 10 })])
  const { decider } = firstOnes()
  const spent: Spent[] = []
  const maker: Maker = {
    knowledge, decider, lessons, spent: (_, page) => void spent.push(...costOf(knowledge, page)),
  } // prettier-ignore
  const page = makeFeed(maker, { ...asker(knowledge), at: at + 20 }, { limit: 12 })
  assert.deepEqual([page.length, page.map(({ isNewcomer }) => isNewcomer).indexOf(true)], [12, 3])
  assert.equal(knowledge.catalogue.things.nameOf(page[3]!.thing), thingId(77))
  assert.equal(new Set(page.map(({ thing }) => thing)).size, 12)
  const [{ given, forgone, doubt } = { given: 0, forgone: 0, doubt: 0 }] = spent
  assert.deepEqual([spent.length, given > 0, forgone > 0, doubt > 0], [1, true, true, true])
  for (let i = 0; i < 150; i += 1) tell(knowledge, did('impression', 77))
  const later = makeFeed(maker, { ...asker(knowledge), at: at + 20 }, { limit: 12 })
  assert.equal(
    later.some(({ isNewcomer }) => isNewcomer),
    false,
  )
})

test('who passed a newcomer over four times is not shown it in its place again', () => {
  const knowledge = knowledgeOf(50)
  for (let i = 0; i < 300; i += 1) tell(knowledge, did('impression', i % 50))
  knowledge.applyThings([entry(77, { listedAt: at + 10 })])
  const visitor = visitorOfTrail(knowledge, [])
  visitor.passed.set(knowledge.catalogue.find(thingId(77))!, 4)
  const { decider } = firstOnes()
  const page = makeFeed(
    { knowledge, decider, lessons },
    { visitor, trail: [], at: at + 20, subject: null },
    { limit: 12 },
  )
  assert.equal(
    page.some(({ isNewcomer }) => isNewcomer),
    false,
  )
})

test('nothing that is unlisted, of another business or already there is a candidate', () => {
  const knowledge = knowledgeOf(30)
  knowledge.applyThings([entry(1, { isListed: false }), entry(2, { business: 'mall' })])
  const found = candidatesFor(knowledge, asker(knowledge), { business: 'market', without: new Set([3]) })
  assert.deepEqual(
    [1, 2, 3].filter((thing) => found.some((one) => one.thing === thing)),
    [],
  )
  assert.equal(found.length, 27)
})

test('beside a thing stand others of its business, and of a first visit nothing is said because', () => {
  const knowledge = knowledgeOf(30)
  const { decider, asked } = firstOnes()
  const maker = { knowledge, decider, lessons }
  const also = makeAlso(maker, asker(knowledge), { thing: 4, limit: 5 })
  assert.deepEqual([also.length, also.some(({ thing }) => thing === 4)], [5, false])
  assert.equal(asked[0]![0], 'recommend.also')
  assert.deepEqual(makeBecause(maker, asker(knowledge), { except: 4, limit: 5 }), { anchor: undefined, placed: [] })
  const { anchor, placed } = makeBecause(maker, asker(knowledge, [9, 4]), { except: 4, limit: 5 })
  assert.deepEqual([anchor, placed.some(({ thing }) => thing === 9 || thing === 4)], [9, false])
})

test('every place has two reasons, and they are those that the score has beyond the others', () => {
  const columns = ['1', 'appeal', 'shelf', 'part=night']
  const rows = { count: 2, width: 4, values: Float64Array.of(1, 0.5, 1, 1, 1, -0.5, 0, 1) }
  const spec = { kind: 'linear', weights: { appeal: 1, shelf: 2, 'part=night': 5 }, temperature: 1 } as const
  const reasons = reasonsOf(spec, columns, rows)
  assert.deepEqual(reasons(0), [{ feature: 'shelf', weight: 1 }, { feature: 'appeal', weight: 0.5 }]) // prettier-ignore
  assert.deepEqual(reasons(1), [])
  const knowledge = knowledgeOf(30)
  const { decider } = firstOnes()
  const page = makeFeed({ knowledge, decider, lessons }, asker(knowledge), { limit: 12 })
  assert.deepEqual(
    page.map((one) => one.reasons.length),
    Array.from({ length: 12 }, () => 2),
  )
})
