import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/money/checks',
    access: 'signed-in',
    load: async () => (await import('./operator/checks-screen.tsx')).ChecksScreen,
  },
]
