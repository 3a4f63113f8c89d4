import { IconShieldCheck } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/trust',
    words: ['trust'],
    nav: { order: 7, word: 'trust', icon: IconShieldCheck },
    load: async () => (await import('./trust-screen.tsx')).TrustScreen,
  },
  {
    path: '/operator/settings/record',
    access: 'signed-in',
    load: async () => (await import('./operator/record-screen.tsx')).RecordScreen,
  },
]
