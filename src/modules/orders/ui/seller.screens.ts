import { IconPackage, IconPackageImport, IconSun } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

/** Sellers act on orders as their buyers do. */
const words = ['orders']

export const screens: Screens = [
  {
    path: '/sell',
    nav: { order: 1, word: 'today', icon: IconSun },
    access: 'signed-in',
    words,
    load: async () => (await import('./seller/today-screen.tsx')).TodayScreen,
  },
  {
    path: '/sell/orders',
    nav: { order: 2, word: 'orders', icon: IconPackage },
    access: 'signed-in',
    words,
    load: async () => (await import('./seller/orders-screen.tsx')).SellerOrdersScreen,
  },
  {
    path: '/sell/orders/:id',
    access: 'signed-in',
    words,
    load: async () => (await import('./seller/order-screen.tsx')).SellerOrderScreen,
  },
  {
    path: '/sell/slips',
    access: 'signed-in',
    words,
    load: async () => (await import('./seller/slips-screen.tsx')).SlipsScreen,
  },
  {
    path: '/sell/returns',
    nav: { order: 6, word: 'returns', icon: IconPackageImport },
    access: 'signed-in',
    words,
    load: async () => (await import('./seller/returns-screen.tsx')).ReturnsScreen,
  },
]
