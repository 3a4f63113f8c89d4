import { type QueryClient, dehydrate } from '@tanstack/react-query'
import { renderToString } from 'react-dom/server'
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from 'react-router'
import { ApiProblem, type Transport, createApi } from './api.ts'
import { App, createQueryClient } from './app.tsx'
import { type Assets, documentOf } from './document.ts'
import type { Head, HeadCollector } from './head.ts'
import { chooseLanguage, createWords, languageCookie, loadWords } from './i18n.ts'
import type { PageState } from './page-state.ts'
import { buyerRoutes } from './router.tsx'
import { schemeCookie } from './scheme.ts'
import { type Screen, groupOf } from './screens.ts'
import type { TownInfo } from './town.ts'

/** What the server says of a request. */
export type PageRequest = {
  /** Path and query. */
  readonly url: string
  /** The town's public address, without a slash at the end. */
  readonly origin: string
  readonly cookies: Readonly<Record<string, string | undefined>>
  readonly acceptLanguage: string
  readonly town: TownInfo
  readonly assets: Assets
  /** The public API, asked as a visitor. */
  readonly transport: Transport
}

/** A whole page. It holds nothing of the person who asks, so that anybody may be sent the same. */
export async function renderPage(request: PageRequest): Promise<{ status: number; html: string }> {
  const language = chooseLanguage(request.cookies[languageCookie], request.acceptLanguage, request.town)
  const scheme = request.cookies[schemeCookie]
  const parts = { language, scheme, origin: request.origin, town: request.town, assets: request.assets }
  const { pathname } = new URL(request.url, request.origin)
  // A page without content: for the groups whose screens are somebody's own, and for browsers without a connection.
  const isOurs = pathname !== '/shell' && groupOf(pathname) === 'buyer'
  if (!isOurs) {
    const state: PageState = {
      language,
      town: request.town,
      queries: dehydrate(createQueryClient()),
      isRendered: false,
    }
    return { status: 200, html: documentOf({ ...parts, state, body: '', head: { title: '', isPrivate: true } }) }
  }
  const { body, head, client } = await renderScreen(request, language)
  const state: PageState = { language, town: request.town, queries: dehydrate(client), isRendered: true }
  return { status: head.status ?? 200, html: documentOf({ ...parts, state, body, head }) }
}

type Rendered = { body: string; head: Head; client: QueryClient }

async function renderScreen(request: PageRequest, language: string): Promise<Rendered> {
  const words = await createWords(language, ['shell', 'buyer'])
  const api = createApi(request.transport, () => ({}))
  const client = createQueryClient()
  const handler = createStaticHandler(buyerRoutes(async (_, more = []) => loadWords(words, more)))
  const url = new URL(request.url, request.origin)
  const context = await handler.query(new Request(url))
  if (context instanceof Response) throw new Error(`unexpected redirect of ${url.pathname}`)
  const prefetched = await Promise.allSettled(
    context.matches.map(async ({ route, params }) => {
      const screen = route.handle as Screen | undefined // set by the router, for screens only
      await screen?.prefetch?.({ api, client, params, query: url.searchParams })
    }),
  )
  // What could not be read is asked for again in the browser; only that there is nothing must be said at once.
  const isGone = prefetched.some(
    (result) => result.status === 'rejected' && result.reason instanceof ApiProblem && result.reason.status === 404,
  )
  const head: HeadCollector = { head: undefined }
  const router = createStaticRouter(handler.dataRoutes, context)
  const body = renderToString(
    <App api={api} client={client} words={words} town={request.town} head={head}>
      <StaticRouterProvider router={router} context={context} hydrate={false} />
    </App>,
  )
  const gone: Head = { title: words.t('failure.gone'), isPrivate: true, status: 404 }
  return { body, head: isGone ? gone : (head.head ?? { title: '' }), client }
}
