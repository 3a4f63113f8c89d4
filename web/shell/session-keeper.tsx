import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useApi } from '../api.ts'
import { follow, readWithin, refreshFor } from '../live.ts'
import { useSession } from '../session.ts'

/** Keeps what the page knows true to who looks at it: other eyes read everything anew, and follow their own events. */
export function SessionKeeper({ children }: { children: ReactNode }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const { since, party } = useSession()
  const seen = useRef<string | undefined>(undefined)
  useEffect(() => {
    document.documentElement.dataset['ready'] = 'true' // the page has been taken over: whatever is pressed now counts
  }, [])
  useEffect(() => {
    if (since === undefined) return undefined
    const who = `${since ?? ''} ${party ?? ''}`
    const isFirst = seen.current === undefined
    if (!isFirst && seen.current !== who) {
      void client.resetQueries()
      navigator.serviceWorker?.controller?.postMessage('forget')
    }
    seen.current = who
    if (since === null) return undefined
    return follow({
      backMs: isFirst ? readWithin() : undefined,
      open: async (query, init) => api.raw(`/v1/events/stream${query}`, init),
      onEvent: refreshFor(client),
      onGap: () => void client.invalidateQueries(),
    })
  }, [api, client, since, party])
  return children
}
