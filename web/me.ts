import type { Reply } from './api.ts'
import { useGet } from './api.ts'
import { useSession } from './session.ts'

/** Who the session stands for. */
export type Me = Reply<'get', '/v1/me'>

/** The person on this page: `undefined` while that is being found out, `null` for a visitor. */
export function useMe(): Me | null | undefined {
  const session = useSession()
  const { data, error, isPending } = useGet('/v1/me', {
    enabled: session.token !== null,
    staleTime: 60_000,
    retry: false,
  })
  if (session.token === null || error?.status === 401) return null
  return isPending ? undefined : (data ?? null)
}

/** True for whoever runs the town. */
export function isOperator(me: Me | null | undefined): boolean {
  return me?.grants.includes('operator') ?? false
}
