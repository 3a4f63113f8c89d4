import type { Calls } from './call.ts'

const synonyms = '/v1/search/synonyms'

/** Suggestions, and the words that mean the same. */
export const calls: Calls = {
  'GET /v1/search/suggestions': { by: 'buyer', reach: 'everybody', make: () => ({ query: { q: 'mu' } }) },
  [`GET ${synonyms}`]: { by: 'operator', reach: 'its own', make: () => ({}) },
  [`PUT ${synonyms}`]: {
    by: 'operator',
    reach: 'its own',
    make: async ({ send }) => {
      const { body } = await send('operator', { method: 'GET', url: synonyms })
      return { body: { rev: body.rev, sets: [['couch', 'sofa']] } }
    },
  },
}
