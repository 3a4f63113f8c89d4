import { IconRepeat } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/loops',
    nav: { order: 2.5, word: 'loops', icon: IconRepeat },
    access: 'signed-in',
    load: async () => (await import('./operator/loops-screen.tsx')).LoopsScreen,
  },
  {
    path: '/operator/loops/:point',
    access: 'signed-in',
    load: async () => (await import('./operator/loop-screen.tsx')).LoopScreen,
  },
  {
    path: '/operator/decisions',
    access: 'signed-in',
    load: async () => (await import('./operator/decisions-screen.tsx')).DecisionsScreen,
  },
  {
    path: '/operator/decisions/:id',
    access: 'signed-in',
    load: async () => (await import('./operator/decision-screen.tsx')).DecisionScreen,
  },
]
