import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { at, did, entry, knowledgeOf, tell } from '../fixtures.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { listsOf } from './lists.ts'

const large = 6_000

/** Things by what they are worth to anybody, the best first. */
function byWorth({ catalogue, likings, rates }: Knowledge): number[] {
  const value = (thing: number): number => {
    const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
    return 1.7 * likings.appeal({ thing, shelf, seller }).mean + Math.log(rates.worth(thing, at))
  }
  const things = Array.from({ length: catalogue.size }, (_, thing) => thing)
  return things.filter((thing) => catalogue.isListed[thing]).toSorted((a, b) => value(b) - value(a) || a - b)
}

async function made(knowledge: Knowledge, now: number): Promise<ReturnType<typeof listsOf>> {
  for (;;) {
    const lists = listsOf(knowledge, undefined, now)
    if (lists.all === undefined) return lists
    await sleep(5)
  }
}

test('a small town is looked at as a whole, and what is unlisted is gone with the next page', () => {
  const knowledge = knowledgeOf(20)
  assert.equal(listsOf(knowledge, undefined, at).all?.length, 20)
  knowledge.applyThings([entry(3, { isListed: false })])
  assert.equal(listsOf(knowledge, undefined, at).all?.length, 19)
})

test('the lists of a large town hold the best of all and of each shelf, as if everything had been sorted', async () => {
  const knowledge = knowledgeOf(large)
  for (let i = 0; i < 500; i += 1) {
    tell(knowledge, did('impression', (i * 37) % large))
    if (i % 3 === 0) tell(knowledge, did('click', (i * 37) % large))
  }
  knowledge.applyThings([entry(111, { isListed: false })])
  // Until they are made, what came last stands for all: no page waits.
  assert.equal(listsOf(knowledge, undefined, at).all?.[0], large - 1)
  const { best, ofShelf, newest } = await made(knowledge, at)
  const sorted = byWorth(knowledge)
  const { shelf } = knowledge.catalogue
  assert.deepEqual(best, sorted.slice(0, 150))
  for (const [number, things] of ofShelf)
    assert.deepEqual(things, sorted.filter((thing) => shelf[thing] === number).slice(0, 60)) // prettier-ignore
  assert.equal(ofShelf.size, new Set(shelf).size)
  assert.equal(newest.length, 40)
})

test('a line of business that nobody has heard of has no lists, however often it is asked for', () => {
  const knowledge = knowledgeOf(20)
  for (let n = 0; n < 100; n += 1) assert.deepEqual(listsOf(knowledge, `nothing-${n}`, at).all, [])
})
