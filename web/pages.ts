import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from './api.ts'
import type { PathsOf, Reply, Wanted } from './api-types.ts'
import { ApiProblem } from './problem.ts'

/** A reply that is one page of a list. */
type PageOf<Row> = { items: Row[]; nextCursor: string | null }

/** Paths that answer a list page by page. */
export type ListPath = {
  [P in PathsOf<'get'>]: Reply<'get', P> extends PageOf<unknown> ? P : never
}[PathsOf<'get'>]

/** A row of such a list. */
export type RowOf<P extends ListPath> = Reply<'get', P>['items'][number]

/** The rest of a list. */
export type More = { hasMore: boolean; isLoadingMore: boolean; more: () => void }

/** A list as far as it was read. */
export type Pages<Row> = More & {
  /** Undefined until the first page is there. */
  rows: Row[] | undefined
  /** Why it, or the newest of it, could not be read. */
  problem: ApiProblem | undefined
  again: () => void
}

type Extra = {
  enabled?: boolean
  /** Milliseconds. */
  refetchInterval?: number
  retry?: boolean
  /** Rows of the question before stay until the new ones are there. */
  keepsRows?: boolean
}

/** A list of the API, read page by page as somebody asks for more, and anew when an event says that it changed. */
export function usePages<P extends ListPath>(
  path: P,
  { path: filled, query, keepsRows = false, ...extra }: Wanted<'get', P> & Extra = {},
): Pages<RowOf<P>> {
  const api = useApi()
  const pages = useInfiniteQuery({
    queryKey: [path, { ...filled }, { ...query }, 'pages'],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const wanted = { ...(filled === undefined ? {} : { path: filled }), query: { ...query, cursor: pageParam } }
      // Every path of a list takes a cursor, which TypeScript cannot conclude of a path that is not chosen yet.
      const reply = await api.get(path, { ...(wanted as unknown as Wanted<'get', P>), signal })
      return reply
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    ...(keepsRows ? { placeholderData: keepPreviousData } : {}),
    ...extra,
  })
  return {
    rows: pages.data?.pages.flatMap(({ items }) => items),
    problem: pages.error instanceof ApiProblem ? pages.error : undefined,
    again: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    more: () => void pages.fetchNextPage(),
  }
}
