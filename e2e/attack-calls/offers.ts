import { offerBody } from '../attack-town.ts'
import type { Calls } from './call.ts'

/** Offers, categories, pictures. */
export const calls: Calls = {
  'GET /v1/offers': { by: 'buyer', reach: 'everybody', make: () => ({ query: { q: 'mug' } }) },
  'POST /v1/offers': { by: 'seller', reach: 'signed-in', make: () => ({ body: offerBody }) },
  'GET /v1/offers/mine': { by: 'seller', reach: 'signed-in', make: () => ({ query: { sort: 'stock' } }) },
  'GET /v1/offers/{id}': {
    by: 'buyer',
    reach: 'everybody',
    make: async ({ offer, settled }) => {
      const id = await offer()
      await settled()
      return { params: { id } }
    },
  },
  'PUT /v1/offers/{id}': {
    by: 'seller',
    reach: 'its own',
    make: async ({ offer }) => {
      const { stock: _, ...body } = offerBody
      return { params: { id: await offer() }, body: { ...body, rev: 1, title: 'A larger mug' } }
    },
  },
  'POST /v1/offers/{id}/archive': {
    by: 'seller',
    reach: 'its own',
    make: async ({ offer }) => ({ params: { id: await offer() }, body: { rev: 1 } }),
  },
  'POST /v1/offers/{id}/stock': {
    by: 'seller',
    reach: 'its own',
    make: async ({ offer }) => ({ params: { id: await offer() }, body: { delta: 5, reason: 'found' } }),
  },
  'GET /v1/categories': { by: 'buyer', reach: 'everybody', make: () => ({}) },
  'POST /v1/files': {
    by: 'seller',
    reach: 'signed-in',
    make: () => ({ body: picture, headers: { 'content-type': 'image/png' } }),
  },
  'GET /v1/files/{id}': {
    by: 'buyer',
    reach: 'everybody',
    make: async ({ send }) => {
      const { body } = await send('seller', {
        method: 'POST',
        url: '/v1/files',
        payload: picture,
        headers: { 'content-type': 'image/png' },
      })
      return { params: { id: body.id } }
    },
  },
}

/** One pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
