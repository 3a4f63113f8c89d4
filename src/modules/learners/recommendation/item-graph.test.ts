import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadModel, saveModel } from '../base/models.ts'
import { ItemGraph, type ItemGraphSettings } from './item-graph.ts'
import { ScoreBoard } from './score-board.ts'

const settings: ItemGraphSettings = {
  window: 3,
  distanceDecay: 1,
  backward: 0.5,
  fromNorm: 0.5,
  toNorm: 0.25,
  shrinkage: 1,
  halfLifeMs: 0,
}

type Visit = { item: number; at: number }

function observeAll(graph: ItemGraph, sessions: readonly (readonly Visit[])[]): void {
  for (const visits of sessions) {
    for (const [place, { item, at }] of visits.entries()) {
      graph.observe(
        item,
        visits.slice(0, place).map((visit) => visit.item),
        at,
      )
    }
  }
}

/** Every pair of visits of a session, counted by the definition. */
function slowScore(
  from: number,
  to: number,
  given: { sessions: readonly (readonly Visit[])[]; settings: ItemGraphSettings },
): number {
  const { window, distanceDecay, backward, fromNorm, toNorm, shrinkage, halfLifeMs } = given.settings
  const latest = Math.max(...given.sessions.flat().map((visit) => visit.at))
  const age = (at: number) => (halfLifeMs === 0 ? 1 : 2 ** ((at - latest) / halfLifeMs))
  const visits = (item: number) =>
    given.sessions
      .flat()
      .filter((visit) => visit.item === item)
      .reduce((sum, visit) => sum + age(visit.at), 0)
  let edge = 0
  for (const session of given.sessions) {
    for (const [b, later] of session.entries()) {
      for (const [a, earlier] of session.slice(0, b).entries()) {
        if (b - a > window) continue
        const counted = age(later.at) / (b - a) ** distanceDecay
        if (earlier.item === from && later.item === to) edge += counted
        if (later.item === from && earlier.item === to) edge += counted * backward
      }
    }
  }
  return edge / (visits(from) + shrinkage) ** fromNorm / (visits(to) + shrinkage) ** toNorm
}

const sessionsOf = fc.array(
  fc.array(fc.record({ item: fc.nat(6), at: fc.integer({ min: 0, max: 5000 }) }), { maxLength: 7 }),
  { minLength: 1, maxLength: 6 },
)

test('an edge scores as worked out by hand', () => {
  const graph = new ItemGraph(settings)
  observeAll(graph, [
    [
      { item: 1, at: 0 },
      { item: 2, at: 0 },
      { item: 3, at: 0 },
    ],
  ])
  const board = new ScoreBoard()
  graph.score(1, 1, board)
  // One visit each, plus shrinkage 1: 1 / 2^.5 / 2^.25 next to it, half of that two places on.
  assert.ok(Math.abs(board.get(2) - 2 ** -0.75) < 1e-12)
  assert.ok(Math.abs(board.get(3) - 0.5 * 2 ** -0.75) < 1e-12)
  const back = new ScoreBoard()
  graph.score(2, 1, back)
  assert.ok(Math.abs(back.get(1) - 0.5 * 2 ** -0.75) < 1e-12)
})

test('counts kept visit by visit equal counting all pairs, with ageing and without', () => {
  fc.assert(
    fc.property(sessionsOf, fc.constantFrom(0, 1, 50, 700), (sessions, halfLifeMs) => {
      if (sessions.flat().length === 0) return
      const aged = { ...settings, halfLifeMs }
      const graph = new ItemGraph(aged)
      observeAll(graph, sessions)
      const loaded = ItemGraph.load(aged, loadModel(kind, saveModel(kind, graph.save())))
      for (let from = 0; from <= 6; from += 1) {
        const board = new ScoreBoard()
        const boardOfLoaded = new ScoreBoard()
        graph.score(from, 2, board)
        loaded.score(from, 2, boardOfLoaded)
        graph.walk(from, 1, board)
        loaded.walk(from, 1, boardOfLoaded)
        for (let to = 0; to <= 6; to += 1) assert.equal(boardOfLoaded.get(to), board.get(to))
      }
      for (let from = 0; from <= 6; from += 1) {
        const board = new ScoreBoard()
        graph.score(from, 2, board)
        for (let to = 0; to <= 6; to += 1) {
          const expected = 2 * slowScore(from, to, { sessions, settings: aged })
          assert.ok(Math.abs(board.get(to) - expected) <= 1e-9 * Math.max(1, expected), `${from} to ${to}`)
        }
      }
    }),
  )
})
const kind = { name: 'graph', version: 1 }

test('evidence that has faded to nothing gives scores of 0, never NaN', () => {
  const graph = new ItemGraph({ ...settings, shrinkage: 0, fromNorm: 1, toNorm: 1, halfLifeMs: 1 })
  observeAll(graph, [
    [
      { item: 1, at: 0 },
      { item: 2, at: 0 },
    ],
    [{ item: 3, at: 1e9 }],
  ])
  const board = new ScoreBoard()
  graph.score(1, 1, board)
  graph.walk(1, 1, board)
  assert.equal(board.get(2), 0)
})

test('one step of a walk shares out its weight', () => {
  const graph = new ItemGraph(settings)
  observeAll(graph, [[1, 2, 3, 1, 4].map((item) => ({ item, at: 0 }))])
  const board = new ScoreBoard()
  graph.walk(1, 0.8, board)
  const total = board.touched().reduce((sum, item) => sum + board.get(item), 0)
  assert.ok(Math.abs(total - 0.8) < 1e-12)
})

test('a row keeps its heaviest neighbours when it has met too many', () => {
  const graph = new ItemGraph({ ...settings, window: 1, toNorm: 0 })
  for (let item = 1; item <= 2048; item += 1) graph.observe(item, [0])
  graph.observe(5, [0])
  graph.observe(3000, [0])
  const board = new ScoreBoard()
  graph.score(0, 1, board)
  assert.equal(board.touched().length, 1024)
  assert.equal(board.best(1)[0]!.item, 5)
})

test('settings out of range are refused by name', () => {
  assert.throws(() => new ItemGraph({ ...settings, window: 0 }), /graph window/)
  assert.throws(() => new ItemGraph({ ...settings, backward: Number.NaN }), /graph backward/)
  assert.throws(() => new ItemGraph({ ...settings, halfLifeMs: -1 }), /graph halfLifeMs/)
})
