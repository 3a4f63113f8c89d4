import { orderBody } from '../attack-town.ts'
import type { Calls } from './call.ts'

const manifest = {
  business: 'lending', version: 1, title: 'Lending',
  roles: { member: { bind: 'actor.id' }, owner: { bind: 'offer.seller' } },
  flow: { initial: 'new', states: {
    new: { on: { place: { by: ['member'], target: 'out' } } },
    out: { on: { back: { by: ['owner'], target: 'done' } }, after: { P30D: { target: 'done' } } },
    done: { final: 'done' },
  } },
} // prettier-ignore
let published = 0

/** Orders, commands, lines of business, the log. */
export const calls: Calls = {
  'POST /v1/orders': {
    by: 'buyer',
    reach: 'signed-in',
    make: async ({ offer }) => ({ body: orderBody(await offer()) }),
  },
  'GET /v1/orders': { by: 'buyer', reach: 'signed-in', make: () => ({ query: { limit: 50 } }) },
  'GET /v1/exceptions': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/orders/{id}': {
    by: 'buyer',
    reach: 'its own',
    make: async ({ order }) => ({ params: { id: await order() } }),
  },
  'GET /v1/orders/{id}/events': {
    by: 'seller',
    reach: 'its own',
    make: async ({ order }) => ({ params: { id: await order() } }),
  },
  'POST /v1/orders/{id}/actions/{type}': {
    by: 'seller',
    reach: 'its own',
    make: async ({ order }) => ({ params: { id: await order(), type: 'ship' }, body: { input: { tracking: 'LS 1' } } }),
  },
  'POST /v1/commands': {
    by: 'buyer',
    reach: 'signed-in',
    make: async ({ offer }) => ({ body: { commands: [{ ...orderBody(await offer()), type: 'place' }] } }),
  },
  'GET /v1/events': { by: 'buyer', reach: 'signed-in', make: () => ({ query: { limit: 200 } }) },
  'GET /v1/events/stream': { by: 'buyer', reach: 'signed-in', isStream: true, make: () => ({}) },
  'GET /v1/businesses': { by: 'buyer', reach: 'everybody', make: () => ({}) },
  'GET /v1/businesses/{name}': { by: 'buyer', reach: 'everybody', make: () => ({ params: { name: 'market' } }) },
  'GET /v1/businesses/{name}/versions': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ params: { name: 'market' } }),
  },
  'GET /v1/businesses/{name}/versions/{version}': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ params: { name: 'campaigns', version: 1 } }),
  },
  'GET /v1/businesses/{name}/differences': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ params: { name: 'campaigns' }, query: { from: 1, to: 1 } }),
  },
  'GET /v1/businesses/{name}/tariffs': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ params: { name: 'market' } }),
  },
  'POST /v1/businesses': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ body: { ...manifest, business: `lending-${(published += 1)}` } }),
  },
  'POST /v1/businesses/{name}/switch': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ params: { name: 'market' }, body: { isOn: true } }),
  },
  'POST /v1/businesses/{name}/tariffs': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ params: { name: 'market' }, body: { rates: { commissionBps: 0 } } }),
  },
}
