import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { did, knowledgeOf, tell } from '../fixtures.ts'
import type { Knowledge } from './knowledge.ts'
import { Likings } from './likings.ts'
import { type KeptLook, Rethinking } from './rethinking.ts'

/** Shows a thing to one of some visitors again and again; who likes its shelf chooses every second time. */
function live(knowledge: Knowledge, looks: number, first = 0): void {
  for (let i = first; i < first + looks; i += 1) {
    const [thing, person] = [i % 10, `visitor-${i % 7}`]
    const data = { position: i % 12, decision: newId() }
    tell(knowledge, did('impression', thing, { person, session: 'v', data }))
    if (thing % 5 === i % 7 && i % 2 === 0) tell(knowledge, did('click', thing, { person, session: 'v', data }))
  }
}

test('a young town takes over what it makes of its looks when it has gone over them again', () => {
  const knowledge = knowledgeOf(10)
  const first = knowledge.likings
  live(knowledge, 4_500)
  assert.equal(knowledge.likings, first)
  live(knowledge, 2_500, 4_500)
  assert.notEqual(knowledge.likings, first)
  const { catalogue, likings, visitors } = knowledge
  const { likings: own } = visitors.find('visitor-3')!
  const of = (thing: number): number => likings.ofShelf(own, catalogue.shelf[thing]!).mean
  assert.ok(of(3) > of(1) + 0.3, `${of(3)} against ${of(1)}: what a visitor likes is known still`)
})

test('what is gone over again is the same as if a second model had learnt every look from the start', () => {
  const rethinking = new Rethinking()
  const likings = new Likings()
  const told: KeptLook[] = []
  let next: Likings | undefined
  const teach = (model: Likings, _own: unknown, look: KeptLook): void => {
    told.push(look)
    assert.notEqual(model, likings)
  }
  const looks: KeptLook[] = []
  for (let i = 0; next === undefined; i += 1) {
    const look = { visitor: undefined, thing: i, place: 0, isChosen: false }
    looks.push(look)
    next = rethinking.note(look, { likings, teach })
  }
  assert.deepEqual(told, looks)
})

test('a town that has seen more looks than are kept goes on with what it knows', () => {
  const rethinking = new Rethinking()
  const likings = new Likings()
  const look = { visitor: undefined, thing: 1, place: 0, isChosen: false }
  for (let i = 0; i <= 300_000; i += 1) rethinking.note(look, { likings, teach: () => undefined })
  assert.equal(
    rethinking.save(() => undefined),
    null,
  )
  const [again, told] = [new Rethinking(), { count: 0 }]
  again.load(null, [])
  for (let i = 0; i < 10_000; i += 1) again.note(look, { likings, teach: () => (told.count += 1) })
  assert.equal(told.count, 0)
})
