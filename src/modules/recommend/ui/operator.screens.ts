import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/settings/newcomers',
    access: 'signed-in',
    words: ['newcomers'],
    load: async () => (await import('./operator/newcomers-screen.tsx')).NewcomersScreen,
  },
]
