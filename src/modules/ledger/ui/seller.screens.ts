import { IconCoins } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/sell/money',
    nav: { order: 4, word: 'money', icon: IconCoins },
    access: 'signed-in',
    load: async () => (await import('./seller/money-screen.tsx')).MoneyScreen,
  },
]
