import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/money/fees',
    access: 'signed-in',
    load: async () => (await import('./operator/fees-screen.tsx')).FeesScreen,
  },
  {
    path: '/operator/money/invoices',
    access: 'signed-in',
    load: async () => (await import('./operator/invoices-screen.tsx')).InvoicesScreen,
  },
]
