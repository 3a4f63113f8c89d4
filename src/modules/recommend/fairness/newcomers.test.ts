import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { namedId } from '#kernel/ids'
import { at, entry, thingId } from '../fixtures.ts'
import { Knowledge } from '../state/knowledge.ts'
import { Budget, costOf, keptPlace } from './budget.ts'
import { countNewcomers, isNewcomer, newcomerThings } from './newcomers.ts'

/** A shop of these tests. */
const shop = (name: string): string => namedId(`recommend/shop/${name}`)

/** A town in which an old shop has been shown often, and some minutes have passed since. */
function oldTown(): { knowledge: Knowledge; show: (thing: number, times: number) => void; now: () => number } {
  const knowledge = new Knowledge('Europe/Berlin')
  let clock = at
  const show = (thing: number, times: number): void => {
    const number = knowledge.catalogue.find(thingId(thing))!
    for (let i = 0; i < times; i += 1) {
      clock += 1
      knowledge.exposure.note(number, knowledge.catalogue.seller[number]!, clock)
    }
  }
  list(knowledge)('old', [0, 1], at - 1_000)
  show(0, 500)
  show(1, 500)
  return { knowledge, show, now: () => (clock += 1) }
}

/** Lists things of a shop. */
function list(knowledge: Knowledge): (name: string, things: readonly number[], listedAt: number) => void {
  return (name, things, listedAt) =>
    knowledge.applyThings(things.map((thing) => entry(thing, { seller: shop(name), listedAt })))
}

function takeDown(knowledge: Knowledge, name: string, thing: number): void {
  knowledge.applyThings([entry(thing, { seller: shop(name), isListed: false })])
}

const numbers = new Map(Array.from({ length: 400 }, (_, thing) => [thingId(thing), thing]))

/** Things by their numbers of these tests. */
function numbersOf({ catalogue }: Knowledge, things: readonly number[]): number[] {
  return things.map((thing) => numbers.get(catalogue.things.nameOf(thing))!).toSorted((one, other) => one - other)
}

test('a new shop with ten things is one newcomer: one candidate, and all its things share what it has', () => {
  const { knowledge, show, now } = oldTown()
  const listedAt = now()
  list(knowledge)('ten', [10, 11, 12, 13, 14, 15, 16, 17, 18, 19], listedAt)
  list(knowledge)('one', [20], listedAt)
  const names = (): number[] => numbersOf(knowledge, newcomerThings(knowledge, { at: now() }))
  assert.deepEqual(names(), [10, 20])
  show(10, 1)
  assert.deepEqual(names(), [11, 20], 'its least shown thing stands for it')
  for (let thing = 10; thing < 20; thing += 1) show(thing, 4)
  assert.deepEqual(names(), [20], 'what its things had together puts it behind')
  assert.deepEqual(countNewcomers(knowledge, now()), { things: 11, sellers: 2 })
  for (let thing = 10; thing < 20; thing += 1) show(thing, 30)
  const isNew = (thing: number): boolean => isNewcomer(knowledge, knowledge.catalogue.find(thingId(thing))!, now())
  assert.deepEqual([isNew(12), isNew(20)], [false, true], 'shown 341 times together it is new no more')
})

test('an old shop’s turn comes later than that of a new one, and comes', () => {
  const { knowledge, show, now } = oldTown()
  const listedAt = now()
  list(knowledge)('old', [2], listedAt)
  list(knowledge)('new', [20], listedAt)
  const names = (): number[] => numbersOf(knowledge, newcomerThings(knowledge, { at: now() }))
  assert.deepEqual(names(), [2, 20])
  show(2, 10)
  assert.deepEqual(names(), [20], 'ten places of an old shop count as much as more than thirty')
  show(20, 10)
  assert.deepEqual(names(), [2, 20])
})

test('nobody starves, whoever is preferred: what newcomers have had differs by little until they are newcomers no more', () => {
  const shops = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(
      shops,
      fc.boolean(),
      fc.array(fc.nat(1_000), { minLength: 50, maxLength: 400 }),
      (sizes, isOld, draws) => {
        const { knowledge, show, now } = oldTown()
        const listedAt = now()
        let next = 10
        const things = sizes.map((size) => Array.from({ length: size }, () => next++))
        for (const [index, own] of things.entries()) list(knowledge)(`shop-${index}`, own, listedAt)
        if (isOld) list(knowledge)('old', [2], listedAt)
        const had = new Map<string, number>()
        for (const draw of draws) {
          const waiting = newcomerThings(knowledge, { at: now() })
          // Whoever decides may prefer one for ever: the last of the list, or any.
          const chosen = waiting.at(draw % 3 === 0 ? draw % waiting.length : -1)!
          const seller = knowledge.catalogue.sellers.nameOf(knowledge.catalogue.seller[chosen]!)
          had.set(seller, (had.get(seller) ?? 0) + 1)
          show(numbersOf(knowledge, [chosen])[0]!, 1)
        }
        const counts = sizes.map((_, index) => had.get(shop(`shop-${index}`)) ?? 0)
        const waiting = counts.filter((count, index) => count < 150 && sizes[index]! > 0)
        assert.ok(Math.max(...counts.map((count) => Math.min(count, 150))) - Math.min(...counts) <= 31, counts.join())
        // An old shop has a quarter or more of what a new one has.
        if (isOld && waiting.length > 0) assert.ok((had.get(shop('old')) ?? 0) >= (Math.min(...waiting) - 31) / 4 - 1)
      },
    ),
    { numRuns: 150 },
  )
})

