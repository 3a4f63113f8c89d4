import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadModel, saveModel } from '../base/models.ts'
import { ScoreBoard } from './score-board.ts'
import { type NeighbourSettings, SessionNeighbours } from './session-neighbours.ts'

const settings: NeighbourSettings = {
  sessions: 100,
  sample: 50,
  neighbours: 3,
  recency: 2,
  ageMs: 1000,
  reach: 1.5,
  rarity: 1,
  lengthNorm: 0.5,
}
const kind = { name: 'neighbours', version: 1 }

type Session = { items: number[]; at: number }

function observeAll(neighbours: SessionNeighbours, sessions: readonly Session[]): void {
  for (const { items, at } of sessions) {
    const number = neighbours.open()
    for (const item of items) neighbours.observe(number, item, at)
  }
}

/** All sessions compared with all of their items. */
function slowScores(sessions: readonly Session[], current: readonly number[], at: number): Map<number, number> {
  const weightOf = new Map(
    current.map((item, place) => [item, Math.exp((place + 1 - current.length) / settings.recency)]),
  )
  const holders = (item: number) => sessions.filter((session) => session.items.includes(item)).length
  const rarity = (item: number) => Math.log(1 + sessions.length / holders(item)) ** settings.rarity
  const alike = sessions.map((session, number) => {
    let likeness = 0
    for (const [item, weight] of weightOf) if (session.items.includes(item)) likeness += weight * rarity(item)
    const age = Math.exp(-Math.max(0, at - session.at) / settings.ageMs)
    return { session, number, likeness: (likeness * age) / session.items.length ** settings.lengthNorm }
  })
  const nearest = alike
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness || b.number - a.number)
  const scores = new Map<number, number>()
  for (const { session, likeness } of nearest.slice(0, settings.neighbours)) {
    const weights = session.items.map((item) => weightOf.get(item) ?? 0)
    const shared = weights.lastIndexOf(Math.max(...weights))
    for (const [place, item] of session.items.entries()) {
      const score = likeness * Math.exp(-Math.abs(place - shared) / settings.reach) * rarity(item)
      scores.set(item, (scores.get(item) ?? 0) + score)
    }
  }
  return scores
}

const someItems = fc.array(fc.nat(9), { minLength: 1, maxLength: 6 })

test('a neighbour contributes as worked out by hand', () => {
  const neighbours = new SessionNeighbours({ ...settings, rarity: 0, lengthNorm: 0 })
  observeAll(neighbours, [{ items: [1, 2, 3], at: 0 }])
  const board = new ScoreBoard()
  neighbours.score({ items: [9, 2], at: 500, own: -1 }, board)
  // Likeness 1 (the last item), aged e^-.5; item 3 stands one place from the shared item 2.
  assert.ok(Math.abs(board.get(3) - Math.exp(-0.5) * Math.exp(-1 / 1.5)) < 1e-12)
  assert.ok(Math.abs(board.get(2) - Math.exp(-0.5)) < 1e-12)
  assert.equal(board.get(9), 0)
})

test('scores equal those of comparing all sessions, and saved neighbours score the same', () => {
  const history = fc.array(fc.record({ items: someItems, at: fc.integer({ min: 0, max: 3000 }) }), { maxLength: 25 })
  fc.assert(
    fc.property(history, someItems, fc.integer({ min: 0, max: 4000 }), (sessions, current, at) => {
      const neighbours = new SessionNeighbours(settings)
      observeAll(neighbours, sessions)
      const board = new ScoreBoard()
      neighbours.score({ items: current, at: at, own: -1 }, board)
      const expected = slowScores(sessions, current, at)
      for (let item = 0; item < 10; item += 1) {
        assert.ok(Math.abs(board.get(item) - (expected.get(item) ?? 0)) < 1e-9, `item ${item}`)
      }
      const loaded = SessionNeighbours.load(settings, loadModel(kind, saveModel(kind, neighbours.save())))
      const again = new ScoreBoard()
      loaded.score({ items: current, at: at, own: -1 }, again)
      assert.deepEqual(again.best(10), board.best(10))
    }),
  )
})

test('a session is no neighbour of itself, and a visit counts at once', () => {
  const neighbours = new SessionNeighbours(settings)
  const own = neighbours.open()
  neighbours.observe(own, 1, 0)
  const alone = new ScoreBoard()
  neighbours.score({ items: [1], at: 0, own }, alone)
  assert.deepEqual(alone.touched(), [])
  const other = neighbours.open()
  neighbours.observe(other, 1, 0)
  neighbours.observe(other, 7, 0)
  const joined = new ScoreBoard()
  neighbours.score({ items: [1], at: 0, own }, joined)
  assert.ok(joined.get(7) > 0)
})

test('only the remembered sessions count, however many there were', () => {
  const few = { ...settings, sessions: 4, sample: 10, neighbours: 10 }
  const neighbours = new SessionNeighbours(few)
  const sessions = Array.from({ length: 40 }, (_, i) => ({ items: [1, 10 + i], at: 0 }))
  observeAll(neighbours, sessions)
  const board = new ScoreBoard()
  neighbours.score({ items: [1], at: 0, own: -1 }, board)
  assert.deepEqual(
    board.touched().toSorted((a, b) => a - b),
    [1, 46, 47, 48, 49],
  )
  neighbours.observe(0, 5, 0)
  const after = new ScoreBoard()
  neighbours.score({ items: [5], at: 0, own: -1 }, after)
  assert.deepEqual(after.touched(), [])
  const fresh = new SessionNeighbours(few)
  observeAll(fresh, sessions.slice(-4))
  const boardOfFresh = new ScoreBoard()
  fresh.score({ items: [1], at: 0, own: -1 }, boardOfFresh)
  assert.deepEqual(boardOfFresh.best(9), board.best(9))
})

test('settings out of range are refused by name', () => {
  assert.throws(() => new SessionNeighbours({ ...settings, neighbours: 0 }), /neighbours neighbours/)
  assert.throws(() => new SessionNeighbours({ ...settings, ageMs: Number.NaN }), /neighbours ageMs/)
})
