import { getOptions } from '#web/api'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/trust',
    words: ['trust'],
    load: async () => (await import('./trust-screen.tsx')).TrustScreen,
    prefetch: async ({ api, client }) => client.prefetchQuery(getOptions(api, '/v1/trust')),
  },
]
