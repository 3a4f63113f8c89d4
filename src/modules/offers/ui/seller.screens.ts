import { IconTag } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/sell/listings',
    nav: { order: 3, word: 'listings', icon: IconTag },
    access: 'signed-in',
    load: async () => (await import('./seller/listings-screen.tsx')).ListingsScreen,
  },
  {
    path: '/sell/listings/new',
    access: 'signed-in',
    load: async () => (await import('./seller/editor-screen.tsx')).NewOfferScreen,
  },
  {
    path: '/sell/listings/import',
    access: 'signed-in',
    load: async () => (await import('./seller/import-screen.tsx')).ImportScreen,
  },
  {
    path: '/sell/listings/:id',
    access: 'signed-in',
    load: async () => (await import('./seller/editor-screen.tsx')).OfferEditorScreen,
  },
]
