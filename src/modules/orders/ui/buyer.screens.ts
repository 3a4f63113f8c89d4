import { IconPackage, IconShoppingBag } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/basket',
    words: ['checkout', 'orders'],
    nav: { order: 3, word: 'basket', icon: IconShoppingBag },
    load: async () => (await import('./basket-screen.tsx')).BasketScreen,
  },
  {
    path: '/order/:id',
    words: ['checkout'],
    load: async () => (await import('./order-one-screen.tsx')).OrderOneScreen,
  },
  {
    path: '/orders',
    nav: { order: 4, word: 'orders', icon: IconPackage },
    access: 'signed-in',
    words: ['orders'],
    load: async () => (await import('./orders-screen.tsx')).OrdersScreen,
  },
  {
    path: '/orders/:id',
    access: 'signed-in',
    words: ['orders'],
    load: async () => (await import('./order-screen.tsx')).OrderScreen,
  },
]
