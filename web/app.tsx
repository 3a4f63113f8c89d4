import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { i18n as I18n } from 'i18next'
import { type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { I18nextProvider } from 'react-i18next'
import { themeOf, variablesOf } from '#kit/theme'
import { type Api, ApiProvider } from './api.ts'
import { type HeadCollector, HeadProvider } from './head.ts'
import { ApiProblem, isPassing } from './problem.ts'
import { schemeManager } from './scheme.ts'
import { type TownInfo, TownProvider } from './town.ts'

/** What a page is made of, in the browser and on the server alike. */
export type AppParts = { api: Api; client: QueryClient; words: I18n; town: TownInfo; head?: HeadCollector }

/** Nothing of the town changes without an event; what has none is looked at again after this long, ms. */
const staleMs = 20_000

/** The cache of what was read. A refusal is an answer and is not asked for again; a lost connection is. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: staleMs,
        retry: (count, error) => count < 3 && (!(error instanceof ApiProblem) || isPassing(error)),
        retryDelay: (count) => 500 * 2 ** count,
        networkMode: 'always',
      },
    },
  })
}

/** Everything that screens find above them. */
export function App({ api, client, words, town, head, children }: AppParts & { children: ReactNode }): ReactNode {
  const now = useTownNow(client, town)
  const [theme, variables] = useMemo(() => [themeOf(now.look), variablesOf(now.look)], [now.look])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <I18nextProvider i18n={words}>
        <TownProvider value={now}>
          <ApiProvider value={api}>
            <HeadProvider value={head}>
              <QueryClientProvider client={client}>{children}</QueryClientProvider>
            </HeadProvider>
          </ApiProvider>
        </TownProvider>
      </I18nextProvider>
    </MantineProvider>
  )
}

/** The town as the page came with it, under what was read of it since: whoever changes it sees it at once. */
function useTownNow(client: QueryClient, town: TownInfo): TownInfo {
  const cache = client.getQueryCache()
  const read = (): Partial<TownInfo> | undefined => client.getQueryData(['/v1/town', {}, {}])
  const since = useSyncExternalStore((listener) => cache.subscribe(listener), read, read)
  return useMemo(() => ({ ...town, ...since }), [town, since])
}
