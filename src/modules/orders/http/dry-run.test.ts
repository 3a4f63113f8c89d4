import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { shop } from './routes.fixtures.ts'

const put = (input: object) => ({ business: 'offers', type: 'put', input })
const wares = (given: object = {}) => ({
  business: 'stall', title: 'Bowl', category: 'things', currency: 'EUR', priceMinor: 900, ...given,
}) // prettier-ignore

test('trying commands says of each what would become of it, and changes nothing', async (t) => {
  const { as, seller, stranger, offerId } = await shop(t)
  const first = newId()
  const commands = [
    put(wares({ offerId: first, groupId: first, variant: { size: 'S' } })),
    put(wares({ groupId: first, variant: { size: 'M' } })),
    put(wares({ priceMinor: -1 })),
    put(wares({ offerId, rev: 99 })),
  ]
  const tried = await as(seller).post('/v1/commands?preview', { commands })
  assert.equal(tried.status, 200, JSON.stringify(tried.body))
  assert.equal(tried.body.accepted, 2, 'a variant may follow its first in the same list')
  const [, , price, rev] = tried.body.verdicts
  assert.equal(price.problem.errors[0].pointer, '/input/priceMinor')
  assert.equal(rev.problem.type, '/problems/offer-changed')
  const theirs = await as(stranger).post('/v1/commands?preview', { commands: [put(wares({ offerId, rev: 1 }))] })
  assert.equal(theirs.body.verdicts[0].problem.type, '/problems/not-yours')
  const made = await as(seller).post('/v1/commands', { commands: [commands[0]!] })
  assert.equal(made.body.verdicts[0].result.rev, 1, 'nothing had been stored by trying')
})

test('a command on an order is previewed where orders are', async (t) => {
  const { as, buyer, placing } = await shop(t)
  const commands = [{ type: 'place', ...placing() }]
  const tried = await as(buyer).post('/v1/commands?preview', { commands })
  assert.deepEqual([tried.status, tried.body.errors[0].pointer], [422, '/commands/0/business'])
})
