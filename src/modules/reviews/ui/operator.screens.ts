import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/exceptions/removed-reviews',
    access: 'signed-in',
    load: async () => (await import('./operator/removed-screen.tsx')).RemovedReviewsScreen,
  },
]
