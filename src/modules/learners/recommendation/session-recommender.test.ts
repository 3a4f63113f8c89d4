import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Random, seededRandom } from '../base/random.ts'
import { AttributeLikeness } from './attribute-likeness.ts'
import { RECOMMENDER_DEFAULTS, SessionRecommender } from './index.ts'
import { ScoreBoard } from './score-board.ts'

const settings = {
  ...RECOMMENDER_DEFAULTS,
  weights: { graph: 0.4, walk: 0.2, neighbours: 1, attributes: 0.3, popularity: 0.05 },
  doubts: { graph: 0.1, walk: 0, neighbours: 0, attributes: 1, popularity: 0 },
}

function visitAll(recommender: SessionRecommender, random: Random, visits: number): void {
  for (let i = 0; i < 30; i += 1) recommender.describe(`i${i}`, [`c${i % 5}`, `b${i % 7}`])
  for (let i = 0; i < visits; i += 1) {
    const session = random.integer(40)
    const item = (session * 3 + random.integer(6)) % 30
    recommender.observe({ session: `s${session}`, item: `i${item}`, at: i * 60_000 })
  }
}

test('one click shows in the next recommendation, for its session and for others', () => {
  const recommender = new SessionRecommender(settings)
  for (const session of ['a', 'b']) {
    for (const item of ['tent', 'stove']) recommender.observe({ session, item, at: 1000 })
  }
  recommender.observe({ session: 'c', item: 'lamp', at: 2000 })
  assert.notEqual(recommender.recommend({ session: 'c' })[0]?.item, 'stove')
  recommender.observe({ session: 'c', item: 'tent', at: 2001 })
  assert.equal(recommender.recommend({ session: 'c' })[0]?.item, 'stove')
  assert.ok(recommender.recommend({ items: ['tent'] }).every(({ item }) => item !== 'kettle'))
  recommender.observe({ session: 'c', item: 'kettle', at: 2002 })
  assert.ok(recommender.recommend({ items: ['tent'] }).some(({ item }) => item === 'kettle'))
})

test('what was visited, and what is to be left out, is not recommended unless asked for', () => {
  const recommender = new SessionRecommender(settings)
  visitAll(recommender, seededRandom(1), 400)
  const request = { items: ['i3', 'i4'], limit: 30 }
  const items = recommender.recommend(request).map(({ item }) => item)
  assert.ok(items.length > 10 && !items.includes('i3') && !items.includes('i4'))
  const [first] = items
  assert.ok(
    recommender.recommend({ ...request, leaveOut: (item) => item === first }).every(({ item }) => item !== first),
  )
  assert.ok(recommender.recommend({ ...request, repeat: true }).some(({ item }) => item === 'i4'))
})

test('a session never seen, or of unknown items, gets the most visited ones', () => {
  const recommender = new SessionRecommender(settings)
  for (const [item, times] of [
    ['x', 3],
    ['y', 5],
    ['z', 1],
  ] as const) {
    for (let i = 0; i < times; i += 1) recommender.observe({ session: `${item}${i}`, item, at: 0 })
  }
  for (const request of [{ session: 'nobody' }, { items: ['unknown'] }, { items: [] }]) {
    assert.deepEqual(
      recommender.recommend(request).map(({ item }) => item),
      ['y', 'x', 'z'],
    )
  }
  assert.deepEqual(new SessionRecommender(settings).recommend({ session: 'nobody' }), [])
})

test('an item that nobody has visited is recommended for what it is', () => {
  const recommender = new SessionRecommender(settings)
  visitAll(recommender, seededRandom(2), 100)
  recommender.describe('new', ['c3', 'b3'])
  assert.ok(recommender.recommend({ items: ['i3'], limit: 10 }).some(({ item }) => item === 'new'))
})

