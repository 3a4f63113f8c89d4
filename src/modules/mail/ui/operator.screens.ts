import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/settings/mail',
    access: 'signed-in',
    load: async () => (await import('./operator/letters-screen.tsx')).LettersScreen,
  },
]
