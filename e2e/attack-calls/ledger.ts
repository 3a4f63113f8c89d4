import type { Calls } from './call.ts'

/** Wallets, statements, mandates. */
export const calls: Calls = {
  'GET /v1/books/accounts': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/books/transfers': { by: 'operator', reach: 'its own', make: () => ({}) },
  'GET /v1/wallet': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/wallet/statement': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/wallet/statement.csv': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/wallet/held': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'GET /v1/wallet/mandates': { by: 'buyer', reach: 'signed-in', make: () => ({}) },
  'POST /v1/wallet/mandates': {
    by: 'buyer',
    reach: 'signed-in',
    make: () => ({ body: { business: 'market', name: 'later', currency: 'EUR', limitMinor: 100, isActive: true } }),
  },
  'POST /v1/wallet/issues': {
    by: 'operator',
    reach: 'its own',
    make: ({ ids }) => ({ body: { to: ids.buyer, amountMinor: 100, currency: 'EUR' } }),
  },
  'POST /v1/wallet/transfers': {
    by: 'buyer',
    reach: 'signed-in',
    make: ({ ids }) => ({ body: { to: ids.seller, amountMinor: 5, currency: 'EUR', note: 'Thanks', expectMinor: 5 } }),
  },
}
