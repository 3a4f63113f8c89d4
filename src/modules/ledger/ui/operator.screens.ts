import { IconCoins } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/money',
    nav: { order: 5, word: 'money', icon: IconCoins },
    access: 'signed-in',
    load: async () => (await import('./operator/books-screen.tsx')).BooksScreen,
  },
]
