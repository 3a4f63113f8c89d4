import { IconBuildingStore } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/sell/shop',
    nav: { order: 5, word: 'shop', icon: IconBuildingStore },
    access: 'signed-in',
    load: async () => (await import('./seller/shop-screen.tsx')).ShopScreen,
  },
]
