import { IconUser } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

export const screens: Screens = [
  {
    path: '/me',
    nav: { order: 6, word: 'me', icon: IconUser },
    access: 'signed-in',
    load: async () => (await import('./me-screen.tsx')).MeScreen,
  },
  { path: '/sign-in', load: async () => (await import('./sign-in-screen.tsx')).SignInScreen },
  { path: '/sign-up', load: async () => (await import('./sign-up-screen.tsx')).SignUpScreen },
  { path: '/forgot', load: async () => (await import('./password-screens.tsx')).ForgotScreen },
  { path: '/reset', load: async () => (await import('./password-screens.tsx')).ResetScreen },
  { path: '/welcome', load: async () => (await import('./link-screens.tsx')).WelcomeScreen },
  { path: '/verify', load: async () => (await import('./link-screens.tsx')).VerifyScreen },
  { path: '/visit', load: async () => (await import('./link-screens.tsx')).VisitScreen },
  { path: '/join', load: async () => (await import('./link-screens.tsx')).JoinScreen },
]
