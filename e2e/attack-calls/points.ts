import { newId } from '#kernel/ids'
import type { Calls } from './call.ts'

const asked = { title: 'Paper lamp', category: 'things', currency: 'EUR' }

/** What machines suggest: prices to sellers, an order to whoever looks after the town. */
export const calls: Calls = {
  'POST /v1/price-hints': { by: 'seller', reach: 'signed-in', make: () => ({ body: asked }) },
  'PUT /v1/price-hints/{id}/choice': {
    by: 'seller',
    reach: 'its own',
    // A hint needs sales that this town does not have.
    make: async ({ offer }) => ({ params: { id: newId() }, body: { offer: await offer(), priceMinor: 4_000 } }),
    alsoRight: [404],
  },
  'GET /v1/inbox': { by: 'operator', reach: 'its own', make: () => ({ query: { sort: 'deadline' } }) },
}
