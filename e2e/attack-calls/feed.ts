import type { Calls } from './call.ts'

/** Pages are made for everybody; what newcomers cost is the operator's to see. */
export const calls: Calls = {
  'GET /v1/feed': { by: 'buyer', reach: 'everybody', make: () => ({ query: { limit: 4 } }) },
  'GET /v1/feed/also': {
    by: 'buyer',
    reach: 'everybody',
    // What was listed a moment ago may be on its way to those who recommend.
    alsoRight: [404],
    make: async ({ offer, settled }) => {
      const id = await offer()
      await settled()
      return { query: { offer: id } }
    },
  },
  'GET /v1/feed/because': { by: 'buyer', reach: 'everybody', make: () => ({ query: { limit: 4 } }) },
  'GET /v1/feed/newcomers': { by: 'operator', reach: 'its own', make: () => ({}) },
  'PUT /v1/feed/newcomers': {
    by: 'operator',
    reach: 'its own',
    make: async ({ send }) => {
      const { body } = await send('operator', { method: 'GET', url: '/v1/feed/newcomers' })
      return { body: { ...body.rules, rev: body.rev, onePlaceIn: 24 } }
    },
  },
}
