import { IconFlask } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/experiments',
    nav: { order: 2.7, word: 'experiments', icon: IconFlask },
    access: 'signed-in',
    load: async () => (await import('./operator/experiments-screen.tsx')).ExperimentsScreen,
  },
  {
    path: '/operator/experiments/new',
    access: 'signed-in',
    load: async () => (await import('./operator/new-experiment-screen.tsx')).NewExperimentScreen,
  },
  {
    path: '/operator/experiments/:name',
    access: 'signed-in',
    load: async () => (await import('./operator/experiment-screen.tsx')).ExperimentScreen,
  },
]
