import '@fontsource-variable/figtree'
import './kit/styles.css'
import { hydrate } from '@tanstack/react-query'
import { startTransition } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { createBrowserRouter, matchRoutes } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { createApi } from './api.ts'
import { App, createQueryClient } from './app.tsx'
import { createWords, loadWords } from './i18n.ts'
import { hasSecret, openLink } from './opened-link.ts'
import type { PageState } from './page-state.ts'
import { type BeforeGroup, buyerRoutes, discoverRoutes, routesOf } from './router.tsx'
import { groupOf } from './screens.ts'
import { actingHeaders } from './session.ts'
import { Offline } from './shell/offline.tsx'
import { SessionKeeper } from './shell/session-keeper.tsx'
import { Viewing } from './shell/viewing.tsx'

/** Takes over the page that the server sent, or fills an empty one. */
async function begin(): Promise<void> {
  const root = document.getElementById('root')!
  openLink()
  const isLink = hasSecret()
  const state: PageState = JSON.parse(document.getElementById('state')!.textContent)
  const words = await createWords(state.language, ['shell', 'buyer'])
  const before: BeforeGroup = async (group, more = []) => loadWords(words, [group, ...more])
  const api = createApi(async (path, init) => fetch(path, init), actingHeaders)
  const client = createQueryClient()
  hydrate(client, state.queries)

  const group = groupOf(location.pathname)
  const routes = buyerRoutes(before)
  if (group !== 'buyer') routes.push(...(await routesOf(group, before)))
  // The code of the screen comes first, so that taking over finds the same tree as the server rendered.
  for (const { route } of matchRoutes(routes, location) ?? []) {
    if (typeof route.lazy !== 'function') continue
    Object.assign(route, await route.lazy(), { lazy: undefined })
  }
  const router = createBrowserRouter(routes, { patchRoutesOnNavigation: discoverRoutes(before) })
  const page = (
    <App api={api} client={client} words={words} town={state.town}>
      <SessionKeeper>
        <Offline />
        <Viewing />
        <RouterProvider router={router} />
      </SessionKeeper>
    </App>
  )
  addEventListener('hashchange', () => openLink() && location.reload())
  // As a transition it is done in slices: what is pressed meanwhile is not kept waiting for the whole page.
  startTransition(() => {
    if (state.isRendered && !isLink) hydrateRoot(root, page)
    else createRoot(root).render(page)
  })
}

void begin()
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js')