test('the parts of a recommendation add up to its score, and scores rank as recommendations do', () => {
  const recommender = new SessionRecommender(settings)
  visitAll(recommender, seededRandom(3), 500)
  const recommended = recommender.recommend({ items: ['i1', 'i9'], repeat: true, limit: 30 })
  const scores = recommender.scores({ items: ['i1', 'i9'] })
  for (const { item, score, parts } of recommended) {
    const sum = Object.values(parts).reduce((total, part) => total + part, 0)
    assert.ok(Math.abs(sum - score) < 1e-12)
    assert.equal(scores[recommender.items().indexOf(item)], score)
  }
  const ranked = recommender.rank({ items: ['i1', 'i9'], repeat: true, limit: 30 })
  assert.deepEqual(
    ranked.map(({ item, score }) => ({ item: recommender.nameOf(item), score })),
    recommended.map(({ item, score }) => ({ item, score })),
  )
})

test('a saved recommender comes back with the same scores and sessions, and learns on alike', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 300 }), (seed, visits) => {
      const recommender = new SessionRecommender({ ...settings, openSessions: 10 })
      visitAll(recommender, seededRandom(seed), visits)
      const loaded = SessionRecommender.load(JSON.parse(JSON.stringify(recommender.save())))
      const requests = [{ items: ['i5', 'i6'] }, { session: 's3' }, { session: 's39' }, { items: [] }]
      for (const request of requests) assert.deepEqual(loaded.recommend(request), recommender.recommend(request))
      for (const learner of [recommender, loaded]) visitAll(learner, seededRandom(seed + 1), 30)
      for (const request of requests) assert.deepEqual(loaded.recommend(request), recommender.recommend(request))
    }),
    { numRuns: 20 },
  )
})

test('a model that is changed, cut short or of another version is refused', () => {
  const recommender = new SessionRecommender(settings)
  visitAll(recommender, seededRandom(4), 50)
  const saved = recommender.save()
  assert.throws(() => SessionRecommender.load({ ...saved, version: 2 }), /version 1 expected, found version 2/)
  assert.throws(() => SessionRecommender.load(JSON.stringify(saved).slice(0, -9)), /cut short/)
  assert.throws(() => SessionRecommender.load({ ...saved, body: { ...saved.body, latest: 3 } }), /checksum/)
})

test('bad visits and settings are refused by name', () => {
  const recommender = new SessionRecommender(settings)
  assert.throws(() => recommender.observe({ session: 's', item: 'i', at: Number.NaN }), /time of a visit to i/)
  assert.throws(() => recommender.recommend({ items: [], at: Infinity }), /time of a recommendation/)
  assert.throws(() => recommender.recommend({ items: [], limit: 0 }), /size of a top list/)
  const weights = { ...settings.weights, graph: Number.NaN }
  assert.throws(() => new SessionRecommender({ ...settings, weights }), /weights.graph/)
  assert.equal(recommender.size, 0)
})

test('attribute likeness is the cosine of rarity-weighted attributes, also after an item was described anew', () => {
  const attributes = fc.array(fc.nat(5), { maxLength: 4 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(7), attributes), { maxLength: 25 }), (described) => {
      const likeness = new AttributeLikeness()
      const now = new Map<number, Set<number>>()
      for (const [item, list] of described) {
        likeness.describe(item, list)
        now.set(item, new Set(list))
      }
      const holders = (a: number) => [...now.values()].filter((own) => own.has(a)).length
      const rarity = (a: number) => Math.log(1 + now.size / holders(a))
      const length = (own: Set<number>) => Math.sqrt([...own].reduce((sum, a) => sum + rarity(a) ** 2, 0))
      for (const [item, own] of now) {
        const board = new ScoreBoard()
        likeness.score(item, 1, board)
        for (const [other, theirs] of now) {
          const shared = [...own].filter((a) => theirs.has(a)).reduce((sum, a) => sum + rarity(a) ** 2, 0)
          const expected = shared === 0 ? 0 : shared / length(own) / length(theirs)
          assert.ok(Math.abs(board.get(other) - expected) < 1e-12)
        }
      }
    }),
  )
})

test('an attribute that thousands of items have says nothing, and a rarer one of the same item still counts', () => {
  const likeness = new AttributeLikeness()
  const [crowded, rare] = [0, 1]
  for (let item = 0; item < 40_000; item += 1) likeness.describe(item, item < 2_500 ? [crowded] : [])
  for (const item of [0, 30_000]) likeness.describe(item, [crowded, rare])
  const board = new ScoreBoard()
  likeness.score(0, 1, board)
  assert.deepEqual([board.get(1), board.get(30_000) > 0], [0, true])
})
