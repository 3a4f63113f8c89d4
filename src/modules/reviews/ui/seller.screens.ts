import { IconStar } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/sell/reviews',
    nav: { order: 6, word: 'reviews', icon: IconStar },
    access: 'signed-in',
    load: async () => (await import('./seller/reviews-screen.tsx')).SellerReviewsScreen,
  },
]
