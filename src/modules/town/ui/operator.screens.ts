import { IconSettings } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/settings',
    nav: { order: 6, word: 'settings', icon: IconSettings },
    access: 'signed-in',
    load: async () => (await import('./operator/settings-screen.tsx')).SettingsScreen,
  },
  {
    path: '/operator/settings/services',
    access: 'signed-in',
    load: async () => (await import('./operator/services-screen.tsx')).ServicesScreen,
  },
  {
    path: '/operator/settings/backups',
    access: 'signed-in',
    load: async () => (await import('./operator/backups-screen.tsx')).BackupsScreen,
  },
  {
    path: '/operator/settings/live',
    access: 'signed-in',
    load: async () => (await import('./operator/live-screen.tsx')).LiveScreen,
  },
  { path: '/operator/setup', load: async () => (await import('./operator/setup-screen.tsx')).SetupScreen },
]
