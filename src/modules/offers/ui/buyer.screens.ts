import { IconHome, IconSearch } from '@tabler/icons-react'
import { getOptions } from '#web/api'
import type { Screens } from '#web/screens'
import { homeFeed, homeRows, reviewsRow, searchQuery } from './queries.ts'

export const screens: Screens = [
  {
    path: '/',
    nav: { order: 1, word: 'home', icon: IconHome },
    load: async () => (await import('./home-screen.tsx')).HomeScreen,
    prefetch: async ({ api, client }) =>
      Promise.all([
        client.prefetchQuery(getOptions(api, '/v1/categories')),
        client.prefetchQuery(getOptions(api, '/v1/feed', { query: homeFeed })),
        ...homeRows.map(async (query) => client.prefetchQuery(getOptions(api, '/v1/offers', { query }))),
      ]),
  },
  {
    path: '/search',
    nav: { order: 2, word: 'search', icon: IconSearch, isOnPhonesOnly: true },
    load: async () => (await import('./search-screen.tsx')).SearchScreen,
    prefetch: async ({ api, client, query }) =>
      Promise.all([
        client.prefetchQuery(getOptions(api, '/v1/categories')),
        client.prefetchQuery(getOptions(api, '/v1/offers', { query: searchQuery(query) })),
      ]),
  },
  {
    path: '/offers/:id',
    load: async () => (await import('./offer-screen.tsx')).OfferScreen,
    prefetch: async ({ api, client, params }) => {
      const id = params['id'] ?? ''
      const [offer] = await Promise.all([
        client.fetchQuery(getOptions(api, '/v1/offers/{id}', { path: { id } })),
        client.prefetchQuery(getOptions(api, '/v1/categories')),
      ])
      await Promise.all([
        client.prefetchQuery(getOptions(api, '/v1/parties/{id}', { path: { id: offer.seller.id } })),
        client.prefetchQuery(getOptions(api, '/v1/hours/{party}', { path: { party: offer.seller.id } })),
        client.prefetchQuery(getOptions(api, '/v1/reviews/rating', { query: { seller: offer.seller.id } })),
        client.prefetchQuery(getOptions(api, '/v1/businesses/{name}', { path: { name: offer.business } })),
        ...(offer.rating === undefined
          ? []
          : [client.prefetchQuery(getOptions(api, '/v1/reviews', { query: reviewsRow(offer.id) }))]),
      ])
    },
  },
]
