import { newId } from '#kernel/ids'
import type { Calls } from './call.ts'

const line = {
  name: 'listing', title: { en: 'Listing' }, bps: 100, bpsByCategory: {}, fixedMinor: 0, minMinor: 0, maxMinor: 0,
  categories: [], classes: [], service: '',
} // prettier-ignore
const month = '2024-01'

/** What sellers pay the town, and the papers on it. */
export const calls: Calls = {
  'GET /v1/fees/menus': { by: 'seller', reach: 'everybody', make: () => ({}) },
  'POST /v1/fees/menus': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ body: { business: 'mall', lines: [line] } }),
  },
  'GET /v1/fees/preview': {
    by: 'seller',
    reach: 'signed-in',
    make: () => ({ query: { business: 'mall', amountMinor: 1_000 } }),
  },
  'POST /v1/fees/what-if': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ body: { business: 'mall', lines: [line], days: 30 } }),
  },
  'PUT /v1/fees/classes/{party}': {
    by: 'operator',
    reach: 'its own',
    make: ({ ids }) => ({ params: { party: ids.seller }, body: { feeClass: 1 } }),
  },
  'GET /v1/fees/statements/{month}': { by: 'seller', reach: 'signed-in', make: () => ({ params: { month } }) },
  'GET /v1/fees/statements/{month}/charges': { by: 'seller', reach: 'signed-in', make: () => ({ params: { month } }) },
  'POST /v1/fees/invoices': {
    by: 'operator',
    reach: 'its own',
    make: async ({ settled }) => {
      await settled()
      return { body: { month } }
    },
  },
  'GET /v1/fees/invoices': { by: 'seller', reach: 'signed-in', make: () => ({}) },
  // A month that is over, with fees in it, takes the module's own tests; here nobody finds an invoice of nobody's.
  'GET /v1/fees/invoices/{id}': {
    by: 'seller',
    reach: 'its own',
    make: () => ({ params: { id: newId() } }),
    alsoRight: [404],
  },
  'GET /v1/fees/invoices/{id}/page': {
    by: 'seller',
    reach: 'its own',
    make: () => ({ params: { id: newId() } }),
    alsoRight: [404],
  },
  'GET /v1/fees/invoices/{id}/pdf': {
    by: 'seller',
    reach: 'its own',
    make: () => ({ params: { id: newId() } }),
    alsoRight: [404],
  },
}
