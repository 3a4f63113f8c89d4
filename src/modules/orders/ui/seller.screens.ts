import { IconPackage, IconPackageImport, IconSun } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/sell',
    nav: { order: 1, word: 'today', icon: IconSun },
    access: 'signed-in',
    load: async () => (await import('./seller/today-screen.tsx')).TodayScreen,
  },
  {
    path: '/sell/orders',
    nav: { order: 2, word: 'orders', icon: IconPackage },
    access: 'signed-in',
    load: async () => (await import('./seller/orders-screen.tsx')).SellerOrdersScreen,
  },
  {
    path: '/sell/orders/:id',
    access: 'signed-in',
    load: async () => (await import('./seller/order-screen.tsx')).SellerOrderScreen,
  },
  {
    path: '/sell/slips',
    access: 'signed-in',
    load: async () => (await import('./seller/slips-screen.tsx')).SlipsScreen,
  },
  {
    path: '/sell/returns',
    nav: { order: 6, word: 'returns', icon: IconPackageImport },
    access: 'signed-in',
    load: async () => (await import('./seller/returns-screen.tsx')).ReturnsScreen,
  },
]
