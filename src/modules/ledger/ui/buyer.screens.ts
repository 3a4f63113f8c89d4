import { IconWallet } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/wallet',
    nav: { order: 5, word: 'wallet', icon: IconWallet },
    access: 'signed-in',
    words: ['account'],
    load: async () => (await import('./wallet-screen.tsx')).WalletScreen,
  },
]
