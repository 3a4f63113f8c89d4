import { IconAlertTriangle, IconBuildingStore, IconMap2 } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator',
    nav: { order: 1, word: 'town', icon: IconMap2 },
    access: 'signed-in',
    load: async () => (await import('./operator/town-screen.tsx')).TownScreen,
  },
  {
    path: '/operator/exceptions',
    nav: { order: 2, word: 'exceptions', icon: IconAlertTriangle },
    access: 'signed-in',
    load: async () => (await import('./operator/exceptions-screen.tsx')).ExceptionsScreen,
  },
  {
    path: '/operator/exceptions/:id',
    access: 'signed-in',
    words: ['orders'],
    load: async () => (await import('./operator/exception-screen.tsx')).ExceptionScreen,
  },
  {
    path: '/operator/businesses',
    nav: { order: 3, word: 'businesses', icon: IconBuildingStore },
    access: 'signed-in',
    load: async () => (await import('./operator/businesses-screen.tsx')).BusinessesScreen,
  },
  {
    path: '/operator/businesses/new',
    access: 'signed-in',
    load: async () => (await import('./operator/new-business-screen.tsx')).NewBusinessScreen,
  },
  {
    path: '/operator/businesses/:name',
    access: 'signed-in',
    load: async () => (await import('./operator/business-screen.tsx')).BusinessScreen,
  },
]
