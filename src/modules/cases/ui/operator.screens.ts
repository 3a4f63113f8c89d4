import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/exceptions/cases/:id',
    access: 'signed-in',
    load: async () => (await import('./operator/case-screen.tsx')).OperatorCaseScreen,
  },
]
