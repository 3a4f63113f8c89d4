import { useEffect } from 'react'
import { type Reply, useGet } from './api.ts'
import { noteSignedOut, useSession } from './session.ts'

/** Who the session stands for. */
export type Me = Reply<'get', '/v1/me'>

/** The person on this page: `undefined` while that is being found out, `null` for a visitor. */
export function useMe(): Me | null | undefined {
  const session = useSession()
  const { data, error, isPending } = useGet('/v1/me', {
    enabled: typeof session.since === 'number',
    staleTime: 60_000,
    retry: false,
  })
  const isOver = error?.status === 401
  useEffect(() => {
    if (isOver) noteSignedOut()
  }, [isOver])
  if (session.since === undefined) return undefined
  if (session.since === null || isOver) return null
  return isPending ? undefined : (data ?? null)
}

/** True for whoever runs the town. */
export function isOperator(me: Me | null | undefined): boolean {
  return me?.grants.includes('operator') ?? false
}
