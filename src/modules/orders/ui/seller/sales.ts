import { useQueries } from '@tanstack/react-query'
import { getOptions, useApi, useGet } from '#web/api'
import { type Manifest, manifestOf } from '#web/manifest'
import type { ApiProblem } from '#web/problem'
import { type Sale, salesOf } from './turns.ts'

/** Manifests by name; a business that is being read is not in it yet. */
export function useManifests(names: readonly string[]): { manifests: ReadonlyMap<string, Manifest>; isWhole: boolean } {
  const api = useApi()
  const wanted = [...new Set(names)].toSorted()
  const replies = useQueries({
    queries: wanted.map((name) => ({
      ...getOptions(api, '/v1/businesses/{name}', { path: { name } }),
      staleTime: 60_000,
    })),
  })
  const found = replies.flatMap(({ data }) => (data === undefined ? [] : [[data.business, manifestOf(data)] as const]))
  return { manifests: new Map(found), isWhole: replies.every(({ isPending }) => !isPending) }
}

/** As many as one page of the list holds. */
const openMax = 200

type OpenSales = { sales: Sale[] | undefined; problem: ApiProblem | null; again: () => void }

/** The open orders that I sell, newest first. */
export function useOpenSales(): OpenSales {
  const { data, error, refetch } = useGet('/v1/orders', { query: { isOpen: true, limit: openMax } })
  const { manifests, isWhole } = useManifests((data?.items ?? []).map(({ business }) => business))
  return {
    sales: data === undefined || !isWhole ? undefined : salesOf(data.items, manifests),
    problem: data === undefined ? error : null,
    again: () => void refetch(),
  }
}
