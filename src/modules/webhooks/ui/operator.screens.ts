import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/operator/settings/webhooks',
    access: 'signed-in',
    load: async () => (await import('./operator/webhooks-screen.tsx')).WebhooksScreen,
  },
  {
    path: '/operator/settings/webhooks/:id',
    access: 'signed-in',
    load: async () => (await import('./operator/webhook-screen.tsx')).WebhookScreen,
  },
]