test('relisting gains nothing: an old shop has no more than one thing may have, however often it lists it again', () => {
  const acts = fc.array(fc.oneof(fc.constant('relist'), fc.constant('wait'), fc.integer({ min: 1, max: 60 })), {
    minLength: 20,
    maxLength: 120,
  })
  fc.assert(
    fc.property(acts, (story) => {
      const { knowledge, show, now } = oldTown()
      list(knowledge)('crowd', [399], at - 1_000)
      let own = 10
      list(knowledge)('old', [own], now())
      let had = 0
      for (const act of story) {
        if (act === 'relist') {
          takeDown(knowledge, 'old', own)
          own += 1
          list(knowledge)('old', [own], now())
        } else if (act === 'wait') {
          // The town looks at other things until everything is long known.
          show(399, 5_001)
        } else {
          for (let i = 0; i < act; i += 1) {
            if (!numbersOf(knowledge, newcomerThings(knowledge, { at: now() })).includes(own)) break
            show(own, 1)
            had += 1
          }
        }
      }
      assert.ok(had <= knowledge.exposure.rules.thingShown, `${had}`)
    }),
    { numRuns: 60 },
  )
})

test('a thing that is still listed is not held against its seller when something new comes', () => {
  const { knowledge, show, now } = oldTown()
  list(knowledge)('crowd', [399], at - 1_000)
  list(knowledge)('old', [2], now())
  show(2, 150)
  const names = (): number[] => numbersOf(knowledge, newcomerThings(knowledge, { at: now() }))
  list(knowledge)('old', [3], now())
  assert.deepEqual(names(), [], 'within the same time its new things share')
  show(399, 5_001)
  list(knowledge)('old', [4], now())
  assert.deepEqual(names(), [4], 'later a range that grows has its turn')
})

test('of a line of business only its own newcomers have its places, and of a large town some of very many', () => {
  const { knowledge, now } = oldTown()
  const listedAt = now()
  knowledge.applyThings(
    Array.from({ length: 3_000 }, (_, index) =>
      entry(1_000 + index, {
        seller: shop(`s${index % 300}`),
        listedAt,
        business: index % 2 === 0 ? 'market' : 'mall',
      }),
    ),
  )
  const of = (business?: string): number[] => newcomerThings(knowledge, { business, at: now() })
  const { catalogue } = knowledge
  assert.deepEqual(
    new Set(of('mall').map((thing) => catalogue.businesses.nameOf(catalogue.business[thing]!))),
    new Set(['mall']),
  )
  assert.equal(of('mall').length, 150)
  assert.equal(of().length, 200)
  assert.deepEqual(of('nothing'), [])
})

test('places kept stay within the budget, whatever pages are asked for, and are used while somebody waits', () => {
  const pages = fc.array(fc.record({ limit: fc.integer({ min: 1, max: 20 }), wanting: fc.nat(4) }), { maxLength: 300 })
  fc.assert(
    fc.property(pages, fc.integer({ min: 6, max: 60 }), (asked, oneIn) => {
      const budget = new Budget()
      let [shown, granted, due] = [0, 0, 0]
      for (const { limit, wanting } of asked) {
        const given = budget.grant(limit, oneIn, wanting)
        assert.ok(given <= wanting && given <= limit / 6)
        for (let index = 0; index < given; index += 1) assert.ok(keptPlace(index) < limit)
        shown += limit
        granted += given
        assert.ok(granted <= 1 + shown / oneIn + 1e-9, `${granted} of ${shown}`)
        // A page that could have been given one, when one was due, was.
        due = given > 0 ? 0 : due + (limit >= 6 && wanting > 0 ? limit : 0)
        assert.ok(due < oneIn + 20, `nothing for ${due} places`)
      }
    }),
    { numRuns: 1_000 },
  )
  assert.equal(new Budget().grant(20, null, 5), 0)
})

test('what nobody wanted is not saved up', () => {
  const budget = new Budget()
  for (let i = 0; i < 100; i += 1) assert.equal(budget.grant(12, 12, 0), 0)
  const given = Array.from({ length: 10 }, () => budget.grant(12, 12, 5))
  assert.deepEqual([given[0], given.slice(1).every((one) => one === 1)], [2, true])
})

test('a newcomer costs what the page without it would have brought more; one that is as good costs nothing', () => {
  const knowledge = new Knowledge('Europe/Berlin')
  list(knowledge)(
    'a',
    Array.from({ length: 30 }, (_, thing) => thing),
    at,
  )
  const weighed = (thing: number, appeal: number) => ({
    thing, features: { appeal, shelf: 0, seller: 0, price: 0, unsure: 0.3 },
  }) // prettier-ignore
  const page = [0, 1, 2, 20, 3, 4]
  const others = [0, 1, 2, 3, 4, 5, 6]
  const costs = (ofNewcomer: number, ofOthers: number): number => {
    const candidates = others.map((thing) => weighed(thing, ofOthers))
    const [spent] = costOf(knowledge, { page, newcomers: [weighed(20, ofNewcomer)], candidates, at })
    assert.ok(spent!.doubt > 0)
    return spent!.forgone - spent!.given
  }
  assert.ok(Math.abs(costs(0.2, 0.2)) < 1e-12)
  assert.ok(costs(-0.5, 0.2) > 0.01 && costs(0.7, 0.2) < 0)
  // Of two, each has its part of it.
  const candidates = Array.from({ length: 12 }, (_, thing) => weighed(thing, 0.2))
  const two = [0, 1, 2, 20, 3, 4, 5, 6, 7, 21, 8, 9]
  const spent = costOf(knowledge, { page: two, newcomers: [weighed(20, -0.5), weighed(21, -0.5)], candidates, at })
  assert.equal(spent.length, 2)
  assert.ok(spent.every(({ given, forgone }) => forgone > given))
})
