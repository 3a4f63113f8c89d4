import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import type { Source } from '#modules/search'
import { at, did, entry, knowledgeOf, ofOrder, tell, thingId } from '../fixtures.ts'
import { Knowledge } from './knowledge.ts'
import { loadSnapshot, saveSnapshot } from './snapshots.ts'

test('a click counts in the next page, and what is shown and passed over is liked less', () => {
  const knowledge = knowledgeOf(10)
  const ada = newId()
  const decision = newId()
  tell(knowledge, did('impression', 3, { person: ada, session: 'v', data: { position: 0, decision } }))
  tell(knowledge, did('impression', 4, { person: ada, session: 'v', data: { position: 1, decision } }))
  tell(knowledge, did('click', 3, { person: ada, session: 'v', data: { position: 0, decision } }))
  const visitor = knowledge.visitors.find(ada)!
  const { catalogue, likings } = knowledge
  const liked = likings.ofShelf(visitor.likings, catalogue.shelf[3]!).mean
  const passed = likings.ofShelf(visitor.likings, catalogue.shelf[4]!).mean
  const unknown = likings.ofShelf(visitor.likings, 99).mean
  assert.ok(liked > unknown && passed < unknown, `${liked}, ${passed}, ${unknown}`)
  assert.deepEqual([visitor.trail, visitor.passed.get(4), visitor.passed.get(3)], [[3], 1, undefined])
  const appeal = (thing: number): number =>
    likings.appeal({ thing, shelf: catalogue.shelf[thing]!, seller: catalogue.seller[thing]! }).mean
  assert.ok(appeal(3) > appeal(4))
})

test('the same place of the same page counts once, however often and by whomever it is told', () => {
  const [once, often] = [knowledgeOf(10), knowledgeOf(10)]
  const decision = newId()
  const click = (): ReturnType<typeof did> => did('click', 3, { data: { position: 0, decision } })
  tell(once, click())
  for (let i = 0; i < 50; i += 1) tell(often, click())
  assert.deepEqual(often.rates.save(), once.rates.save())
  assert.deepEqual(often.likings.save(), once.likings.save())
})

test('who did not consent leaves nothing behind but what all leave', () => {
  const knowledge = knowledgeOf(10)
  tell(knowledge, did('impression', 1), did('click', 2), did('view', 3), did('basket', 4))
  assert.equal(knowledge.visitors.size, 0)
  const near = knowledge.alike.recommend({ items: [thingId(2)] })
  assert.ok(
    near.every(({ parts }) => Object.keys(parts).join() === 'attributes'),
    'nobody’s acts join things',
  )
  assert.equal(knowledge.exposure.ofThing(1), 1)
})

test('what is shown to those who like it is not taken to be liked by all', () => {
  const knowledge = knowledgeOf(10)
  // A fan of shelf 0 is shown it again and again and clicks half the time; everybody else passes over it.
  const fan = newId()
  for (let i = 0; i < 60; i += 1) {
    const data = { position: 0, decision: newId() }
    tell(knowledge, did('impression', 0, { person: fan, session: 'v', data }))
    if (i % 2 === 0) tell(knowledge, did('click', 0, { person: fan, session: 'v', data }))
  }
  for (let i = 0; i < 60; i += 1) tell(knowledge, did('impression', 0, { person: newId(), session: 'v' }))
  const { catalogue, likings, visitors } = knowledge
  const all = likings.appeal({ thing: 0, shelf: catalogue.shelf[0]!, seller: catalogue.seller[0]! }).mean
  const theirs = likings.ofShelf(visitors.find(fan)!.likings, catalogue.shelf[0]!).mean
  assert.ok(theirs > all + 0.3, `${theirs} against ${all}`)
})

test('a purchase makes a click worth more, and its way back takes that away', () => {
  const knowledge = knowledgeOf(10)
  const order = newId()
  const worth = (): number => knowledge.rates.worth(3, at)
  const before = worth()
  const lines = [{ offerId: thingId(3), qty: 1 }]
  knowledge.applyLog([ofOrder(order, { lines })])
  const bought = worth()
  knowledge.applyLog([ofOrder(order, { postings: [{ code: 'return', debit: 'a', credit: 'b', amountMinor: 1 }] })])
  assert.ok(bought > before)
  assert.ok(worth() < bought && Math.abs(worth() - before) < 0.2)
  knowledge.applyLog([ofOrder(order, { postings: [{ code: 'refund', debit: 'a', credit: 'b', amountMinor: 1 }] })])
  assert.ok(worth() > 1, 'a second way back of the same order counts nothing')
})

test('visitors beyond the bound are forgotten, those who were away longest first', () => {
  const knowledge = new Knowledge('Europe/Berlin')
  knowledge.applyThings([entry(1)])
  const first = newId()
  tell(knowledge, did('click', 1, { person: first, session: 'v' }))
  for (let i = 0; i < 50_000; i += 1) knowledge.visitors.of(`visitor-${i}`)
  assert.equal(knowledge.visitors.size, 50_000)
  assert.equal(knowledge.visitors.find(first), undefined)
})

test('a snapshot brings back all that was known; one that is cut short or of another log is passed over', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'recommend-'))
  t.after(() => rmSync(folder, { recursive: true }))
  let command = 'the command'
  const source = { commandAt: async () => command } as unknown as Source // nothing else is asked of it
  const knowledge = knowledgeOf(10)
  const ada = newId()
  for (const thing of [1, 2, 6]) tell(knowledge, did('click', thing, { person: ada, session: 'v' }))
  knowledge.applyLog([ofOrder(newId(), { lines: [{ offerId: thingId(1), qty: 1 }] })])
  await saveSnapshot({ folder, source }, knowledge)
  const again = new Knowledge('Europe/Berlin')
  assert.equal(await loadSnapshot({ folder, source }, again), true)
  again.applyThings(Array.from({ length: 10 }, (_, thing) => entry(thing)))
  assert.deepEqual(again.visitors.find(ada), knowledge.visitors.find(ada))
  assert.deepEqual(again.likings.save(), knowledge.likings.save())
  assert.deepEqual([again.streamPos, again.logPos], [knowledge.streamPos, knowledge.logPos])
  const next = { items: [thingId(1)], at }
  assert.deepEqual(again.alike.recommend(next), knowledge.alike.recommend(next))
  command = 'another'
  assert.equal(await loadSnapshot({ folder, source }, new Knowledge('Europe/Berlin')), false)
  command = 'the command'
  const file = path.join(folder, 'knowledge.json')
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -5))
  assert.equal(await loadSnapshot({ folder, source }, new Knowledge('Europe/Berlin')), false)
})
