import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useApi } from '../api.ts'
import { LiveProvider, createLive, follow, refreshFor } from '../live.ts'
import { useSession } from '../session.ts'

/** Keeps what the page knows true to who looks at it: other eyes read everything anew, and follow their own events. */
export function SessionKeeper({ children }: { children: ReactNode }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const { since, party } = useSession()
  const [live] = useState(createLive)
  const seen = useRef<string | undefined>(undefined)
  useEffect(() => live.listen(refreshFor(client)), [live, client])
  useEffect(() => {
    document.documentElement.dataset['ready'] = 'true' // the page has been taken over: whatever is pressed now counts
  }, [])
  useEffect(() => {
    if (since === undefined) return undefined
    const who = `${since ?? ''} ${party ?? ''}`
    if (seen.current !== undefined && seen.current !== who) {
      void client.resetQueries()
      navigator.serviceWorker?.controller?.postMessage('forget')
    }
    seen.current = who
    if (since === null) return undefined
    return follow({
      open: async (headers, signal) => api.raw('/v1/events/stream', { headers, signal }),
      onEvent: live.tell,
      onReturn: () => void client.invalidateQueries(),
    })
  }, [api, client, live, since, party])
  return <LiveProvider value={live}>{children}</LiveProvider>
}
