import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PartyFacts } from '#modules/identity'
import { createPageKeeper } from './pages.ts'

const party = (id: string, isSuspended = false): PartyFacts => ({
  id,
  kind: 'person',
  grants: [],
  isSuspended,
  facts: {},
})

test('parties in use are read anew beside the batches; none is older than a second, whatever becomes of that', () => {
  const keeper = createPageKeeper()
  const pages = keeper.pages(10_000)
  for (const id of ['used', 'idle']) pages.parties.set(id, party(id))
  pages.asked.add('used')
  assert.equal(keeper.renewal(10_400), undefined, 'they are fresh')
  const renewal = keeper.renewal(10_600)!
  assert.deepEqual([...renewal.ids], ['used'])
  assert.equal(keeper.renewal(10_700), undefined, 'one renewal at a time')
  pages.parties.set('newcomer', party('newcomer'))
  renewal.done(new Map([['used', party('used', true)]]))
  assert.deepEqual([...pages.parties.keys()].sort(), ['newcomer', 'used'])
  assert.equal(keeper.pages(11_500).parties.get('used')?.isSuspended, true)

  pages.asked.add('used')
  keeper.renewal(11_500)!.failed()
  assert.equal(keeper.pages(11_600).parties.size, 2)
  assert.equal(keeper.pages(11_700).parties.size, 0, 'a second after the last reading began')
  assert.equal(keeper.renewal(13_000), undefined, 'there is nobody to read anew')
})
