import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/settings/searches',
    access: 'signed-in',
    load: async () => (await import('./operator/searches-screen.tsx')).SearchesScreen,
  },
]
