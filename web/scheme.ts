import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'

/** Light, dark, or as the system says: remembered in a cookie, so that the server paints the page right at once. */

/** Name of the cookie that remembers it. */
export const schemeCookie = 'lakeside_scheme'

function read(fallback: MantineColorScheme): MantineColorScheme {
  const found = new RegExp(`(?:^|; )${schemeCookie}=(light|dark)`).exec(document.cookie)?.[1]
  return found === 'light' || found === 'dark' ? found : fallback
}

/** Keeps Mantine's colour scheme in the cookie. */
export const schemeManager: MantineColorSchemeManager = {
  get: (fallback) => (typeof document === 'undefined' ? fallback : read(fallback)),
  set: (value) => {
    document.cookie = `${schemeCookie}=${value}; path=/; max-age=31536000; samesite=lax`
  },
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => {
    document.cookie = `${schemeCookie}=; path=/; max-age=0; samesite=lax`
  },
}
