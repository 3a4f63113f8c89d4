import { newId } from '#kernel/ids'
import type { Calls } from './call.ts'

/** The sandbox, what people look at, the provider of payments. */
export const calls: Calls = {
  'GET /v1/trust': { by: 'buyer', reach: 'everybody', make: () => ({}) },
  'GET /v1/town/figures': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/sandbox/clock': { by: 'buyer', reach: 'everybody', make: () => ({}) },
  'POST /v1/sandbox/clock': { by: 'operator', reach: 'this machine', make: () => ({ body: { byMs: 0 } }) },
  'POST /v1/sandbox/newcomers': {
    by: 'operator',
    reach: 'this machine',
    make: () => ({ body: { count: 1, walletMinor: 100 } }),
  },
  'POST /v1/sandbox/provider/faults': {
    by: 'operator',
    reach: 'this machine',
    make: () => ({ body: { kind: 'charge', fault: 'declined', times: 1 } }),
    alsoRight: [403, 422],
  },
  'POST /v1/sandbox/provider/release': { by: 'operator', reach: 'this machine', make: () => ({}) },
  'POST /bank/{page}': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ params: { page: 'page-of-nobody' }, body: { press: 'pay' } }),
    alsoRight: [404],
  },
  'POST /v1/payments/webhooks/{provider}': {
    by: 'buyer',
    reach: 'everybody',
    make: () => ({ params: { provider: 'sandbox' }, body: {} }),
    alsoRight: [401],
  },
  'GET /v1/reconciliation': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/reconciliation/journal': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/reconciliation/mends': {
    by: 'operator',
    reach: 'its own',
    make: () => ({ body: { cause: 'charge-not-booked', transaction: 'nothing' } }),
    alsoRight: [409],
  },
  'POST /v1/events': {
    by: 'buyer',
    reach: 'signed-in',
    make: async ({ offer }) => ({
      body: { events: [{ id: newId(), type: 'offer.viewed', at: new Date().toISOString(), subject: await offer() }] },
    }),
  },
  'POST /v1/events/anonymous': {
    by: 'buyer',
    reach: 'everybody',
    make: async ({ offer }) => ({
      body: {
        events: [{ type: 'click', subject: await offer(), data: { place: 'search', position: 0, decision: newId() } }],
      },
    }),
  },
  'GET /v1/interactions': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/event-types': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'POST /v1/event-types': {
    by: 'operator',
    reach: 'its own',
    make: () => ({
      body: {
        type: `attack.seen-${newId().slice(-12)}`,
        purpose: 'analytics',
        title: 'Seen',
        schema: { type: 'object', properties: { n: { type: 'integer' } } },
      },
    }),
  },
  'GET /v1/event-counters': { by: 'operator', reach: 'its own', make: () => ({}) },
  'POST /v1/event-counters/rebuild': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/event-quarantine': { by: 'operator', reach: 'its own', make: () => ({}) },
}
