import { newId } from '#kernel/ids'
import { openCase } from '#modules/cases'
import type { Said } from '../attack-routes.ts'
import type { AttackTown } from '../attack-town.ts'
import type { Call, Calls } from './call.ts'

const said = { stars: 4, words: 'It keeps tea warm.' }
const words = { words: 'Please look at the other side.' }
const hours = { week: [{ day: 1, opens: '09:00', closes: '18:00' }], exceptions: [] }

const listings = new WeakMap<AttackTown, Promise<string>>()

/** A listing of the seller's, the same for the whole attack: whoever reports it again has reported it once. */
async function listing(town: AttackTown): Promise<string> {
  const known = listings.get(town) ?? town.offer()
  listings.set(town, known)
  return known
}

async function report(town: AttackTown): Promise<Said['body']> {
  const about = { type: 'listing', id: await listing(town) }
  return { kind: 'listing-report', about, reason: 'other', words: 'Look.' }
}

async function reported(town: AttackTown): Promise<string> {
  return (await town.must('buyer', '/v1/cases', await report(town))).id
}

/** A case that the town itself has brought: there may be any number of these. */
async function opened({ town, ids }: AttackTown): Promise<string> {
  const about = { type: 'listing', id: newId() }
  return (await openCase(town.context, { kind: 'listing-report', about, by: null, respondent: ids.buyer })).id
}

/** One that the buyer was told of. */
async function ruled(town: AttackTown): Promise<string> {
  const id = await opened(town)
  await town.must('operator', `/v1/cases/${id}/ruling`, { ruling: 'warn', words: 'Mind the words.' })
  return id
}

/** An order of the buyer's that has come to its end. */
async function finished({ order, must, send }: AttackTown): Promise<{ orderId: string; offerId: string }> {
  const orderId = await order()
  await must('seller', `/v1/orders/${orderId}/actions/ship`, {})
  await must('buyer', `/v1/orders/${orderId}/actions/confirm`, {})
  const { body } = await send('buyer', { method: 'GET', url: `/v1/orders/${orderId}` })
  return { orderId, offerId: body.lines[0].offerId }
}

async function reviewed(town: AttackTown): Promise<string> {
  return (await town.must('buyer', '/v1/reviews', { ...(await finished(town)), ...said })).id
}

const read: Pick<Call, 'by' | 'reach'> = { by: 'buyer', reach: 'everybody' }

/** What people say of each other, what they bring before the town, and when shops are open. */
export const calls: Calls = {
  'GET /v1/cases/kinds': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/cases/mine': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/cases': { by: 'operator', reach: 'its own', make: () => ({ query: { state: 'open' } }) },
  'GET /v1/cases/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await ruled(town) } }),
  },
  'POST /v1/cases': {
    by: 'buyer',
    reach: 'signed-in',
    make: async (town) => ({ body: await report(town) }),
    runs: 10,
  },
  'POST /v1/cases/{id}/ruling': {
    by: 'operator',
    reach: 'its own',
    make: async (town) => ({ params: { id: await opened(town) }, body: { ruling: 'keep' } }),
    runs: 10,
  },
  'POST /v1/cases/{id}/reopening': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await ruled(town) }, body: words }),
    runs: 5,
  },
  'POST /v1/cases/{id}/statements': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await reported(town) }, body: words }),
    runs: 5,
  },
  'POST /v1/cases/{id}/withdrawal': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await reported(town) }, body: {} }),
    runs: 5,
  },
  'GET /v1/reviews': { ...read, make: async ({ offer }) => ({ query: { offer: await offer(), sort: 'highest' } }) },
  'GET /v1/reviews/rating': { ...read, make: ({ ids }) => ({ query: { seller: ids.seller } }) },
  'GET /v1/reviews/due': { by: 'buyer', reach: 'signed-in', make: () => ({ query: { orderId: newId() } }) },
  'GET /v1/reviews/received': { by: 'seller', reach: 'signed-in', make: () => ({ query: { limit: 10 } }) },
  'GET /v1/reviews/removed': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/reviews': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ body: { ...(await finished(town)), ...said } }),
    runs: 10,
  },
  'PUT /v1/reviews/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async (town) => ({ params: { id: await reviewed(town) }, body: said }),
    runs: 10,
  },
  'POST /v1/reviews/{id}/answer': {
    by: 'seller',
    reach: 'its own',
    make: async (town) => ({ params: { id: await reviewed(town) }, body: words }),
    runs: 10,
  },
  'GET /v1/hours/{party}': { ...read, make: ({ ids }) => ({ params: { party: ids.seller } }) },
  'PUT /v1/profile/hours': { by: 'seller', reach: 'signed-in', make: () => ({ body: hours }) },
  'GET /v1/directory': { by: 'buyer', reach: 'signed-in', make: () => ({ query: { q: 'shop' } }) },
}
