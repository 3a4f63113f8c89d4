import type { Calls } from './call.ts'

const place = '/v1/profile/place'
const lake = { address: 'Seestrasse 4', latitude: 47.366, longitude: 8.541, isShown: true, isRough: true }

/** Where shops are, and what people look for. */
export const calls: Calls = {
  'GET /v1/places/{party}': {
    by: 'buyer',
    reach: 'everybody',
    make: ({ ids }) => ({ params: { party: ids.seller } }),
  },
  [`GET ${place}`]: { by: 'seller', reach: 'signed-in', make: () => ({}) },
  [`PUT ${place}`]: { by: 'seller', reach: 'signed-in', make: () => ({ body: lake }) },
  [`DELETE ${place}`]: { by: 'seller', reach: 'signed-in', make: () => ({}) },
  'GET /v1/searches': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/searches/clicks': { by: 'buyer', reach: 'everybody', make: () => ({ body: { q: 'mug' } }) },
}
