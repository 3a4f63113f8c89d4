import { IconUsers } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/parties',
    nav: { order: 4, word: 'parties', icon: IconUsers },
    access: 'signed-in',
    load: async () => (await import('./operator/parties-screen.tsx')).PartiesScreen,
  },
  {
    path: '/operator/parties/:id',
    access: 'signed-in',
    load: async () => (await import('./operator/party-screen.tsx')).PartyScreen,
  },
  {
    path: '/operator/settings/keys',
    access: 'signed-in',
    load: async () => (await import('./operator/keys-screen.tsx')).KeysScreen,
  },
  {
    path: '/operator/visitors',
    access: 'signed-in',
    load: async () => (await import('./operator/visitors-screen.tsx')).VisitorsScreen,
  },
]
