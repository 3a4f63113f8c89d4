import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry } from './fixtures.ts'
import { type Host, hostIn } from './hosts.ts'
import { OfferIndex, type Query } from './offer-index.ts'
import { remembering } from './remembering.ts'

const mugs: Query = { text: 'mug', match: 'all', order: 'relevance' }
const asked = { query: mugs, limit: 10, facets: [] }

function counted(): { host: Host; searches: () => number; fail: (isFailing: boolean) => void } {
  const host = hostIn(new OfferIndex())
  let searches = 0
  let isFailing = false
  const search: Host['search'] = async (wanted) => {
    searches += 1
    if (isFailing) throw new Error('it is gone')
    return host.search(wanted)
  }
  return { host: remembering({ ...host, search }), searches: () => searches, fail: (is) => (isFailing = is) }
}

test('what was answered is not searched for again, and each wish has an answer of its own', async () => {
  const { host, searches } = counted()
  await host.apply([entry({ id: 'a', title: 'Blue mug' }), entry({ id: 'b', title: 'Mug' })])
  const [first, second] = await Promise.all([host.search(asked), host.search(asked)])
  assert.deepEqual(first, second)
  assert.equal(searches(), 1)
  assert.equal((await host.search({ ...asked, limit: 1 })).ids.length, 1)
  assert.equal((await host.search({ ...asked, facets: ['price'] })).total, 2)
  assert.equal(searches(), 3)
})

test('a search after a change has it, whatever was answered before', async () => {
  const { host } = counted()
  await host.apply([entry({ id: 'a', title: 'Mug' })])
  for (let n = 0; n < 5; n += 1) {
    // The second is asked while the change is under way.
    const before = host.search(asked)
    const changing = host.apply([entry({ id: `b${n}`, title: 'Mug' })])
    const after = host.search(asked)
    assert.equal((await after).ids.length, n + 2)
    assert.equal((await before).ids.length, n + 1)
    await changing
  }
  await host.useSynonyms([['mug', 'cup']])
  assert.equal((await host.search({ ...asked, query: { ...mugs, text: 'cup ' } })).ids.length, 6)
  await host.apply([entry({ id: 'a', isListed: false })])
  assert.equal((await host.search(asked)).ids.length, 5)
})

test('a failure is not remembered', async () => {
  const { host, searches, fail } = counted()
  fail(true)
  await assert.rejects(host.search(asked), /gone/)
  fail(false)
  assert.deepEqual((await host.search(asked)).ids, [])
  assert.equal(searches(), 2)
})
