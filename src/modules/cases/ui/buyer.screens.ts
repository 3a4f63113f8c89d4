import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/cases',
    access: 'signed-in',
    load: async () => (await import('./cases-screen.tsx')).CasesScreen,
  },
  {
    path: '/cases/:id',
    access: 'signed-in',
    load: async () => (await import('./case-screen.tsx')).CaseScreen,
  },
]
