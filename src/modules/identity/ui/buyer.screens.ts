import { IconUser } from '@tabler/icons-react'
import type { Screens } from '#web/screens'

const words = ['account']

export const screens: Screens = [
  {
    path: '/me',
    nav: { order: 6, word: 'me', icon: IconUser },
    access: 'signed-in',
    words,
    load: async () => (await import('./me-screen.tsx')).MeScreen,
  },
  { path: '/sign-in', words, load: async () => (await import('./sign-in-screen.tsx')).SignInScreen },
  { path: '/sign-up', words, load: async () => (await import('./sign-up-screen.tsx')).SignUpScreen },
  { path: '/forgot', words, load: async () => (await import('./password-screens.tsx')).ForgotScreen },
  { path: '/reset', words, load: async () => (await import('./password-screens.tsx')).ResetScreen },
  { path: '/welcome', words, load: async () => (await import('./link-screens.tsx')).WelcomeScreen },
  { path: '/verify', words, load: async () => (await import('./link-screens.tsx')).VerifyScreen },
  { path: '/visit', words, load: async () => (await import('./link-screens.tsx')).VisitScreen },
  { path: '/join', words, load: async () => (await import('./link-screens.tsx')).JoinScreen },
]
